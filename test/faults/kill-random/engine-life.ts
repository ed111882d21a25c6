import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { BundledProgram } from '../../../build/test-programs.ts';
import { BEGUN, ROUND_OVER, type EngineOrder } from './engine-messages.ts';

/** One process on a home, from its start to its end. */
export interface EngineLife {
  /** Resolves when it holds its home, or has ended before. */
  readonly begun: Promise<void>;
  /** Milliseconds that its first time round took; null while it is not over, or when it never was. */
  firstRoundMs(): number | null;
  /** What it was doing last, in its own words. */
  phase(): string;
  /** SIGKILL; resolves when it is gone. Throws when it had ended by itself: it works until it is killed. */
  kill(): Promise<void>;
  /** SIGKILL, whether it still is there or not. */
  abandon(): void;
  /** Its end by itself; it is killed when it has not come after so long. */
  end(patienceMs: number): Promise<{ readonly exitCode: number | null; readonly stderr: string }>;
}

export function startEngineLife({ file, env }: BundledProgram, order: EngineOrder): EngineLife {
  const child = spawn(process.execPath, [file, JSON.stringify(order)], { stdio: 'pipe', env });
  let phase = 'not yet running';
  let begunAtMs = 0;
  let firstRoundMs: number | null = null;
  let stderr = '';
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n').filter((each) => each !== '')) {
      phase = line;
      if (line === BEGUN) {
        begunAtMs = performance.now();
        resolve();
      }
      if (line === ROUND_OVER) firstRoundMs ??= performance.now() - begunAtMs;
    }
  });
  const closed = once(child, 'close').then(([exitCode]) => {
    resolve();
    return exitCode as number | null;
  });
  return {
    begun,
    firstRoundMs: () => firstRoundMs,
    phase: () => phase,
    async kill() {
      child.kill('SIGKILL');
      const exitCode = await closed;
      if (child.signalCode !== 'SIGKILL')
        throw new Error(`the engine ended by itself (${exitCode ?? child.signalCode ?? ''}) while ${phase}: ${stderr}`);
    },
    abandon: () => void child.kill('SIGKILL'),
    async end(patienceMs) {
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      const exitCode = await closed;
      clearTimeout(timer);
      return { exitCode, stderr };
    },
  };
}
