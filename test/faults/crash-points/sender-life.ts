import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { BundledProgram } from '../../../build/test-programs.ts';
import { LAST_WORDS, type RoundOrder, type SenderOrder, type SenderSaid } from './sender-messages.ts';

/** What became of one round of a process. */
export type RoundEnd =
  | { readonly end: 'done'; readonly points: readonly string[] }
  | { readonly end: 'killed'; readonly at: string }
  | { readonly end: 'refused'; readonly code: string; readonly message: string };

export interface SenderLife {
  /** Resolves once it holds the home, or says why it does not. */
  readonly ready: Promise<RoundEnd | null>;
  round(order: RoundOrder): Promise<RoundEnd>;
  /** SIGKILL; resolves when it is gone. */
  end(): Promise<void>;
}

/** Starts a sender as a process of its own. */
export function startSenderLife({ file, env }: BundledProgram, order: SenderOrder): SenderLife {
  const child = fork(file, [JSON.stringify(order)], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    env,
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const gone = once(child, 'close');
  const hear = (): Promise<SenderSaid | null> =>
    new Promise((resolve) => {
      child.once('message', (said) => resolve(said as SenderSaid));
      void gone.then(() => resolve(null));
    });
  const endOf = (said: SenderSaid | null): RoundEnd => {
    if (said === null) return deathOf(child, stderr);
    if (said.said === 'refused') return { end: 'refused', code: said.code, message: said.message };
    return { end: 'done', points: said.said === 'done' ? said.points : [] };
  };
  const ready = hear().then((said) => (said?.said === 'ready' ? null : endOf(said)));
  return {
    ready,
    async round(round) {
      const before = await ready;
      if (before !== null) return before;
      const heard = hear();
      if (child.connected) child.send(round, () => undefined);
      return endOf(await heard);
    },
    async end() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** A death at a point is what was ordered; any other end is a failure of the process. */
function deathOf(child: ChildProcess, stderr: string): RoundEnd {
  const at = stderr.split('\n').findLast((line) => line.startsWith(LAST_WORDS));
  if (child.signalCode === 'SIGKILL' && at !== undefined) return { end: 'killed', at: at.slice(LAST_WORDS.length) };
  return { end: 'refused', code: 'GONE', message: `it ended (${child.exitCode ?? child.signalCode ?? ''}): ${stderr}` };
}
