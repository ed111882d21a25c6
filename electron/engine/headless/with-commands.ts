import { resolve } from 'node:path';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { systemClock } from '../../connectors/http/clock.ts';
import { homePaths, readHomeMark, resolveHomeFolder, type HomePaths } from '../../ledger/home.ts';
import { checkKeyFile } from '../../ledger/key.ts';
import type { HeadlessCommands, HeadlessRequest } from '../engine-types.ts';
import { forwardedCommands } from '../forwarding/forwarded-commands.ts';
import { openHomeLog } from '../log.ts';
import { openCompany } from '../open-company.ts';
import { reachRunningEngine } from '../running-engine.ts';
import { systemActor } from '../system-actor.ts';
import type { CommandInput } from './command.ts';

export interface CommandHome {
  /** Folder of the home; the one of `--home`, else the usual one. */
  readonly folder: string;
  /** A home that is not there yet is made with the sample company; else only a profile makes one. */
  readonly makesSample?: boolean;
  /** The sample company asked for. */
  readonly seed?: number | null;
  readonly movements?: number | null;
}

/** The home a command works on. */
export function commandHome(input: CommandInput): string {
  const option = input.options.text('home') ?? undefined;
  return resolveHomeFolder({ option, env: input.env, platform: process.platform, cwd: input.cwd });
}

/** A path option, from the caller's folder; null when it is not given. */
export function pathOption(input: CommandInput, name: string): string | null {
  const given = input.options.text(name);
  return given === null ? null : resolve(input.cwd, given);
}

/** Who asks, how to stop it and where its progress goes, as every step of the engine takes it. */
export function requestOf(input: CommandInput): HeadlessRequest {
  return { actor: systemActor(input.env), signal: input.signal, onProgress: input.onProgress };
}

/**
 * Runs `work` with the engine of a home: the one that another process has running there, else one of its own, which is
 * closed afterwards whatever happens. Throws what the opening or the work throws.
 */
export async function withCommands<Result>(
  input: CommandInput,
  home: CommandHome,
  work: (commands: HeadlessCommands, paths: HomePaths) => Promise<Result>,
): Promise<Result> {
  const paths = homePaths(home.folder);
  const running = await reachRunningEngine(paths, systemClock, input.signal);
  if (running === null) {
    if (home.makesSample !== true && pathOption(input, 'profile') === null) requireBooks(paths);
    return withOwnEngine(input, home, paths, work);
  }
  refuseOtherProfile(input);
  const keyFile = pathOption(input, 'key-file');
  if (keyFile !== null) checkKeyFile(keyFile);
  input.note(`Tieout (process ${running.pid}) has this home open; it does the work.`);
  return work(forwardedCommands(running), paths);
}

async function withOwnEngine<Result>(
  input: CommandInput,
  home: CommandHome,
  paths: HomePaths,
  work: (commands: HeadlessCommands, paths: HomePaths) => Promise<Result>,
): Promise<Result> {
  const log = openHomeLog(home.folder);
  const fatal = Promise.withResolvers<never>();
  // Only raced against the work: when the engine ends after it, nobody waits for this any more.
  fatal.promise.catch(() => undefined);
  const company = await openCompany({
    home: home.folder,
    profileFile: pathOption(input, 'profile'),
    sampleFolder: null,
    seed: home.seed ?? null,
    movements: home.movements ?? null,
    keyFile: pathOption(input, 'key-file'),
    live: true,
    schedule: false,
    env: input.env,
    version: input.version,
    createEngine: input.createEngine,
    report: log.report,
    onFatal: (reason) => fatal.reject(new Error(`The engine cannot go on: ${reason}`)),
    newAddress: null,
    show: null,
    onProgress: (text) => input.onProgress(0, null, text),
    signal: input.signal,
    onNotification: ({ title, body }) => input.note(`${title}: ${body}`),
  });
  try {
    sayRecoveryKey(input, company.newRecoveryKey);
    return await Promise.race([work(company.engine.headless, paths), fatal.promise]);
  } finally {
    await company.close();
  }
}

function sayRecoveryKey(input: CommandInput, recoveryKey: string | null): void {
  if (recoveryKey === null) return;
  input.note(`Recovery key of this home, shown this once; give it to the finance team: ${recoveryKey}`);
}

/** Whoever mistypes a folder wants the books elsewhere, not new ones with invented customers. */
function requireBooks(paths: HomePaths): void {
  if (readHomeMark(paths) !== null) return;
  throw new TieoutError('BAD_INPUT', `--home: there are no books in ${paths.folder}.`, {
    nextStep:
      'Name their folder with --home or TIEOUT_HOME. --profile FILE makes a home of your own company; npm start, serve and ' +
      'demo --home DIR make one of the sample company.',
  });
}

function refuseOtherProfile(input: CommandInput): void {
  if (input.options.text('profile') === null) return;
  throw new TieoutError(
    'BAD_INPUT',
    '--profile: a running Tieout has this home open with the profile it was started with.',
    {
      nextStep: 'Leave --profile out, or close that one first.',
    },
  );
}

/** Whether this folder is the home of a sample company, or will be. */
export function isSampleHome(folder: string): boolean {
  return readHomeMark(homePaths(folder))?.kind !== 'live';
}
