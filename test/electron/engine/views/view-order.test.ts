import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  FACETS,
  type ItemRow,
  type MovementRow,
  type PostingRow,
  type ViewRequest,
} from '../../../../shared/contract/views.ts';
import type { Money } from '../../../../shared/domain/money.ts';
import { isOpenMovement } from '../../../../shared/domain/open-movement.ts';
import type { PostingState } from '../../../../shared/domain/states.ts';
import { startEngineUnderTest, type EngineUnderTest } from '../../../support/engine-under-test.ts';

let tieout: EngineUnderTest;
const UNITS = ['US', 'DE'] as const;

beforeAll(async () => {
  tieout = await startEngineUnderTest({ size: 300 });
  await tieout.load();
  await tieout.match();
  await tieout.post();
});
afterAll(() => tieout.close());

async function read(request: ViewRequest, pageSize: number) {
  const { token, total } = await tieout.query('view.open', request);
  const rows: { readonly key: number }[] = [];
  for (let offset = 0; offset < total; offset += pageSize) {
    const page = await tieout.query('view.page', { token, offset, limit: pageSize });
    expect(page.list).toBe(request.list);
    expect(page.rows.length).toBe(Math.min(pageSize, total - offset));
    rows.push(...page.rows);
  }
  return { token, total, rows };
}
const keysOf = (rows: readonly { readonly key: number }[]) => rows.map(({ key }) => key);

const SORTS = {
  movements: ['date', 'object', 'customer', 'amount', 'state'],
  items: ['due', 'item', 'customer', 'days', 'open'],
  postings: ['approved', 'state', 'reference', 'customer', 'amount', 'deposit'],
} as const;
const BASE = {
  movements: { list: 'movements', unit: 'US', facet: 'all' },
  items: { list: 'items', unit: 'US', movementKey: null },
  postings: { list: 'postings', unit: 'US' },
} as const;
const REQUESTS = (['movements', 'items', 'postings'] as const).flatMap((list) =>
  SORTS[list].flatMap((column) =>
    [false, true].map((descending) => ({
      name: `${list} by ${column} ${descending ? 'down' : 'up'}`,
      request: { ...BASE[list], sort: { column, descending } } as ViewRequest,
    })),
  ),
);

type Value = string | number | null;
const units = ({ minor, exponent }: Money) => minor / 10 ** exponent;
const letters = (text: string | null) => text?.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()) ?? null;
/** What a column shows, as its order compares it. */
const COLUMN: Readonly<Record<string, (row: never) => Value>> = {
  'movements date': (row: MovementRow) => row.occurredAt,
  'movements object': (row: MovementRow) => row.objectId,
  'movements customer': (row: MovementRow) => letters(row.customer),
  'movements amount': (row: MovementRow) => units(row.amount),
  'movements state': (row: MovementRow) => `${row.state} ${row.attention ?? ''}`,
  'items due': (row: ItemRow) => row.dueDate ?? row.itemDate,
  'items item': (row: ItemRow) => row.item,
  'items customer': (row: ItemRow) => letters(row.customer),
  'items days': (row: ItemRow) => row.daysPastDue,
  'items open': (row: ItemRow) => units(row.open),
  'postings approved': (row: PostingRow) => row.approvedAt,
  'postings state': (row: PostingRow) => row.state,
  'postings reference': (row: PostingRow) => row.reference,
  'postings customer': (row: PostingRow) => row.custId,
  'postings amount': (row: PostingRow) => units(row.amount),
};
/** Deposits are in the order they were made in, which their numbers do not show. */
const SHOWN = REQUESTS.filter(({ request }) => request.sort?.column !== 'deposit');
/** Columns that hold one value in these books. */
const SAME_EVERYWHERE: readonly string[] = ['postings approved', 'postings state'];
/** Nothing comes before everything; text by its code units, as the ledger compares. */
function compared(left: Value, right: Value): number {
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? -1 : 1;
  return left < right ? -1 : 1;
}

