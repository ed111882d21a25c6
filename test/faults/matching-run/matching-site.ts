import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openWriter, type WriterHandle } from '../../../electron/ledger/open-ledger.ts';
import { booksOf, type Books } from '../../electron/engine/matching/books.ts';
import { bundledProgram } from '../../../build/test-programs.ts';
import { LAST_WORDS } from './matching-order.ts';

/** A copy of a ledger file in a folder of its own, on which a process runs matching. */
export interface MatchingSite {
  readonly file: string;
  readonly key: Buffer;
  /** Starts a run that is killed at the named step, or after so many milliseconds; answers where it died, or that it was done. */
  kill(at: { readonly point: number } | { readonly afterMs: number }, whole: boolean): Promise<string>;
  /** Does something on the file in this process. */
  within<Result>(act: (books: Books) => Promise<Result> | Result): Promise<Result>;
  copy(): MatchingSite;
  close(): void;
}

/** The site of a copy of a file that nobody has open. */
export function matchingSite(from: string, key: Buffer): MatchingSite {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-matching-run-'));
  const file = join(folder, 'ledger.db');
  copyFileSync(from, file);
  return {
    file,
    key,
    async kill(at, whole) {
      const program = await bundledProgram('matcher');
      const order = { file, keyHex: key.toString('hex'), whole, killAt: 'point' in at ? at.point : null };
      const child = fork(program.file, [JSON.stringify(order)], {
        execArgv: [],
        stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
        env: program.env,
      });
      let stderr = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      const gone = once(child, 'close');
      if ('afterMs' in at) {
        await Promise.race([once(child, 'message'), gone]);
        await setTimeout(at.afterMs);
        child.kill('SIGKILL');
      }
      await gone;
      const last = stderr.split('\n').findLast((line) => line.startsWith(LAST_WORDS));
      if (child.signalCode === 'SIGKILL') return last === undefined ? 'any moment' : last.slice(LAST_WORDS.length);
      if (child.exitCode === 0) return 'not met';
      throw new Error(`the process ended by itself (${child.exitCode ?? child.signalCode ?? ''}): ${stderr}`);
    },
    async within(act) {
      const db: WriterHandle = openWriter(file, Buffer.from(key));
      try {
        return await act(booksOf(db, file, key));
      } finally {
        db.pragma('wal_checkpoint(TRUNCATE)');
        db.close();
      }
    },
    copy: () => matchingSite(file, key),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
