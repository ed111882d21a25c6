import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchingTolerancesSchema } from '../../../../shared/contract/profile-tolerances.ts';
import { marginOf, scoreOf } from '../../../../electron/matching/points.ts';
import { daysOutside, windowOf } from '../../../../electron/matching/movements/date-window.ts';
import { matchMovements } from '../../../../electron/matching/movements/match-movements.ts';
import type { ItemRow, MovementRow, ReceiptRow } from '../../../../electron/matching/movements/snapshot.ts';
import { charge, item, match, NOBODY_KEYED, receipt, snapshotOf, type Rows } from './company.ts';

const CUSTOMERS = ['1001', '2002'] as const;
/** Few amounts, days and numbers, so that rows collide in every way. */
const amount = fc.constantFrom(3_000, 4_000, 6_000, 7_000, 10_000);
const day = fc.constantFrom('2026-08-20', '2026-10-03', '2026-10-15', '2026-10-17');
const number = fc.constantFrom('INV-0048001', 'INV-0048002', 'INV-0048010', '48001', '2026', 'PO-77123');
const words = fc.oneof(
  fc.constant(''),
  number,
  fc.tuple(number, number).map((both) => both.join(', ')),
  number.map((each) => `Tel ${each}`),
);
const items = fc
  .array(fc.tuple(fc.constantFrom(...CUSTOMERS), number, amount, day, fc.boolean()), { maxLength: 7 })
  .map((rows) => [
    ...new Map(
      rows.map(([customer, text, availableMinor, itemDate, isCredit], at): [string, ItemRow] => [
        `${customer}|${text}`,
        item(at + 1, {
          customer,
          item: text,
          itemDate,
          poReference: 'PO-77123',
          isCredit: isCredit && at > 4,
          ...(isCredit && at > 4 ? { availableMinor: 0, refundableMinor: availableMinor } : { availableMinor }),
        }),
      ]),
    ).values(),
  ]);
const movements = fc
  .array(fc.tuple(fc.constantFrom(...CUSTOMERS, null), amount, day, words, fc.nat(5)), { minLength: 1, maxLength: 8 })
  .map((rows) =>
    rows.map(([customer, amountMinor, accountingDate, description, kind], at): MovementRow => {
      const link = customer === null ? null : ({ linkId: 1, customer, strength: 'confirmed' } as const);
      const base = { link, amountMinor, accountingDate, description };
      return kind === 0 && at > 0
        ? charge(101 + at, { ...base, kind: 'refund', amountMinor: -amountMinor, chargeId: 'ch_101AAAAAA' })
        : charge(101 + at, base);
    }),
  );
const receipts = fc.array(fc.tuple(fc.constantFrom(...CUSTOMERS, null), amount, words), { maxLength: 3 }).map((rows) =>
  rows.map(([customer, amountMinor, comment], at): ReceiptRow =>
    receipt(901 + at, {
      amountMinor,
      comment,
      ...(customer === null ? NOBODY_KEYED : { items: [{ customer, item: 'INV-0047000' }] }),
    }),
  ),
);
const tolerances = fc.constantFrom(
  matchingTolerancesSchema.parse({}),
  matchingTolerancesSchema.parse({ exceptions: [{ currency: 'USD', amountToleranceMinor: 1_000 }] }),
);
const companies: fc.Arbitrary<Rows> = fc.record({ items, movements, receipts, tolerances });

