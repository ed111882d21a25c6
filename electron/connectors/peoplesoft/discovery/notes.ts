import { ConnectorError } from '../../http/connector-error.ts';
import type { PeopleSoftIdentity } from '../types.ts';

export type Missing = PeopleSoftIdentity['missing'][number];

/** What a look at a site has found and missed so far. */
export interface Notes {
  readonly found: string[];
  readonly missing: Missing[];
}

/** One check. What is wrong with it is noted and the next one runs; only a gateway or sign-in that fails as such ends all. `without` says what goes without it. */
export async function tryTo(notes: Notes, check: () => Promise<void>, without = ''): Promise<boolean> {
  try {
    await check();
    return true;
  } catch (error) {
    if (!isOneChecksAffair(error)) throw error;
    notes.missing.push({ what: error.message, why: `${reasonOf(error.kind)} ${without}`.trim(), fix: error.nextStep });
    return false;
  }
}

/** True for a failure that says something about the one thing checked; a refused sign-in ends everything, to avoid lock-outs. */
export function isOneChecksAffair(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError && error.kind !== 'credentials' && error.kind !== 'cancelled';
}

/** Why a check failed, as a sentence. */
export function reasonOf(kind: ConnectorError['kind']): string {
  switch (kind) {
    case 'rights':
      return 'The user lacks a permission.';
    case 'notFound':
      return 'It does not exist there, is not active, or is not granted to the user.';
    case 'unreachable':
    case 'rateLimited':
      return 'PeopleSoft did not answer.';
    case 'malformed':
    case 'mapping':
      return 'It is not built as Tieout needs it.';
    case 'refused':
      return 'PeopleSoft refused it.';
    case 'credentials':
    case 'cancelled':
      return 'The sign-in failed.';
  }
}
