import { setImmediate } from 'node:timers/promises';
import { openReader, type ReaderHandle, type WriterHandle } from '../../electron/ledger/connect-ledger.ts';
import { runRead } from '../../electron/ledger/direct-ledger.ts';
import { openWriter } from '../../electron/ledger/open-ledger.ts';
import { countArrived } from '../../electron/engine/views/arrivals.ts';
import { itemKeys, itemRows } from '../../electron/engine/views/item-view.ts';
import { customerKeys, customerRows } from '../../electron/engine/customers/customer-view.ts';
import { duplicateKeys, duplicateRows } from '../../electron/engine/duplicates/duplicate-view.ts';
import { movementKeys, movementRows } from '../../electron/engine/views/movement-view.ts';
import { postingKeys, postingRows } from '../../electron/engine/views/posting-view.ts';
import { unitSummary } from '../../electron/engine/views/summary.ts';
import { SAMPLE_SET_ID } from '../../electron/sample/company/company.ts';
import { FACETS, type LedgerViewRequest } from '../../shared/contract/views.ts';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { measureRates, voidBecause } from './bounds/known-rates.ts';
import { readCounts, readKeysInOrder, readRowsByKey } from './bounds/key-read.ts';
import { benchLedger, copyLedger } from './ledgers/bench-ledger.ts';
import { benchKey, inScratchFolder } from './ledgers/cached.ts';
import { UNIT } from './ledgers/generated-rows.ts';
import { peakMemoryMb, percentile95, rounded } from './measure.ts';

/** What persons wrote down themselves is never long. */
type TimedRequest = Exclude<LedgerViewRequest, { readonly list: 'aliases' }>;

const REACH = { ratio: 3 } as const;
const PAGE_ROWS = 100;
/** Found in about one row of a hundred. */
const TEXT = 'customer 77';
const OPENINGS = 5;
const PAGES = 20;

interface Case {
  readonly name: string;
  readonly p95Ms: number;
  readonly boundP95Ms: number;
  readonly ratio: number;
}

/** Every list in every order and under every facet: opening it, its pages, and the counts beside it. */
export const pageBench: Bench = {
  name: 'page',
  summary: 'every list, sort and facet: opening, pages, counts; bound: as many rows read by key; ratio: the worst p95',
  rows: 1_000_000,
  run: ({ rows, runs, say }) =>
    inScratchFolder(async (folder) => {
      say(`a decided ledger of ${rows} charges`);
      const file = join(folder, 'ledger.db');
      copyLedger(await benchLedger('decided', rows), file);
      const writer = openWriter(file, benchKey());
      const db = openReader(file, benchKey(), { cacheMb: 24 });
      const times = { openings: runs ?? OPENINGS, pages: PAGES };
      const cases: Case[] = [];
      for (const request of allRequests()) {
        cases.push(...casesOf(db, request, times));
        // Between two lists, never inside one: lets the line out that says it is still running.
        await setImmediate();
      }
      cases.push(countsCase(db, times.pages));
      for (const beside of besideMovements(writer, times.pages)) cases.push(besideCase(db, beside));
      const peakMb = peakMemoryMb();
      db.close();
      const rates = measureRates(writer);
      writer.close();
      return figures(rows, cases, peakMb, rates);
    }),
};

function figures(rows: number, cases: readonly Case[], peakMb: number, rates: ReturnType<typeof measureRates>) {
  const ordered = cases.toSorted((left, right) => right.ratio - left.ratio);
  const worst = ordered[0];
  if (worst === undefined) throw new Error('no list was measured');
  const voided = voidBecause(rates);
  const worstOf = (kind: string) => rounded(ordered.find((each) => each.name.startsWith(kind))?.ratio ?? 0);
  return {
    rows,
    seconds: rounded(worst.p95Ms / 1_000),
    boundSeconds: rounded(worst.boundP95Ms / 1_000),
    boundRowsPerSec: rates.pointRead,
    ratio: rounded(worst.ratio),
    peakMb,
    reach: REACH,
    ok: voided === null && worst.ratio <= REACH.ratio,
    void: voided,
    rates,
    worst: worst.name,
    worstOpen: worstOf('open '),
    worstPage: worstOf('page '),
    worstCounts: worstOf('counts'),
    worstBeside: worstOf('items beside'),
    worstText: worstOf('open text'),
    slowestOpenMs: rounded(
      Math.max(...cases.filter((each) => each.name.startsWith('open ')).map((each) => each.p95Ms)),
    ),
    cases: ordered.map((each) => ({
      name: each.name,
      p95Ms: rounded(each.p95Ms),
      boundP95Ms: rounded(each.boundP95Ms),
      ratio: rounded(each.ratio),
    })),
  };
}

function allRequests(): readonly TimedRequest[] {
  const { unit } = UNIT;
  const both = <Column extends string>(columns: readonly Column[]) =>
    columns.flatMap((column) => [false, true].map((descending) => ({ column, descending })));
  return [
    ...FACETS.flatMap((facet) =>
      both(['date', 'object', 'customer', 'amount', 'state'] as const).map(
        (sort) => ({ list: 'movements', unit, facet, sort }) as const,
      ),
    ),
    ...both(['due', 'item', 'customer', 'days', 'open'] as const).map(
      (sort) => ({ list: 'items', unit, movementKey: null, sort }) as const,
    ),
    ...both(['approved', 'state', 'reference', 'customer', 'amount', 'deposit'] as const).map(
      (sort) => ({ list: 'postings', unit, sort }) as const,
    ),
    { list: 'movements', unit, facet: 'all', text: TEXT, sort: { column: 'date', descending: false } },
    { list: 'items', unit, movementKey: null, text: TEXT, sort: { column: 'due', descending: false } },
  ];
}