describe('whatever the rows', () => {
  it('their order changes nothing', () => {
    const shuffled = companies.chain((rows) =>
      fc.record({
        rows: fc.constant(rows),
        other: fc.record({
          items: fc.shuffledSubarray([...(rows.items ?? [])], { minLength: rows.items?.length ?? 0 }),
          movements: fc.shuffledSubarray([...rows.movements], { minLength: rows.movements.length }),
          receipts: fc.shuffledSubarray([...(rows.receipts ?? [])], { minLength: rows.receipts?.length ?? 0 }),
        }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ rows, other }) => {
        expect(match({ ...rows, ...other })).toEqual(match(rows));
      }),
      { numRuns: 150 },
    );
  });

  it('a row of another customer that names nothing of theirs changes nothing', () => {
    const stranger = { linkId: 8, customer: '9009', strength: 'confirmed' } as const;
    // A receipt of nobody may be for a charge of whatever customer near its day.
    const accountingDate = '2026-11-20';
    fc.assert(
      fc.property(companies, amount, (rows, size) => {
        const more = {
          items: [...(rows.items ?? []), item(77, { customer: '9009', item: 'ZZ-5550001', availableMinor: size })],
          movements: [...rows.movements, charge(177, { link: stranger, amountMinor: size, accountingDate })],
        };
        const after = match({ ...rows, ...more });
        after.delete(177);
        expect(after).toEqual(match(rows));
      }),
      { numRuns: 120 },
    );
  });

  it('allocations stay within the movement, and what is decided alone within the items', () => {
    fc.assert(
      fc.property(companies, (rows) => {
        const spent = new Map<number, number>();
        for (const outcome of match(rows).values()) {
          const allocations = outcome.match?.allocations ?? [];
          const size = Math.abs(rows.movements.find(({ key }) => key === outcome.movementKey)?.amountMinor ?? 0);
          expect(allocations.reduce((sum, each) => sum + each.amountMinor, 0)).toBeLessThanOrEqual(size);
          if (outcome.match?.kind !== 'payment') continue;
          for (const each of allocations)
            spent.set(each.itemKey, (spent.get(each.itemKey) ?? 0) + each.itemAmountMinor);
        }
        for (const [key, sum] of spent)
          expect(sum).toBeLessThanOrEqual(rows.items?.find((each) => each.key === key)?.availableMinor ?? 0);
      }),
      { numRuns: 150 },
    );
  });

  it('points recompute to scores and margins, and nothing is decided alone without a confirmed link and a margin', () => {
    fc.assert(
      fc.property(companies, (rows) => {
        for (const { match: found, candidates, movementKey } of match(rows).values()) {
          for (const each of candidates) expect(each.score).toBe(scoreOf(each.points));
          if (found === null) continue;
          expect(found.score).toBe(scoreOf(found.points));
          expect(found.margin).toBe(found.runnerUp === null ? null : marginOf(found.score, found.runnerUp.score));
          if (!found.automatic) continue;
          expect(found.margin ?? 1).toBeGreaterThanOrEqual(0.15);
          expect(rows.movements.find(({ key }) => key === movementKey)?.link?.strength).toBe('confirmed');
        }
      }),
      { numRuns: 150 },
    );
  });

  it('a day is in the window exactly when it is no more days outside than the window has', () => {
    const date = (at: number): string => new Date(Date.UTC(2026, 9, 1) + at * 86_400_000).toISOString().slice(0, 10);
    const cases = fc.record({
      from: fc.nat(40),
      long: fc.nat(20),
      paid: fc.integer({ min: -60, max: 120 }),
      dateWindowDays: fc.nat(20),
      dayCount: fc.constantFrom('calendar' as const, 'business' as const),
    });
    fc.assert(
      fc.property(cases, ({ from, long, paid, dateWindowDays, dayCount }) => {
        const snapshot = snapshotOf({
          items: [item(1, { itemDate: date(from), dueDate: date(from + long) })],
          movements: [charge(5, { accountingDate: date(paid) })],
          tolerances: matchingTolerancesSchema.parse({ dateWindowDays, dayCount }),
        });
        const on = snapshot.movements.day[0] ?? 0;
        const [first, last] = windowOf(snapshot, 0);
        expect(first <= on && on <= last).toBe(daysOutside(snapshot, 0, on) <= dateWindowDays);
      }),
      { numRuns: 500 },
    );
  });
});

describe('crowds', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => at);
  it('of one amount, receipts among them, are told of and not told apart', () => {
    const comment = { items: [{ customer: '1001', item: 'INV-0047000' }] };
    const outcomes = match({
      items: many(3_000).map((at) => item(at + 1)),
      receipts: many(3_000).map((at) => receipt(at + 1, comment)),
      movements: many(4_000).map((at) => charge(10_000 + at)),
    });
    expect([...outcomes.values()].every(({ state }) => state === 'ambiguous')).toBe(true);
    expect(outcomes.get(10_000)?.reason).toContain('At least 100 receipts have its amount');
  });
  it('of open items of one customer say what was not evaluated, and leave later rules their say', () => {
    const items = many(1_000).map((at) => item(at + 1, { availableMinor: 100 + at }));
    const silent = match({ items, movements: [charge(5_000, { amountMinor: 50_000 })] });
    expect(silent.get(5_000)).toMatchObject({
      state: 'notEvaluated',
      reason: 'No single item fits, and 1000 open items are too many to try every sum of them.',
    });
    const settlement = { amountMinor: 50_000, feeMinor: 49_500, exponent: 2, currency: 'USD' };
    const net = match({ items, movements: [charge(5_000, { amountMinor: 50_000, settlement })] });
    expect(net.get(5_000)?.match).toMatchObject({ ruleId: 'net-of-fee', allocations: [{ amountMinor: 500 }] });
  });

  it('of claimed items are looked through once, however many charges of their amount ask', () => {
    const dates = { itemDate: '2026-06-01', dueDate: '2026-06-20' };
    const reads = (count: number): number => {
      const snapshot = snapshotOf({
        items: many(2 * count).map((at) => item(at + 1, at < count ? {} : dates)),
        movements: [
          ...many(count).map((at) => charge(10_000 + at, { metadata: { invoice: `INV-00${48_001 + at}` } })),
          ...many(count).map((at) => charge(20_000 + at)),
        ],
      });
      const { items, count: read } = counted(snapshot.items);
      const matched = matchMovements({ ...snapshot, items });
      const named = many(count).map((at) => matched.outcome(at));
      expect(named.every((each) => each?.match?.ruleId === 'reference-exact')).toBe(true);
      const before = read();
      const reasons = new Set(many(count).map((at) => matched.outcome(count + at)?.reason));
      const shown = `INV-00${48_000 + count - 1}, INV-00${48_000 + count} and ${count - 2} others`;
      expect([...reasons]).toEqual([`${shown} fit by amount and date, but are claimed by other charges.`]);
      return read() - before;
    };
    expect(reads(200)).toBeLessThan(3 * reads(100));
  });
});

/** The columns with a count of how many values were read. */
function counted<Columns extends object>(columns: Columns): { readonly items: Columns; readonly count: () => number } {
  let reads = 0;
  const watched = <Column extends object>(column: Column): Column =>
    new Proxy(column, {
      get: (target, name) => {
        reads += 1;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  const entries = Object.entries(columns).map(([name, column]) => [name, watched(column as object)]);
  return { items: Object.fromEntries(entries) as Columns, count: () => reads };
}
