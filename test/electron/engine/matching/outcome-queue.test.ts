import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { LedgerError } from '../../../../electron/ledger/ledger-error.ts';
import type { Ledger } from '../../../../electron/ledger/operation.ts';
import { watchSmallWrites } from '../../../../electron/ledger/small-writes.ts';
import type { OutcomesArgs } from '../../../../electron/engine/matching/apply-outcomes.ts';
import { matchLedger } from '../../../../electron/engine/matching/match-ledger.ts';
import {
  matchingProfile,
  packChanges,
  type MatchingMessage,
} from '../../../../electron/engine/matching/matching-request.ts';
import { keepWorker, takeWorker } from '../../../../electron/engine/matching/matching-worker.ts';
import {
  OutcomeQueue,
  type OutcomeLimits,
  type OutcomePack,
  type OutcomeWriting,
} from '../../../../electron/engine/matching/outcome-queue.ts';
import { readLinks } from '../../../../electron/engine/matching/read-links.ts';
import { openBooks, profile, type Books } from './books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
});
afterEach(() => books.close());

const by = { actor: 'clerk', machine: 'desk-1', now: () => '2026-11-02T15:00:00.000Z' as Instant };
/** One in a transaction, two waiting. */
const NARROW: OutcomeLimits = { atOnce: 1, ahead: 2 };

function addCharges(count: number): void {
  books.db.exec('BEGIN');
  for (let each = 0; each < count; each++) books.movement('charge', `ch_${each}`, 10_000 + each);
  books.db.exec('COMMIT');
}

/** What the rules say of so many charges of nobody, one in each pack. */
function packsOf(count: number): OutcomePack[] {
  addCharges(count);
  const of = matchingProfile(profile);
  const chunk = matchLedger(books.db, of, readLinks(books.db, of)).next().value;
  if (!('changes' in chunk)) throw new Error('nothing is proposed');
  const total = chunk.changes.length;
  expect(total).toBe(count);
  return chunk.changes.map((change, at) => ({ count: 1, packed: packChanges([change]), done: at + 1, total }));
}
/** Rows that say what was written of them. */
const writtenRows = (): number =>
  books.all<{ rows: number }>("SELECT count(*) rows FROM movement WHERE attention = 'noCustomerLink'")[0]?.rows ?? 0;

/** The ledger, with what is to happen before each write of outcomes, told how many came before; `taken` are the packs it was given, each once. */
function watched(before: (writes: number) => Promise<unknown>) {
  const ledger = directLedger(books.db);
  const taken: string[] = [];
  const sizes: number[] = [];
  const told: Ledger = {
    read: (operation, args) => ledger.read(operation, args),
    write: async (operation, args) => {
      if (operation.name !== 'matching.applyOutcomes') return ledger.write(operation, args);
      const { packs } = args as OutcomesArgs;
      sizes.push(packs.length);
      taken.push(...packs.filter((each) => !taken.includes(each)));
      await before(sizes.length - 1);
      return ledger.write(operation, args);
    },
  };
  return { ledger: told, taken, sizes };
}

/** Hands over packs as the matching thread does: the next one when it may go on. Answers the most that waited at a time. */
async function handOver(
  queue: OutcomeQueue,
  packs: readonly OutcomePack[],
  taken: readonly unknown[],
): Promise<number> {
  let most = 0;
  for (const [at, pack] of packs.entries()) {
    await new Promise<void>((goOn, reject) => {
      // Once it is written at the latest the next one may come.
      queue.add(pack, goOn).then(() => reject(new Error('nobody was told to go on')), reject);
      most = Math.max(most, at + 1 - taken.length);
    });
  }
  await queue.written;
  return most;
}

const newTotals = () => ({ applied: 0, skipped: 0 });
const writing = (fields: Partial<OutcomeWriting>): OutcomeWriting => ({
  ledger: directLedger(books.db),
  dryRun: false,
  ...by,
  ...fields,
});