/** Opening the list, and pages all over it; each beside its bound. */
function casesOf(
  db: ReaderHandle,
  request: TimedRequest,
  times: { readonly openings: number; readonly pages: number },
): readonly Case[] {
  const { list } = request;
  const keys = openKeys(db, request);
  if (keys.length === 0) return [];
  const text = 'text' in request ? 'text ' : '';
  const name = `${text}${list} ${'facet' in request ? `${request.facet} ` : ''}by ${request.sort?.column} ${request.sort?.descending === true ? 'down' : 'up'}`;
  const spread = Math.max(0, keys.length - PAGE_ROWS);
  const slices = Array.from({ length: times.pages }, (_, index) => {
    const from = Math.round((spread * index) / Math.max(1, times.pages - 1));
    return [...keys.subarray(from, from + PAGE_ROWS)];
  });
  const newest = keys.reduce((highest, key) => Math.max(highest, key), 0);
  return [
    compared(
      `open ${name}`,
      Array.from({ length: times.openings }, () => () => openKeys(db, request)),
      Array.from({ length: times.openings }, () => () => readKeysInOrder(db, list, keys.length)),
    ),
    compared(
      `page ${name}`,
      slices.map((slice) => () => {
        runRead(db, countArrived, { ...context(request), after: newest });
        return readRows(db, request, slice);
      }),
      slices.map((slice) => () => readRowsByKey(db, list, slice)),
    ),
  ];
}

function countsCase(db: ReaderHandle, times: number): Case {
  return compared(
    'counts of all facets',
    Array.from({ length: times }, () => () => runRead(db, unitSummary, { unit: UNIT.unit })),
    Array.from({ length: times }, () => () => readCounts(db)),
  );
}

interface Beside {
  readonly name: string;
  readonly movements: readonly number[];
}

/** Movements all over the ledger: such as their customer is linked, and some of a customer that nobody has linked. */
function besideMovements(writer: WriterHandle, times: number): readonly Beside[] {
  const all = writer.prepare<[], number>("SELECT movement_key FROM movement WHERE kind = 'charge'").pluck().all();
  const spread = Array.from({ length: times }, (_, index) => all[Math.floor((all.length * index) / times)] ?? 1);
  const unlinked = spread.map((key) => key + 1).filter((key) => !spread.includes(key) && key <= all.length);
  const unlink = writer.prepare("UPDATE movement SET customer_id = 'cus_nobody' WHERE movement_key = ?");
  for (const key of unlinked) unlink.run(key);
  return [
    { name: 'a linked customer', movements: spread },
    { name: 'no customer', movements: unlinked },
  ];
}

/** The items beside a movement, as at every row she stops at; the bound reads as many by key. */
function besideCase(db: ReaderHandle, { name, movements }: Beside): Case {
  const keysBeside = (movementKey: number) =>
    openKeys(db, { list: 'items', unit: UNIT.unit, movementKey, sort: { column: 'due', descending: false } });
  const open = (movementKey: number) => {
    const keys = [...keysBeside(movementKey)];
    return runRead(db, itemRows, { keys, movementKey, setId: SAMPLE_SET_ID, today: '2026-11-02' });
  };
  const found = movements.map((movementKey) => [...keysBeside(movementKey)]);
  return compared(
    `items beside ${name}`,
    movements.map((movementKey) => () => open(movementKey)),
    found.map((keys) => () => readRowsByKey(db, 'items', keys)),
  );
}

/** p95 of both sides after one warm-up each, run in turn. */
function compared(name: string, ours: readonly (() => unknown)[], bound: readonly (() => unknown)[]): Case {
  ours[0]?.();
  bound[0]?.();
  const oursMs: number[] = [];
  const boundMs: number[] = [];
  for (const [index, run] of ours.entries()) {
    oursMs.push(timeMs(run));
    const other = bound[index];
    if (other !== undefined) boundMs.push(timeMs(other));
  }
  const p95Ms = percentile95(oursMs);
  const boundP95Ms = percentile95(boundMs);
  return { name, p95Ms, boundP95Ms, ratio: p95Ms / boundP95Ms };
}

function timeMs(run: () => unknown): number {
  const startedMs = performance.now();
  run();
  return performance.now() - startedMs;
}

function context(request: TimedRequest) {
  return { request, businessUnits: [UNIT.businessUnit], setId: SAMPLE_SET_ID, today: '2026-11-02' };
}

function openKeys(db: ReaderHandle, request: TimedRequest): Int32Array {
  switch (request.list) {
    case 'movements':
      return runRead(db, movementKeys, request);
    case 'items':
      return runRead(db, itemKeys, { request, businessUnits: [UNIT.businessUnit], setId: SAMPLE_SET_ID });
    case 'postings':
      return runRead(db, postingKeys, request);
    case 'duplicates':
      return runRead(db, duplicateKeys, request);
    case 'customers':
      return runRead(db, customerKeys, request);
  }
}

function readRows(db: ReaderHandle, request: TimedRequest, keys: readonly number[]): unknown {
  switch (request.list) {
    case 'movements':
      return runRead(db, movementRows, { keys });
    case 'items':
      return runRead(db, itemRows, { keys, movementKey: null, setId: SAMPLE_SET_ID, today: '2026-11-02' });
    case 'postings':
      return runRead(db, postingRows, { keys });
    case 'duplicates':
      return runRead(db, duplicateRows, { keys });
    case 'customers':
      return runRead(db, customerRows, { keys, setId: SAMPLE_SET_ID });
  }
}
