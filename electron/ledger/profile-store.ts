import { createHash } from 'node:crypto';
import type { Instant } from '../../shared/domain/ids.ts';
import type { JsonValue } from './canonical-json.ts';
import { canonicalJson } from './canonical-json.ts';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

export interface ProfileVersion {
  readonly version: number;
  /** Canonical JSON of the profile; the reader checks it with the profile's schema. */
  readonly profileJson: string;
  readonly hash: string;
  readonly recordedAt: Instant;
  readonly actor: string;
}

/** Keeps `profile` as the newest version, or returns the newest when it is the same; `added` tells which. */
export function recordProfile(
  db: WritableLedger,
  change: { readonly profile: JsonValue; readonly actor: string; readonly at: Instant },
): { readonly version: number; readonly added: boolean } {
  const profileJson = canonicalJson(change.profile);
  const hash = createHash('sha256').update(profileJson).digest('hex');
  const newest = currentProfile(db);
  if (newest?.hash === hash) return { version: newest.version, added: false };
  const version = (newest?.version ?? 0) + 1;
  statement(
    db,
    'INSERT INTO profile_version (version, profile_json, hash, recorded_at, actor) VALUES (?, ?, ?, ?, ?)',
  ).run(version, profileJson, hash, change.at, change.actor);
  return { version, added: true };
}

/** The newest profile, or null before the first. */
export function currentProfile(db: ReadableLedger): ProfileVersion | null {
  return (
    statement<ProfileVersion>(
      db,
      `SELECT version, profile_json AS profileJson, hash, recorded_at AS recordedAt, actor
       FROM profile_version ORDER BY version DESC LIMIT 1`,
    ).get() ?? null
  );
}