describe('outcomes on their way to the ledger', () => {
  it.each([NARROW, { atOnce: 1, ahead: 1 }, { atOnce: 3, ahead: 2 }, { atOnce: 4, ahead: 11 }])(
    'are written once and in order, and no more of them wait than may: %o',
    async (limits) => {
      const packs = packsOf(40);
      const { ledger, taken, sizes } = watched(() => turn());
      const totals = newTotals();
      const queue = new OutcomeQueue(writing({ ledger }), totals, limits);
      expect(await handOver(queue, packs, taken)).toBe(limits.ahead);
      expect(taken).toEqual(packs.map(({ packed }) => packed));
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(packs.length);
      expect(Math.max(...sizes)).toBe(Math.min(limits.atOnce, limits.ahead));
      expect(totals).toEqual({ applied: packs.length, skipped: 0 });
      expect(writtenRows()).toBe(packs.length);
    },
  );

  it('are as many in a transaction, and waiting, as cost least where nobody says otherwise', async () => {
    const packs = packsOf(100);
    const { ledger, taken, sizes } = watched(() => turn());
    expect(await handOver(new OutcomeQueue(writing({ ledger }), newTotals()), packs, taken)).toBe(64);
    expect(Math.max(...sizes)).toBe(16);
    expect(writtenRows()).toBe(packs.length);
  });

  it('are all written where a transaction ends early because somebody waits to write', async () => {
    const packs = packsOf(40);
    let asked = 0;
    watchSmallWrites(books.db, () => asked++ % 3 !== 0);
    const { ledger, taken, sizes } = watched(() => turn());
    const totals = newTotals();
    await handOver(new OutcomeQueue(writing({ ledger }), totals, { atOnce: 5, ahead: 12 }), packs, taken);
    expect(taken).toEqual(packs.map(({ packed }) => packed));
    expect(sizes.slice(0, 5)).toEqual([1, 5, 4, 3, 1]);
    expect(totals).toEqual({ applied: packs.length, skipped: 0 });
    expect(writtenRows()).toBe(packs.length);
  });

  it('say how far matching is, ever further, once they are written', async () => {
    const packs = packsOf(30);
    const { ledger, taken } = watched(() => turn());
    const said: (readonly [done: number, total: number, written: number])[] = [];
    const onProgress = (done: number, total: number): unknown => said.push([done, total, writtenRows()]);
    await handOver(
      new OutcomeQueue(writing({ ledger, onProgress }), newTotals(), { atOnce: 4, ahead: 8 }),
      packs,
      taken,
    );
    expect(said.map(([done, total]) => [done, total])).toEqual(packs.map(({ done, total }) => [done, total]));
    for (const [done, , written] of said) expect(written).toBeGreaterThanOrEqual(done);
  });

  it('are progress only where a pack is empty or the run is a dry one', async () => {
    const packs = packsOf(20).map((pack, at) => (at % 2 === 0 ? pack : { ...pack, count: 0, packed: '[]' }));
    for (const dryRun of [true, false]) {
      const { ledger, taken, sizes } = watched(() => turn());
      const said: number[] = [];
      const totals = newTotals();
      const queue = new OutcomeQueue(
        writing({ ledger, dryRun, onProgress: (done) => said.push(done) }),
        totals,
        NARROW,
      );
      await handOver(queue, packs, said);
      expect(said).toEqual(packs.map(({ done }) => done));
      expect([sizes.length, taken.length, totals.applied, writtenRows()]).toEqual(Array(4).fill(dryRun ? 0 : 10));
    }
  });

  it('are no more written after a cancel, though the last of them stands still', async () => {
    const packs = packsOf(20);
    const controller = new AbortController();
    const { ledger, taken, sizes } = watched(async (writes) => {
      await turn();
      if (writes === 2) controller.abort();
    });
    const totals = newTotals();
    const queue = new OutcomeQueue(writing({ ledger, signal: controller.signal }), totals, NARROW);
    await expect(handOver(queue, packs, taken)).rejects.toMatchObject({ code: 'CANCELLED' });
    // What was begun is whole.
    expect([sizes.length, totals.applied, writtenRows()]).toEqual([3, 3, 3]);
    await expect(queue.written).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('are no more written after a write that failed, nor is what was to follow them', async () => {
    const packs = packsOf(20);
    const broken = new LedgerError('INTERNAL', 'The disk is gone.', 'Look for it.');
    const { ledger, taken, sizes } = watched(async (writes) => {
      await turn();
      if (writes === 3) throw broken;
    });
    const totals = newTotals();
    const queue = new OutcomeQueue(writing({ ledger }), totals, NARROW);
    await expect(handOver(queue, packs, taken)).rejects.toBe(broken);
    expect([sizes.length, totals.applied, writtenRows()]).toEqual([4, 3, 3]);
    let followed = false;
    const later = queue.after(async () => {
      followed = true;
    });
    await expect(later).rejects.toBe(broken);
    const goOn = vi.fn<() => void>();
    await expect(queue.add(packs[19] as OutcomePack, goOn)).rejects.toBe(broken);
    expect(goOn).not.toHaveBeenCalled();
    expect([followed, sizes.length]).toEqual([false, 4]);
  });

  it('are written before what has to wait for them', async () => {
    const packs = packsOf(6);
    const { ledger } = watched(() => turn());
    const queue = new OutcomeQueue(writing({ ledger }), newTotals(), NARROW);
    for (const pack of packs.slice(0, 2)) queue.add(pack, () => undefined).catch(expect.unreachable);
    const written: number[] = [];
    const follow = async (): Promise<void> => void written.push(writtenRows());
    await Promise.all([queue.after(follow), queue.after(follow)]);
    await handOver(queue, packs.slice(2), []);
    await queue.after(follow);
    expect(written).toEqual([2, 2, 6]);
  });
});

describe('a matching run that is faster than the ledger', () => {
  /** Packs of 500: one is being written, two wait, and there are more. */
  const CHARGES = 3_200;

  /** The thread that the next run takes, with how many packs it has handed over, and a promise of a number of them. */
  async function nextThread() {
    const worker = takeWorker();
    await keepWorker(worker, 0);
    const arrived = Promise.withResolvers<undefined>();
    let packs = 0;
    worker.on('message', ({ type }: MatchingMessage) => {
      if (type !== 'changes') return;
      packs += 1;
      if (packs === 1 + NARROW.ahead) arrived.resolve(undefined);
    });
    return { worker, standsStill: arrived.promise, handedOver: () => packs };
  }

  it('stands still and goes on until all is written', async () => {
    addCharges(CHARGES);
    const { standsStill, handedOver } = await nextThread();
    const waited: number[] = [];
    const { ledger, sizes } = watched(async (writes) => {
      if (writes === 0) await standsStill;
      waited.push(handedOver() - writes - 1);
    });
    const said: number[] = [];
    const report = await books.match({ ledger, limits: NARROW, onProgress: (done) => said.push(done) });
    expect(report).toMatchObject({ matchable: CHARGES, changed: CHARGES, skipped: 0 });
    expect(sizes).toEqual(Array(Math.ceil(CHARGES / 500)).fill(1));
    expect([waited[0], Math.max(...waited)]).toEqual([NARROW.ahead, NARROW.ahead]);
    expect(said).toEqual([500, 1_000, 1_500, 2_000, 2_500, 3_000, CHARGES]);
    expect(writtenRows()).toBe(CHARGES);
    expect(await books.match({ whole: true })).toMatchObject({ changed: 0 });
  });

  it('ends, and its thread with it, when a write fails or it is cancelled while it stands still', async () => {
    addCharges(CHARGES);
    const controller = new AbortController();
    const broken = new LedgerError('INTERNAL', 'The disk is gone.', 'Look for it.');
    for (const [happens, rejected] of [
      [() => Promise.reject(broken), broken],
      [() => controller.abort(), { code: 'CANCELLED' }],
    ] as const) {
      const { worker, standsStill } = await nextThread();
      const { ledger, sizes } = watched(() => standsStill.then(happens));
      const { signal } = controller;
      const ends = books.match({ ledger, limits: NARROW, ...(rejected === broken ? {} : { signal }) });
      await expect(ends).rejects.toMatchObject(rejected);
      expect([sizes.length, worker.threadId]).toEqual([1, -1]);
      expect(writtenRows()).toBe(rejected === broken ? 0 : 500);
    }
    expect(await books.match()).toMatchObject({ matchable: CHARGES, changed: CHARGES - 500 });
    expect(writtenRows()).toBe(CHARGES);
  });
});
