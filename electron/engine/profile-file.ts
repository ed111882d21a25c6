import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { profileSchema, type Profile } from '../../shared/contract/profile.ts';
import { TieoutError } from '../../shared/errors/tieout-error.ts';
import { parseJson, writePrivateFile, type HomePaths } from '../ledger/home.ts';

export interface ProfileFault {
  /** Field as in the file, e.g. `units.0.goLiveDate`; empty for the whole. */
  readonly path: string;
  readonly message: string;
}

/** Where a home keeps the connection profile of its own company. */
export function homeProfileFile(paths: HomePaths): string {
  return join(paths.folder, 'profile.json');
}

/**
 * Reads a connection profile. Throws `PROFILE_INVALID` naming the file and each field that is wrong, as
 * `units.0.goLiveDate: a date as YYYY-MM-DD`.
 */
export function readProfileFile(file: string): Profile {
  if (!existsSync(file))
    throw new TieoutError('PROFILE_INVALID', `There is no profile at ${file}.`, {
      nextStep: 'Check the path given with --profile.',
    });
  const value = parseJson(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  if (value === undefined)
    throw new TieoutError('PROFILE_INVALID', `${file} is not JSON.`, { nextStep: 'Correct the file.' });
  return parseProfile(value, file);
}

/** The profile, or `PROFILE_INVALID` with every field that is wrong; `where` names its source. */
export function parseProfile(value: unknown, where: string | null = null): Profile {
  const parsed = profileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = profileFaults(parsed.error);
  const words = faults.map(({ path, message }) => `${path || 'the profile'}: ${message}`).join('; ');
  throw new TieoutError('PROFILE_INVALID', where === null ? words : `${where}: ${words}`, {
    nextStep: faults.length === 1 ? 'Correct that field.' : 'Correct those fields.',
    details: { path: faults[0]?.path ?? '' },
  });
}

/** Faults by field: an unknown key is named itself, not the object it stands in. */
export function profileFaults(error: z.ZodError): readonly ProfileFault[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.join('.');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        path: [...issue.path, key].join('.'),
        message: 'there is no such field; is it a typing mistake?',
      }));
    if (issue.code === 'invalid_union')
      return [{ path, message: 'exactly one of {"env": "NAME"} and {"vault": "name"} is expected' }];
    return [{ path, message: issue.message }];
  });
}

/** Keeps the profile as the home's own, whole or not at all. */
export function writeHomeProfile(paths: HomePaths, profile: Profile): void {
  writePrivateFile(homeProfileFile(paths), `${JSON.stringify(profile, null, 2)}\n`);
}
