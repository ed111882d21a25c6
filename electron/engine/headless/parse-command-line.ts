import { parseArgs } from 'node:util';
import { UsageError, type CommandOptions, type HeadlessCommand, type OptionSpecs } from './command.ts';

/** Options that every command takes. */
export const COMMON_OPTIONS = {
  json: { type: 'boolean' },
  home: { type: 'string' },
  profile: { type: 'string' },
  'key-file': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies OptionSpecs;

export interface CommandLine {
  readonly command: HeadlessCommand;
  readonly options: CommandOptions;
  readonly words: readonly string[];
}

/** The command named by the first words and its options. Throws UsageError naming what is wrong. */
export function parseCommandLine(args: readonly string[], commands: readonly HeadlessCommand[]): CommandLine {
  const command = findCommand(args, commands);
  const rest = args.slice(command.name.split(' ').length);
  const { options, words } = parseOptions(rest, { ...COMMON_OPTIONS, ...command.options }, command.name);
  if (words.length > command.maxWords)
    throw new UsageError(`${command.name} does not take "${words[command.maxWords] ?? ''}".`);
  return { command, options, words };
}

/** Reads options against their specifications. Throws UsageError naming the option. */
export function parseOptions(
  args: readonly string[],
  specs: OptionSpecs,
  of: string,
): { readonly options: CommandOptions; readonly words: readonly string[] } {
  try {
    const given = { args: [...args], options: specs, allowPositionals: true } as const;
    const { values, positionals, tokens } = parseArgs({ ...given, tokens: true });
    const names = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new UsageError(`${of}: --${twice} is given twice; which of the two is meant?`);
    // A variable of the shell that is not set must not choose the usual home, or any other default, by itself.
    const empty = names.find((name) => values[name] === '');
    if (empty !== undefined) throw new UsageError(`${of}: --${empty} is empty. Give it a value, or leave it out.`);
    return { options: commandOptions(values), words: positionals };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))) throw error;
    const known = Object.keys(specs).map((name) => `--${name}`);
    const first = error.message.split(/\.\s|\n/)[0] ?? error.message;
    throw new UsageError(`${of}: ${first}. Its options are ${known.join(', ')}.`);
  }
}

function findCommand(args: readonly string[], commands: readonly HeadlessCommand[]): HeadlessCommand {
  const words = args.slice(0, 2);
  const named = [words.join(' '), words[0] ?? ''];
  for (const name of named) {
    const found = commands.find((command) => command.name === name);
    if (found !== undefined) return found;
  }
  const known = commands.map((command) => command.name).join(', ');
  const [first] = args;
  if (first === undefined || first === '') throw new UsageError(`Which command? There are: ${known}.`);
  if (first.startsWith('-')) throw new UsageError(`The command comes before ${first}. There are: ${known}.`);
  throw new UsageError(`There is no command "${first}". There are: ${known}.`);
}

function commandOptions(values: Readonly<Record<string, unknown>>): CommandOptions {
  const text = (name: string) => {
    const value = values[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    text,
    flag: (name) => values[name] === true,
    whole(name, { min, max }) {
      const given = text(name);
      if (given === null) return null;
      const value = /^\d+$/.test(given) ? Number(given) : Number.NaN;
      if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
      throw new UsageError(`--${name} ${given}: a whole number from ${min} to ${max} is expected.`);
    },
  };
}
