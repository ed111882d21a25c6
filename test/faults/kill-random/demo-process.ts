import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { bundledProgram } from '../../../build/test-programs.ts';

export interface DemoOptions {
  readonly home: string;
  readonly seed: number;
  readonly movements: number;
}
/** What a demo said when it ended by itself. */
export interface DemoEnd {
  readonly exitCode: number | null;
  /** The signal that ended it, or null. */
  readonly signal: NodeJS.Signals | null;
  readonly json: DemoJson | null;
  readonly stderr: string;
}
export interface DemoJson {
  readonly truth: { readonly autoWrong: number };
  readonly posted: { readonly confirmed: number; readonly rejected: number; readonly unknown: number };
  readonly simulator: { readonly payments: number; readonly duplicatePayments: number };
  readonly audit: { readonly rows: number; readonly valid: boolean };
  readonly elapsedMs: number;
}
export interface RunningDemo {
  readonly ended: Promise<DemoEnd>;
  /** The line of progress written last, without its counts. */
  phase(): string;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Starts `tieout demo` on a home as a process of its own; the simulators it starts are others and live on. */
export async function startDemo({ home, seed, movements }: DemoOptions): Promise<RunningDemo> {
  const args = ['demo', '--home', home, '--seed', String(seed), '--movements', String(movements), '--json', '--keep'];
  const { file, env } = await bundledProgram('cli');
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exited = exitOf(child);
  return {
    ended: exited.then(({ exitCode, signal }) => ({ exitCode, signal, json: parseDemo(stdout), stderr })),
    phase: () => phaseOf(stderr),
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function exitOf(child: ChildProcess): Promise<Pick<DemoEnd, 'exitCode' | 'signal'>> {
  // `close` comes after the streams have ended: everything it said is there by then.
  const [exitCode, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { exitCode, signal };
}

function parseDemo(stdout: string): DemoJson | null {
  try {
    const value: unknown = JSON.parse(stdout);
    return typeof value === 'object' && value !== null && 'posted' in value ? (value as DemoJson) : null;
  } catch {
    return null; // killed in the middle of its line, or ended with words only
  }
}

function phaseOf(stderr: string): string {
  const last = stderr.trimEnd().split('\n').at(-1) ?? '';
  const words = last
    .replace(/^demo: /, '')
    .replace(/[,;(].*$/, '')
    .replaceAll(/\d+/g, '')
    .trim();
  return words === '' ? 'starting' : words;
}
