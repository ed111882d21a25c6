import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '../../shared/contract/profile.ts';
import { TieoutError } from '../../shared/errors/tieout-error.ts';
import { systemClock } from '../connectors/http/clock.ts';
import type { FetchPort } from '../connectors/http/fetch-port.ts';
import { lockHome, type HomeLock } from '../ledger/home-lock.ts';
import { ensureHomeLedger, homePaths, markHome, readHomeMark, type HomeMark, type HomePaths } from '../ledger/home.ts';
import { unlockHome, type KeyVault } from '../ledger/key.ts';
import type { Founder } from '../ledger/person-store.ts';
import type { RunningSample } from '../sample/launch.ts';
import { SAMPLE_PASSWORD, SAMPLE_PEOPLE } from '../sample/people.ts';
import { sampleProfile } from '../sample/sample-profile.ts';
import type { Engine, EngineOptions } from './engine-types.ts';
import { listenForForwarding, type ForwardingServer, type Show } from './forwarding/forwarding-server.ts';
import { nodePorts } from './node-ports.ts';
import type { Notification, Ports, SecretsPort } from './ports.ts';
import { homeProfileFile, readProfileFile, writeHomeProfile } from './profile-file.ts';
import { sampleClock, sampleFolderOf, startSampleCompany } from './sample-company.ts';
import { sampleFetch } from './sample-fetch.ts';
import { saveOwnCompany } from './save-own-company.ts';
import { liveSecrets, sampleSecrets } from './secrets/company-secrets.ts';
import { openSecretFile } from './secrets/secret-file.ts';
import { machineName, systemActor } from './system-actor.ts';

export interface OpenCompanyOptions {
  /** Folder of the home, absolute. */
  readonly home: string;
  readonly profileFile: string | null;
  /** Null: inside the home. */
  readonly sampleFolder: string | null;
  readonly seed: number | null;
  readonly movements: number | null;
  readonly keyFile: string | null;
  /** False: only a sample home may be opened; a live one is refused with the option that allows it. */
  readonly live: boolean;
  readonly schedule: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  readonly createEngine: (options: EngineOptions) => Promise<Engine>;
  readonly report: EngineOptions['report'];
  readonly onFatal: EngineOptions['onFatal'];
  /** A one-time address of the browser host; null where there is none. */
  readonly newAddress: (() => string) | null;
  /** What a second start on this home does here: shows the window, or says where it is. */
  readonly show: Show | null;
  readonly say?: (line: string) => void;
  /** Progress of making the sample company. */
  readonly onProgress?: (text: string) => void;
  readonly signal?: AbortSignal;
  readonly onNotification: (notification: Notification) => void;
  /** Set by the desktop, whose network and vault are Electron's. */
  readonly desktop?: {
    readonly fetch: FetchPort;
    readonly vault: KeyVault;
    readonly openExternal: Ports['openExternal'];
  };
}

export interface OpenCompany {
  readonly paths: HomePaths;
  readonly engine: Engine;
  readonly profile: Profile;
  /** The sample company behind it; null for a company of one's own. */
  readonly sample: RunningSample | null;
  /** A recovery key made just now, to be shown exactly once. */
  readonly newRecoveryKey: string | null;
  /** Tells where the window of this engine is, for a second start on the same home. */
  announce(url: string | null): void;
  /** Closes the engine and gives the home back; the simulators run on. */
  close(): Promise<void>;
}

/**
 * Opens a home with its engine: the sample company at once where the home is empty or is a sample's; a company of one's own
 * where a profile is given or kept in it. Afterwards other processes forward to it. Throws LedgerError and TieoutError with
 * words for a person; the home is given back then.
 */
