import { resolve } from 'node:path';
import { resolveHomeFolder } from '../../ledger/home.ts';
import type { OptionSpecs } from '../headless/command.ts';
import { parseOptions } from '../headless/parse-command-line.ts';
import { UsageError } from '../headless/command.ts';
import { DEFAULT_PORT } from './listen-on-loopback.ts';

/** What `npm start` was asked for. */
export interface TerminalOptions {
  readonly home: string;
  readonly port: number;
  readonly live: boolean;
  readonly opens: boolean;
  readonly profileFile: string | null;
  readonly keyFile: string | null;
  readonly seed: number | null;
  readonly movements: number | null;
}

const SPECS = {
  home: { type: 'string' },
  port: { type: 'string' },
  live: { type: 'boolean' },
  open: { type: 'boolean' },
  profile: { type: 'string' },
  'key-file': { type: 'string' },
  seed: { type: 'string' },
  movements: { type: 'string' },
} as const satisfies OptionSpecs;

/** Reads the arguments of `npm start`; paths are the caller's. Throws UsageError naming what is wrong. */
export function terminalOptions(
  args: readonly string[],
  from: { readonly env: Readonly<Record<string, string | undefined>>; readonly cwd: string },
): TerminalOptions {
  const { options, words } = parseOptions(args, SPECS, 'npm start');
  if (words[0] !== undefined) throw new UsageError(`npm start does not take "${words[0]}".`);
  const path = (name: string) => {
    const given = options.text(name);
    return given === null ? null : resolve(from.cwd, given);
  };
  const home = { option: options.text('home') ?? undefined, env: from.env, platform: process.platform, cwd: from.cwd };
  return {
    home: resolveHomeFolder(home),
    port: options.whole('port', { min: 0, max: 65_535 }) ?? DEFAULT_PORT,
    live: options.flag('live'),
    opens: options.flag('open'),
    profileFile: path('profile'),
    keyFile: path('key-file'),
    seed: options.whole('seed', { min: 0, max: 2 ** 31 - 1 }),
    movements: options.whole('movements', { min: 1, max: 1_000_000 }),
  };
}
