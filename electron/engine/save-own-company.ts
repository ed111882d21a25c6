import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Profile } from '../../shared/contract/profile.ts';
import { TieoutError } from '../../shared/errors/tieout-error.ts';
import { systemClock } from '../connectors/http/clock.ts';
import { lockHome } from '../ledger/home-lock.ts';
import { homePaths, markHome, type HomePaths } from '../ledger/home.ts';
import { unlockHome, type KeyVault } from '../ledger/key.ts';
import { newRecoveryKey } from '../ledger/recovery-key.ts';
import { homeProfileFile, writeHomeProfile } from './profile-file.ts';
import { openSecretFile } from './secrets/secret-file.ts';

/** What saving a company answers: where the profile is, how to open it, and its recovery key, shown this once. */
export interface SavedCompany {
  readonly file: string;
  readonly command: string;
  /** Null when the home was there already, or when the recovery key was given from outside. */
  readonly recoveryKey: string | null;
}

export interface SaveFrom {
  /** The home the form was filled in. */
  readonly paths: HomePaths;
  /** Keeps credentials in that home when it is a company's own; null for the sample home, which stays what it is. */
  readonly keepSecrets: ((secrets: Readonly<Record<string, string>>) => void) | null;
  readonly vault: KeyVault | null;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Saves a company of one's own: into the home it is open in, or from the sample company into a new home beside it, with a
 * key of its own. Credentials are kept encrypted under their vault names; those named by environment variable stay there.
 * Throws `BAD_INPUT` when that new home exists already: its books are not touched.
 */
export async function saveOwnCompany(
  from: SaveFrom,
  profile: Profile,
  secrets: Readonly<Record<string, string>>,
): Promise<SavedCompany> {
  const kept = vaultSecrets(profile, secrets);
  if (from.keepSecrets !== null) {
    writeHomeProfile(from.paths, profile);
    from.keepSecrets(kept);
    return { file: homeProfileFile(from.paths), command: openCommand(from.paths.folder), recoveryKey: null };
  }
  return makeHome(from, profile, kept);
}

async function makeHome(
  from: SaveFrom,
  profile: Profile,
  secrets: Readonly<Record<string, string>>,
): Promise<SavedCompany> {
  const { folder } = from.paths;
  const paths = homePaths(join(dirname(folder), `${basename(folder)}-${folderName(profile.name)}`));
  if (existsSync(paths.folder))
    throw new TieoutError('BAD_INPUT', `name: ${paths.folder} exists already.`, {
      nextStep: 'Give this company another name, or open that home and change its profile there.',
    });
  const mark = markHome(paths, 'live', systemClock.now());
  const lock = lockHome(paths, { pid: process.pid, at: systemClock.now() });
  try {
    const given = from.env['TIEOUT_RECOVERY_KEY'] || null;
    const own = given === null && (await from.vault?.available()) !== true ? newRecoveryKey() : null;
    const unlocked = await unlockHome(paths, mark, { vault: from.vault, recoveryKey: given ?? own, keyFile: null });
    try {
      writeHomeProfile(paths, profile);
      if (Object.keys(secrets).length > 0)
        openSecretFile(join(paths.folder, 'secrets.json'), unlocked.key).set(secrets);
    } finally {
      unlocked.key.fill(0);
    }
    const file = homeProfileFile(paths);
    return { file, command: openCommand(paths.folder), recoveryKey: own ?? unlocked.newRecoveryKey };
  } finally {
    lock.release();
  }
}

/** The secrets that this profile looks for under a vault name; anything else typed in is let go. */
function vaultSecrets(profile: Profile, secrets: Readonly<Record<string, string>>): Record<string, string> {
  const { user, password, oauth } = profile.peoplesoft;
  const secret = oauth?.clientSecret;
  const credentials = [profile.stripe.key, user, password, ...(secret === undefined ? [] : [secret])];
  const names = credentials.flatMap((credential) => ('vault' in credential ? [credential.vault] : []));
  return Object.fromEntries(
    names.flatMap((name) => {
      const secret = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
      return secret === undefined || secret === '' ? [] : [[name, secret] as const];
    }),
  );
}

function openCommand(folder: string): string {
  return `npm start -- --live --home "${folder}"`;
}

function folderName(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 40) || 'company'
  );
}
