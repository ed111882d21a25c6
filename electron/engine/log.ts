import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { destination, pino, type Logger } from 'pino';
import { redact } from '../connectors/http/redact.ts';
import { homePaths } from '../ledger/home.ts';

export interface Log {
  /** An unexpected error under its trace id: name, message and stack, redacted; never what was being worked on. */
  readonly report: (traceId: string, name: string, error: unknown) => void;
  /** A plain line of what the engine did. */
  readonly say: (line: string) => void;
}

/**
 * The log of a home: one JSON object a line in `logs/tieout.log`, readable by its owner only, with a closed list of fields.
 * The file is made with the first line, so that a home which cannot be opened gets none.
 */
export function openHomeLog(home: string): Log {
  let opened: Logger | null = null;
  const log = () => (opened ??= openFile(homePaths(home).logs));
  return {
    report: (traceId, name, error) => log().error({ traceId, name, ...plain(error) }, 'unexpected error'),
    say: (line) => log().info(redact(line)),
  };
}

function openFile(folder: string): Logger {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = destination({ dest: join(folder, 'tieout.log'), sync: true, mode: 0o600 });
  return pino({ base: { pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, file);
}

function plain(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof Error)) return { error: redact(String(error)) };
  return { error: redact(`${error.name}: ${error.message}`), stack: redact(error.stack ?? '') };
}
