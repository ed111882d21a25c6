import type { ParseArgsConfig } from 'node:util';
import type { Engine, EngineOptions, Progress } from '../engine-types.ts';
import type { CutOff } from '../interruption.ts';

export type OptionSpecs = NonNullable<ParseArgsConfig['options']>;

/** What a command is given: its parsed options, and its ways to the outside. */
export interface CommandInput {
  readonly options: CommandOptions;
  /** Words after the command's name. */
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The caller's folder: relative paths start there. */
  readonly cwd: string;
  /** Aborted by Ctrl C. */
  readonly signal: AbortSignal;
  /** For work that cannot be called back: its last words at the second Ctrl C. */
  readonly onCutOff: CutOff;
  readonly version: string;
  readonly onProgress: Progress;
  /** One line for a person, at once, on stderr. */
  readonly note: (line: string) => void;
  /** One line on stdout before the end; only for commands that run until they are stopped. */
  readonly firstLine: (line: string) => void;
  readonly createEngine: (options: EngineOptions) => Promise<Engine>;
}

/** Options of one command line, by name without the dashes. */
export interface CommandOptions {
  flag(name: string): boolean;
  text(name: string): string | null;
  /** A whole number within the limits; throws UsageError naming the option. */
  whole(name: string, limits: { readonly min: number; readonly max: number }): number | null;
}

export interface CommandResult {
  /** 0: achieved; 1: ran, but did not achieve it, and `text` says what. */
  readonly exitCode: 0 | 1;
  /** What `--json` prints; null when the command has printed its line already. */
  readonly json: Readonly<Record<string, unknown>> | null;
  /** What a person reads instead. */
  readonly text: readonly string[];
  /** Why it was not achieved, where the JSON has no place for it: with `--json` it goes to stderr. */
  readonly why?: readonly string[];
}

export interface HeadlessCommand {
  /** Words by which it is called, e.g. `audit verify`. */
  readonly name: string;
  /** What follows the name, for the help, e.g. `[stripe|peoplesoft] --since INSTANT`. */
  readonly usage: string;
  readonly summary: string;
  readonly options: OptionSpecs;
  /** How many words may follow the name. */
  readonly maxWords: number;
  run(input: CommandInput): Promise<CommandResult>;
}

/** The command line is wrong; the message names the option or the word. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
