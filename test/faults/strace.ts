import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledProgram, type Program } from '../../build/test-programs.ts';

const PROBE_TIMEOUT_MS = 10_000;
let known: string | null | undefined;

/** Why no system call can be watched here, in a sentence, or null: then `strace` is there and may trace. */
export function whyNoStrace(): string | null {
  known ??= probe();
  return known === '' ? null : known;
}

function probe(): string {
  if (process.platform !== 'linux') return 'it needs Linux';
  const { error, status, stderr } = spawnSync('strace', ['-f', '-o', '/dev/null', 'true'], {
    encoding: 'utf8',
    timeout: PROBE_TIMEOUT_MS,
  });
  if (error !== undefined) return 'strace is not installed';
  return status === 0 ? '' : `strace may not trace here: ${stderr.trim().split('\n').at(-1) ?? ''}`;
}

export interface StraceEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** Runs a program of the bed under strace with these options of it, to its end. */
export async function runUnderStrace(
  options: readonly string[],
  program: Program,
  args: readonly string[],
): Promise<StraceEnd> {
  const { file, env } = await bundledProgram(program);
  const child = spawn('strace', [...options, process.execPath, file, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env,
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [exitCode, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { exitCode, signal, stderr };
}

/** A folder of its own for some work, removed afterwards. */
export async function withFolder<Result>(name: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), `tieout-${name}-`));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Files of a folder whose name begins so. */
export function filesBeginning(folder: string, begin: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(begin))
    .map((name) => join(folder, name));
}
