import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import { openWriter, type WriterHandle } from '../../../electron/ledger/open-ledger.ts';
import { StripeLife } from '../../properties/stripe-life.ts';
import { stripeContents } from '../../properties/stripe-contents.ts';
import { temporaryLedger } from '../../electron/ledger/temporary-ledger.ts';
import { bundledProgram } from '../../../build/test-programs.ts';
import { mortalLedger } from '../mortal-ledger.ts';
import { doJob, enterWorld, prepare, type ImportJob } from './import-jobs.ts';
import { LAST_WORDS } from './import-order.ts';

/** A ledger file prepared for one job, what it says before and after the job, and the steps of the job by name. */
export interface PreparedJob {
  readonly job: ImportJob;
  readonly file: string;
  readonly key: Buffer;
  readonly before: string;
  readonly after: string;
  readonly points: readonly string[];
}

/** Prepares a ledger for a job and plays it once undisturbed. `close` removes the file. */
export async function prepareJob(
  job: ImportJob,
): Promise<{ readonly prepared: PreparedJob; readonly close: () => void }> {
  const made = temporaryLedger();
  const life = new StripeLife(made);
  await enterWorld(life);
  await prepare(life, job);
  const before = contentsOf(made.db);
  made.db.pragma('wal_checkpoint(TRUNCATE)');
  const folder = mkdtempSync(join(tmpdir(), 'tieout-import-'));
  const file = join(folder, 'prepared.db');
  copyFileSync(made.file, file);
  const points: string[] = [];
  await doJob(
    life,
    job,
    mortalLedger(directLedger(made.db), (name) => void points.push(name)),
  );
  const after = contentsOf(made.db);
  life.close();
  const close = () => rmSync(folder, { recursive: true, force: true });
  return { prepared: { job, file, key: made.key, before, after, points }, close };
}

export function contentsOf(db: WriterHandle): string {
  return JSON.stringify(stripeContents(db));
}

/** A copy of a prepared ledger in a folder of its own. */
export interface TrialSite {
  readonly prepared: PreparedJob;
  /** Starts a process on it that is killed at the named step, or after so many milliseconds of work; answers where it died. */
  kill(at: { readonly point: number } | { readonly afterMs: number }): Promise<string>;
  /** Opens it in this process. */
  open(): WriterHandle;
  close(): void;
}

export function trialSite(prepared: PreparedJob): TrialSite {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-import-'));
  const file = join(folder, 'ledger.db');
  copyFileSync(prepared.file, file);
  return {
    prepared,
    async kill(at) {
      const program = await bundledProgram('importer');
      const killAt = 'point' in at ? at.point : null;
      const order = { file, keyHex: prepared.key.toString('hex'), job: prepared.job, killAt };
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
    open: () => openWriter(file, prepared.key),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
