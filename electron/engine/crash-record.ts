import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../shared/domain/ids.ts';
import { redact } from '../connectors/http/redact.ts';
import { writePrivateFile } from '../ledger/home.ts';

export interface Crash {
  readonly at: Instant;
  /** Which part ended, e.g. `ledger-writer`. */
  readonly where: string;
  readonly error: unknown;
}

/**
 * Keeps a record of why the engine stopped, one file a crash, and returns its path. Holds code, message and stack without
 * anything shaped like a secret; never the arguments of what was running, which may be anybody's data.
 */
export function writeCrashRecord(folder: string, crash: Crash): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `crash-${crash.at.replaceAll(/[:.]/g, '-')}.json`);
  const record = {
    at: crash.at,
    where: crash.where,
    process: process.pid,
    node: process.version,
    error: plain(crash.error),
  };
  writePrivateFile(path, `${JSON.stringify(record, null, 2)}\n`);
  return path;
}

function plain(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: redact(String(error)) };
  const cause = error.cause === undefined ? {} : { cause: plain(error.cause) };
  const code = 'code' in error ? { code: error.code } : {};
  return { name: error.name, ...code, message: redact(error.message), stack: redact(error.stack ?? ''), ...cause };
}
