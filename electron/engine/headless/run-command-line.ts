import type { Engine, EngineOptions } from '../engine-types.ts';
import type { CutOff } from '../interruption.ts';
import type { CommandInput, CommandResult, HeadlessCommand } from './command.ts';
import { EXIT, exitCodeOf, spokenError, type ExitCode } from './exit-code.ts';
import { helpText } from './help-text.ts';
import { parseCommandLine, type CommandLine } from './parse-command-line.ts';
import { progressLines } from './progress-lines.ts';
import { sentences } from './sentences.ts';

export interface CommandLineHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Absent where nobody can press Ctrl C a second time. */
  readonly onCutOff?: CutOff;
  readonly version: string;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  readonly createEngine: (options: EngineOptions) => Promise<Engine>;
}

/**
 * Runs one command line and answers its exit code. With `--json` stdout gets exactly one JSON object, also when it failed:
 * `{"error":{"code","message","nextStep"}}`. Everything else goes to stderr. Never rejects.
 */
export async function runCommandLine(
  args: readonly string[],
  commands: readonly HeadlessCommand[],
  host: CommandLineHost,
): Promise<ExitCode> {
  if (isHelp(args)) {
    host.stdout(`${helpText(commands)}\n`);
    return EXIT.achieved;
  }
  try {
    const line = parseCommandLine(args, commands);
    return await runCommand(line, host);
  } catch (error) {
    const spoken = spokenError(error);
    host.stderr(`${sentences(spoken.message, spoken.nextStep)}\n`);
    if (args.includes('--json')) host.stdout(`${JSON.stringify({ error: spoken })}\n`);
    return exitCodeOf(error);
  }
}

async function runCommand({ command, options, words }: CommandLine, host: CommandLineHost): Promise<ExitCode> {
  const note = (text: string) => host.stderr(`${text}\n`);
  const progress = progressLines(note, command.name);
  const input: CommandInput = {
    options,
    words,
    env: host.env,
    cwd: host.cwd,
    signal: host.signal,
    onCutOff: host.onCutOff ?? (() => () => undefined),
    version: host.version,
    onProgress: progress.onProgress,
    note,
    firstLine: (text) => {
      progress.stop();
      host.stdout(`${text}\n`);
    },
    createEngine: host.createEngine,
  };
  try {
    const result = await command.run(input);
    // Work that was stopped half-way may still report what it has; that it was stopped is what matters then.
    if (result.exitCode !== 0 && result.json !== null) host.signal.throwIfAborted();
    print(result, options.flag('json'), host);
    return result.exitCode;
  } finally {
    progress.stop();
  }
}

function print(result: CommandResult, asJson: boolean, host: CommandLineHost): void {
  const words = result.text.map((line) => `${line}\n`).join('');
  if (result.json === null) host.stderr(words);
  else if (!asJson) host.stdout(words);
  else {
    host.stderr((result.why ?? []).map((line) => `${line}\n`).join(''));
    host.stdout(`${JSON.stringify(result.json)}\n`);
  }
}

function isHelp(args: readonly string[]): boolean {
  return args.includes('--help') || args.includes('-h') || args[0] === 'help';
}
