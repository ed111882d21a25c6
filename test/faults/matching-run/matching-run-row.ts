import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import { makeBetween } from './changes-between.ts';
import { make, start } from '../../electron/engine/matching/book-changes.ts';
import { chanceOf } from '../chance.ts';
import { mortalLedger } from '../mortal-ledger.ts';
import type { FaultRow } from '../row.ts';
import { noDamage, trialRow, type ControlResult, type TrialResult } from '../trial-row.ts';
import { judgeEnd, judgeMoment, outcomesOf } from './judge-matching.ts';
import { matchFile } from './match-file.ts';
import { matchingSite, type MatchingSite } from './matching-site.ts';

/** One trial in so many is killed at any moment, the others at a named step. */
const ANY_MOMENT_EVERY = 4;
const LONGEST_MS = 600;
/** One trial in so many is killed once more by its second run. */
const TWICE_EVERY = 3;
/** Named steps that a run has at least; one with more is killed at one of these too. */
const POINTS = 18;
const FIRST_OUTCOMES = 'matching.applyOutcomes before';

/**
 * A real process, with its matching thread, killed at any step of a run: before, inside and after each of its writes. Meanwhile more
 * changes, some of them back to what was. After each kill the laws hold; after the next run every outcome is what a ledger has that was never
 * killed, and a run over all rows finds nothing to change. The control's cut run counts as done.
 */
export function matchingRunRow(sizes: { readonly controlEvery: number } = { controlEvery: 50 }): FaultRow {
  return trialRow({
    id: 'matching-run',
    fullTrials: 1_000,
    control: 'a run that was cut off counts as done',
    controlEvery: sizes.controlEvery,
    play: playKill,
    playControl: playCountedAsDone,
  });
}

async function playKill(seed: number, trial: number): Promise<TrialResult> {
  const chance = chanceOf(seed, trial);
  const site = await matchedSite();
  const damage = noDamage();
  const isNamed = trial % ANY_MOMENT_EVERY !== ANY_MOMENT_EVERY - 1;
  const isWhole = chance.happens(0.25);
  try {
    await site.within((books) => makeBetween(books, chance, 0));
    const kill = () =>
      site.kill(isNamed ? { point: 1 + chance.below(POINTS) } : { afterMs: chance.below(LONGEST_MS) }, isWhole);
    const killedAt = await kill();
    await site.within((books) => judgeMoment(books.db, damage));
    const isLinked = await site.within((books) => makeBetween(books, chance, 100));
    if (trial % TWICE_EVERY === 0) {
      await kill();
      await site.within((books) => judgeMoment(books.db, damage));
    }
    const undisturbed = await neverKilled(seed, trial);
    // Links that were made and taken back leave their history, by which later ones go: then only the rules themselves say what is right.
    await site.within((books) => judgeEnd(books, isLinked ? null : undisturbed, damage));
    return { fault: `${isWhole ? 'whole' : 'changes'}: ${killedAt}`, damage };
  } finally {
    site.close();
  }
}

/** The same changes without a kill: all of them, then one run. */
async function neverKilled(seed: number, trial: number): Promise<string> {
  const chance = chanceOf(seed, trial);
  const site = await matchedSite();
  try {
    chance.happens(0.25);
    return await site.within(async (books) => {
      const ledger = directLedger(books.db);
      makeBetween(books, chance, 0);
      chance.below(1);
      makeBetween(books, chance, 100);
      await matchFile({ ledger, ledgerFile: books.file, key: books.key });
      return outcomesOf(books.db);
    });
  } finally {
    site.close();
  }
}

/** A ledger of a few customers, matched once. */
async function matchedSite(): Promise<MatchingSite> {
  const books = start();
  try {
    for (const [serial, customer] of [0, 1, 2, 4].entries())
      make(books, 900 + serial, {
        what: 'charge',
        customer,
        other: 0,
        amount: 10_000,
        day: 3 + serial,
        named: 'none',
        pick: 0,
      });
    await matchFile({ ledger: directLedger(books.db), ledgerFile: books.file, key: books.key });
    books.db.pragma('wal_checkpoint(TRUNCATE)');
    return matchingSite(books.file, books.key);
  } finally {
    books.close();
  }
}

/** Killed before its first outcome is written; its start takes the run for done. */
async function playCountedAsDone(): Promise<ControlResult> {
  const site = await matchedSite();
  try {
    const madeBy = await site.within((books) => {
      books.movement('charge', 'ch_new', 20_000, { customer_id: 'cus_3' });
      return books.all<{ madeBy: string }>('SELECT made_by AS madeBy FROM matching_scope')[0]?.madeBy ?? '';
    });
    await site.kill({ point: (await stepsOf(site)).indexOf(FIRST_OUTCOMES) + 1 }, false);
    return await site.within(async (books) => {
      books.run('UPDATE matching_scope SET made_by = ?', madeBy);
      books.run('DELETE FROM matching_change');
      const damage = noDamage();
      await judgeEnd(books, null, damage);
      return damage.lost.length > 0 ? 'damaged' : 'unharmed';
    });
  } finally {
    site.close();
  }
}

/** The steps of the run that is due, by name; played on a copy. */
async function stepsOf(site: MatchingSite): Promise<readonly string[]> {
  const copy = site.copy();
  const steps: string[] = [];
  try {
    await copy.within(({ db, file, key }) =>
      matchFile({ ledger: mortalLedger(directLedger(db), (name) => void steps.push(name)), ledgerFile: file, key }),
    );
    return steps;
  } finally {
    copy.close();
  }
}