describe('a list', () => {
  it.each(REQUESTS)(
    '$name is one total order: its pages make the whole, whatever their size, and locate agrees',
    async ({ request }) => {
      const whole = await read(request, 500);
      expect(whole.total).toBeGreaterThan(10);
      expect(new Set(keysOf(whole.rows)).size).toBe(whole.total);
      const inSevens = await read(request, 7);
      expect(keysOf(inSevens.rows)).toEqual(keysOf(whole.rows));
      for (const position of [0, 3, whole.total - 1]) {
        const key = keysOf(whole.rows)[position] ?? 0;
        expect(await tieout.query('view.locate', { token: whole.token, key })).toEqual({ position });
      }
      expect(await tieout.query('view.locate', { token: whole.token, key: 999_999 })).toEqual({ position: null });
      const past = await tieout.query('view.page', { token: whole.token, offset: whole.total, limit: 5 });
      expect(past.rows).toEqual([]);
    },
  );

  it.each(['all', 'matched', 'excluded'] as const)(
    'of %s finds its next open row wherever it stands',
    async (facet) => {
      const { token, total, rows } = await read({ ...BASE.movements, facet }, 500);
      const open = (rows as MovementRow[]).flatMap((row, at) => (isOpenMovement(row) ? [at] : []));
      for (const position of [-1, 0, Math.floor(total / 2), total - 1]) {
        const next = open.find((at) => at > position) ?? open.find((at) => at < position) ?? null;
        expect(await tieout.query('view.next', { token, position, wanted: 'open' })).toEqual({ position: next });
      }
    },
  );

  it.each(SHOWN)('$name is in the order of that column', async ({ request }) => {
    const { rows } = await read(request, 500);
    // Unknown outcomes stand on top of every list of postings.
    const sorted = rows.filter((row) => (row as unknown as PostingRow).state !== 'unknown');
    const column = `${request.list} ${request.sort?.column ?? ''}`;
    const valueOf = COLUMN[column];
    if (valueOf === undefined) throw new Error(`no value for the column ${column}`);
    const values = sorted.map((row) => valueOf(row as never));
    const direction = request.sort?.descending === true ? -1 : 1;
    expect(values).toEqual(values.toSorted((left, right) => direction * compared(left, right)));
    expect(new Set(values).size).toBeGreaterThan(SAME_EVERYWHERE.includes(column) ? 0 : 1);
  });

  it('turned round is the same rows the other way', async () => {
    for (const column of SORTS.movements) {
      const up = await read({ ...BASE.movements, sort: { column, descending: false } }, 500);
      const down = await read({ ...BASE.movements, sort: { column, descending: true } }, 500);
      expect(keysOf(down.rows)).toEqual(keysOf(up.rows).toReversed());
    }
  });

  it('searched for text finds just the rows that hold it, wildcards taken as letters', async () => {
    const { rows } = await read(BASE.movements, 500);
    const [first] = rows as unknown as { key: number; objectId: string }[];
    const found = await read({ ...BASE.movements, text: first?.objectId ?? '' }, 500);
    expect(keysOf(found.rows)).toEqual([first?.key]);
    for (const text of ['%', '_%_', "' OR 1=1 --", '\\', '\u0000'])
      expect((await read({ ...BASE.movements, text }, 500)).total).toBeLessThan(rows.length);
  });
});

describe('the counts of the chips', () => {
  it.each(UNITS)('are the rows that the facets of unit %s show', async (unit) => {
    const summary = await tieout.query('summary.get', { unit });
    for (const facet of FACETS) {
      const { total } = await tieout.query('view.open', { list: 'movements', unit, facet });
      expect([facet, summary.facets[facet]]).toEqual([facet, total]);
    }
    expect(summary.needsReview).toBe(summary.facets['needsReview']);
    expect(Object.values(summary.facets).some((count) => count > 0)).toBe(true);
    const attention = tieout.rows<{ attention: string; n: number }>(
      `SELECT attention, count(*) AS n FROM movement WHERE unit = ? AND attention IS NOT NULL AND kind IN ('charge', 'refund', 'dispute') GROUP BY 1`,
      unit,
    );
    expect(Object.fromEntries(attention.map((row) => [row.attention, row.n]))).toEqual(
      Object.fromEntries(Object.entries(summary.attention).filter(([, count]) => count > 0)),
    );
  });

  it.each(UNITS)('of postings are the rows of unit %s alone', async (unit) => {
    const { postings } = await tieout.query('summary.get', { unit });
    const totalOf = async (states: PostingState[]) =>
      (await tieout.query('view.open', { list: 'postings', unit, states })).total;
    expect(postings).toEqual({
      verify: await totalOf(['unknown']),
      waiting: await totalOf(['approved', 'queued', 'sending']),
      due: await totalOf(['approved', 'queued']),
      needsAttention: await totalOf(['rejected', 'postingError', 'queuedNeedsSignIn']),
      confirmed: await totalOf(['confirmed']),
    });
    const all = (await tieout.query('view.open', { list: 'postings', unit })).total;
    const bothUnits = tieout.rows<{ n: number }>('SELECT count(*) AS n FROM posting')[0]?.n ?? 0;
    expect(all).toBeGreaterThan(0);
    expect(all).toBeLessThan(bothUnits);
  });
});

describe('rows that arrive behind an open list', () => {
  it('are counted for the lists they fit, and move nothing', async () => {
    const all = await read(BASE.movements, 500);
    const searched = await read({ ...BASE.movements, text: 'ch_new_' }, 500);
    const elsewhere = await read({ ...BASE.movements, unit: 'DE' }, 500);
    const [row] = tieout.rows<{ id: string }>(
      "SELECT object_id AS id FROM movement WHERE kind = 'charge' AND currency = 'USD' LIMIT 1",
    );
    const { object } = (await tieout.systems.stripeControl('GET', `objects/${row?.id ?? ''}`)) as { object: object };
    const created = Math.floor(tieout.clock.nowMs() / 1_000);
    for (const id of ['ch_new_1', 'ch_other_1'])
      await tieout.systems.stripeControl('PUT', 'objects', {
        object: { ...object, id, created, balance_transaction: null },
      });
    await tieout.sync(['stripe']);
    const arrived = async (token: string) =>
      (await tieout.query('view.page', { token, offset: 0, limit: 1 })).arrivedSince;
    expect(await arrived(all.token)).toBe(2);
    expect(await arrived(searched.token)).toBe(1);
    expect(await arrived(elsewhere.token)).toBe(0);
    const again = await tieout.query('view.page', { token: all.token, offset: 0, limit: 500 });
    expect(keysOf(again.rows)).toEqual(keysOf(all.rows));
  });
});