export async function openCompany(options: OpenCompanyOptions): Promise<OpenCompany> {
  const paths = homePaths(options.home);
  const mark = chooseHome(paths, options);
  const lock = lockHome(paths, { pid: process.pid, at: systemClock.now() });
  try {
    return await openLocked(paths, mark, lock, options);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function chooseHome(paths: HomePaths, options: OpenCompanyOptions): HomeMark {
  const known = readHomeMark(paths);
  const kind = known?.kind ?? (options.profileFile === null ? 'sample' : 'live');
  if (kind === 'live' && !options.live)
    throw new TieoutError('NOT_ALLOWED', `${paths.folder} holds a company of your own, not the sample company.`, {
      nextStep: 'Add --live to open it here.',
    });
  if (kind === 'sample' && options.profileFile !== null)
    throw new TieoutError('BAD_INPUT', `--profile: ${paths.folder} is the home of the sample company and stays it.`, {
      nextStep: 'Choose a folder of its own for your company with --home.',
    });
  // Read before the folder is marked for ever: a profile with a mistake leaves nothing behind.
  if (options.profileFile !== null) readProfileFile(options.profileFile);
  return markHome(paths, kind, systemClock.now());
}

async function openLocked(
  paths: HomePaths,
  mark: HomeMark,
  lock: HomeLock,
  options: OpenCompanyOptions,
): Promise<OpenCompany> {
  const unlocked = await unlockHome(paths, mark, {
    vault: options.desktop?.vault ?? null,
    recoveryKey: options.env['TIEOUT_RECOVERY_KEY'] || null,
    keyFile: options.keyFile,
  });
  try {
    const books = mark.kind === 'sample' ? await sampleBooks(options) : liveBooks(paths, unlocked.key, options);
    ensureHomeLedger(paths, mark, unlocked.key);
    const closing = new AbortController();
    const engine = await options.createEngine(engineOptions(paths, unlocked.key, books, options, closing.signal));
    try {
      const door = await listenForForwarding({
        folder: paths.folder,
        headless: engine.headless,
        actor: systemActor(options.env),
        show: options.show,
      });
      return openedCompany(paths, lock, engine, door, books, { closing, newRecoveryKey: unlocked.newRecoveryKey });
    } catch (error) {
      await engine.close();
      throw error;
    }
  } finally {
    unlocked.key.fill(0);
  }
}

interface Books {
  readonly profile: Profile;
  readonly secrets: SecretsPort;
  readonly clock: Ports['clock'];
  readonly sample: RunningSample | null;
  readonly keepSecrets: ((secrets: Readonly<Record<string, string>>) => void) | null;
  /** People a home without any begins with, besides its first administrator. */
  readonly colleagues: readonly Founder[];
  readonly signInHint: string | null;
}

async function sampleBooks(options: OpenCompanyOptions): Promise<Books> {
  const folder = options.sampleFolder ?? sampleFolderOf(options.home);
  const { seed, movements, signal, onProgress } = options;
  const sample = await startSampleCompany({
    folder,
    seed,
    movements,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const { profile, secrets } = sampleProfile(sample);
  return {
    profile,
    secrets: sampleSecrets(secrets),
    clock: sampleClock(folder),
    sample,
    keepSecrets: null,
    ...sampleColleagues(),
  };
}

function sampleColleagues(): Pick<Books, 'colleagues' | 'signInHint'> {
  const ids = SAMPLE_PEOPLE.map(({ operatorId }) => operatorId).join(' and ');
  return {
    colleagues: SAMPLE_PEOPLE.map(({ personId, ...record }) => ({
      personId,
      record: { ...record, isActive: true },
      basis: 'sample',
    })),
    signInHint: `The sample company’s operator ids ${ids} sign in with the password “${SAMPLE_PASSWORD}”.`,
  };
}

/** Whoever opens a home first sets it up: everything is hers until she shares it. */
function firstAdministrator(env: OpenCompanyOptions['env']): Founder {
  const { id, name, roles } = systemActor(env);
  const record = { name, operatorId: null, roles, limits: null, isActive: true };
  return { personId: id, record, basis: 'firstAdministrator' };
}

function liveBooks(paths: HomePaths, key: Buffer, options: OpenCompanyOptions): Books {
  const kept = homeProfileFile(paths);
  const file = options.profileFile ?? kept;
  if (!existsSync(file))
    throw new TieoutError('PROFILE_INVALID', `${paths.folder} has no connection profile yet.`, {
      nextStep: 'Give one with --profile FILE; it is kept in the home.',
    });
  const profile = readProfileFile(file);
  if (!existsSync(kept)) writeHomeProfile(paths, profile);
  const secretFile = openSecretFile(join(paths.folder, 'secrets.json'), key);
  return {
    profile,
    secrets: liveSecrets(options.env, secretFile),
    clock: systemClock,
    sample: null,
    keepSecrets: (secrets) => secretFile.set(secrets),
    colleagues: [],
    signInHint: null,
  };
}

function engineOptions(
  paths: HomePaths,
  key: Buffer,
  books: Books,
  options: OpenCompanyOptions,
  closing: AbortSignal,
): EngineOptions {
  const { desktop, env, say } = options;
  const host = nodePorts({
    folder: paths.folder,
    env,
    clock: books.clock,
    extraCaFile: books.profile.extraCaFile ?? null,
    onNotification: options.onNotification,
  });
  const ports = { ...host, ...desktop };
  const { sample } = books;
  return {
    paths,
    // The engine wipes its own copy; this one is wiped when the company is open.
    key: Buffer.from(key),
    profile: books.profile,
    sample: sample !== null,
    ports: {
      ...ports,
      secrets: books.secrets,
      ...(sample === null
        ? {}
        : { fetch: sampleFetch({ fetch: ports.fetch, sample, signal: closing, notify: options.onNotification }) }),
    },
    machine: machineName(),
    version: options.version,
    schedule: options.schedule,
    report: options.report,
    onFatal: options.onFatal,
    newAddress: options.newAddress,
    founders: [firstAdministrator(env), ...books.colleagues],
    ...(books.keepSecrets === null ? {} : { keepSecrets: books.keepSecrets }),
    ...(books.signInHint === null ? {} : { signInHint: books.signInHint }),
    ...(say === undefined ? {} : { say }),
    saveCompany: (profile, secrets) =>
      saveOwnCompany({ paths, keepSecrets: books.keepSecrets, vault: desktop?.vault ?? null, env }, profile, secrets),
  };
}

function openedCompany(
  paths: HomePaths,
  lock: HomeLock,
  engine: Engine,
  door: ForwardingServer,
  books: Books,
  { closing: end, newRecoveryKey }: { readonly closing: AbortController; readonly newRecoveryKey: string | null },
): OpenCompany {
  const announce = (url: string | null) => lock.announce({ address: door.address, token: door.token, url });
  announce(null);
  let closing: Promise<void> | null = null;
  const close = async () => {
    end.abort();
    try {
      await door.close();
      await engine.close();
    } finally {
      lock.release();
    }
  };
  return {
    paths,
    engine,
    profile: books.profile,
    sample: books.sample,
    newRecoveryKey,
    announce,
    close: () => (closing ??= close()),
  };
}
