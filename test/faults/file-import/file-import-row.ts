import { runWrite } from '../../../electron/ledger/direct-ledger.ts';
import type { WriterHandle } from '../../../electron/ledger/open-ledger.ts';
import { recoverLedger } from '../../../electron/ledger/operations.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { StripeLife } from '../../properties/stripe-life.ts';
import { chanceOf } from '../chance.ts';
import type { FaultRow } from '../row.ts';
import { noDamage, trialRow, type ControlResult, type TrialResult } from '../trial-row.ts';
import { doJob, enterWorld, JOBS, type ImportJob } from './import-jobs.ts';
import { contentsOf, prepareJob, trialSite, type PreparedJob, type TrialSite } from './import-site.ts';
import { judgeEnd, judgeMoment } from './judge-import.ts';

/** One trial in so many is killed at any moment, the others at a named step. */
const ANY_MOMENT_EVERY = 4;
const LONGEST_MS = 400;
/** One trial in so many is killed once more while it makes good what was cut off. */
const TWICE_EVERY = 3;
const MIDDLE_OF_IMPORT = 'ingest.storeReportRows committed';

/**
 * A real process killed while it takes a report in, takes it back, or reads Stripe and heals gaps. After each kill the file is opened as
 * every start opens it, held against what the import says of itself, and the job is done again. The control's import counts as taken in
 * from its first row on.
 */
export function fileImportRow(sizes: { readonly controlEvery: number } = { controlEvery: 50 }): FaultRow {
  const made = new Map<ImportJob, ReturnType<typeof prepareJob>>();
  const jobOf = async (job: ImportJob): Promise<PreparedJob> => {
    const making = made.get(job) ?? prepareJob(job);
    made.set(job, making);
    return (await making).prepared;
  };
  return trialRow({
    id: 'file-import',
    fullTrials: 2_000,
    control: 'an import that counts as taken in from its first row on',
    controlEvery: sizes.controlEvery,
    play: async (seed, trial) => playKill(jobOf, seed, trial),
    playControl: async () => playCountedTooSoon(await jobOf('takeIn')),
    async close() {
      for (const making of made.values()) (await making).close();
      made.clear();
    },
  });
}

async function playKill(
  jobOf: (job: ImportJob) => Promise<PreparedJob>,
  seed: number,
  trial: number,
): Promise<TrialResult> {
  const chance = chanceOf(seed, trial);
  const isNamed = trial % ANY_MOMENT_EVERY !== ANY_MOMENT_EVERY - 1;
  const prepared = await jobOf(isNamed ? (JOBS[trial % JOBS.length] ?? 'heal') : chance.pick(['takeIn', 'heal']));
  const site = trialSite(prepared);
  const damage = noDamage();
  try {
    const kill = () =>
      site.kill(isNamed ? { point: 1 + chance.below(prepared.points.length) } : { afterMs: chance.below(LONGEST_MS) });
    const killedAt = await kill();
    judged(site, (db) => judgeMoment(db, prepared, damage, isNamed));
    if (trial % TWICE_EVERY === 0) {
      await kill();
      judged(site, (db) => judgeMoment(db, prepared, damage, false));
    }
    const db = start(site);
    await doJobAgain(db, prepared);
    judgeEnd(db, prepared, damage);
    db.close();
    return { fault: `${prepared.job}: ${killedAt}`, damage };
  } finally {
    site.close();
  }
}

/** Opened as every start does. */
function start(site: TrialSite): WriterHandle {
  const db = site.open();
  runWrite(db, recoverLedger, { at: instantOf(Date.now()) });
  return db;
}

function judged(site: TrialSite, judge: (db: WriterHandle) => void): void {
  const db = start(site);
  judge(db);
  db.close();
}

async function doJobAgain(db: WriterHandle, { job }: PreparedJob): Promise<void> {
  const life = new StripeLife({ db, remove: () => undefined });
  await enterWorld(life);
  await doJob(life, job);
}

/** Killed in the middle of the import; its start takes what came for the whole, as if the import had ended before its rows. */
async function playCountedTooSoon(prepared: PreparedJob): Promise<ControlResult> {
  const site = trialSite(prepared);
  try {
    const point = prepared.points.indexOf(MIDDLE_OF_IMPORT) + 1;
    await site.kill({ point });
    const db = site.open();
    db.exec("UPDATE file_import SET state = 'done' WHERE state = 'running'");
    await doJobAgain(db, prepared);
    const isWhole = contentsOf(db) === prepared.after;
    db.close();
    return isWhole ? 'unharmed' : 'damaged';
  } finally {
    site.close();
  }
}
