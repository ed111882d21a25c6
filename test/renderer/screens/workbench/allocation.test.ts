import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMoney, money } from '../../../../shared/domain/money.ts';
import { allocate, payablesOf } from '../../../../renderer/screens/workbench/allocation.ts';
import { makeBooks } from '../../../support/double-books.ts';
import { matchDetailOf } from '../../../support/double-details.ts';
import type { PayableItem } from '../../../../renderer/screens/workbench/allocation.ts';

const usd = (minor: number) => money(minor, 2, 'USD');
const item = (key: number, open: number, change: Partial<PayableItem> = {}): PayableItem => ({
  key,
  item: `INV-${key}`,
  version: 1,
  dueDate: `2026-10-${String(key).padStart(2, '0')}`,
  custId: '10023',
  customer: 'HALVORSEN AND SONS',
  open: usd(open),
  held: usd(0),
  refundable: usd(0),
  ...change,
});

describe('a person’s own allocation', () => {
  it('pays the oldest due item first, with a running remainder', () => {
    const { lines, applied, remainder } = allocate(usd(418_000), [
      item(29, 25_000),
      item(15, 240_000),
      item(16, 153_000),
    ]);
    expect(lines.map(({ item: name, amount, leftAfter }) => [name, amount.minor, leftAfter.minor])).toEqual([
      ['INV-15', 240_000, 178_000],
      ['INV-16', 153_000, 25_000],
      ['INV-29', 25_000, 0],
    ]);
    expect([applied.minor, remainder.minor]).toEqual([418_000, 0]);
  });
  it('does not depend on the order of selecting', () => {
    const items = [item(3, 5_000), item(1, 7_000), item(2, 9_000)];
    expect(allocate(usd(10_000), items)).toEqual(allocate(usd(10_000), items.toReversed()));
  });
  it('pays no more of an item than is open and not taken by another decision', () => {
    const { lines, remainder } = allocate(usd(10_000), [item(1, 8_000, { held: usd(3_000) })]);
    expect([lines[0]?.amount.minor, remainder.minor]).toEqual([5_000, 5_000]);
  });
  it('knows of proposed items when they are due and what other decisions hold of them', () => {
    const books = makeBooks(64);
    const detail = matchDetailOf(books.movement(4), books.items(4));
    const allocations = detail.allocations.map((line) => ({ ...line, dueDate: '2026-10-09', held: usd(7) }));
    for (const payable of payablesOf({ ...detail, allocations }))
      expect(payable).toMatchObject({ dueDate: '2026-10-09', held: usd(7) });
    expect(allocations.length).toBeGreaterThan(0);
  });
  it('says why an item takes nothing', () => {
    const { unused } = allocate(usd(1_000), [
      item(1, 1_000),
      item(2, 500),
      item(3, -88),
      item(4, 10, { open: money(10, 0, 'JPY'), held: money(0, 0, 'JPY') }),
    ]);
    expect(unused.map(({ item: name }) => name)).toEqual(['INV-2', 'INV-3', 'INV-4']);
    expect(unused[1]?.why).toContain('credit');
    expect(unused[2]?.why).toContain('JPY');
  });
  it('keeps Stripe’s exponent where PeopleSoft has another one', () => {
    const isk = allocate(money(500_000, 2, 'ISK'), [
      item(1, 0, { open: money(5_000, 0, 'ISK'), held: money(0, 0, 'ISK') }),
    ]);
    expect([isk.lines[0]?.amount, isk.remainder.minor]).toEqual([money(500_000, 2, 'ISK'), 0]);
  });
  it('never applies more than the movement or an item holds, and loses nothing', () => {
    const items = fc.array(fc.tuple(fc.integer({ min: -500, max: 90_000 }), fc.integer({ min: 0, max: 90_000 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.integer({ min: -100_000, max: 100_000 }), items, (amount, parts) => {
        const payables = parts.map(([open, held], at) =>
          item(at + 1, open, { held: usd(Math.min(held, Math.max(0, open))) }),
        );
        const { lines, applied, remainder, total } = allocate(usd(amount), payables);
        expect(total.minor).toBe(Math.abs(amount));
        expect(addMoney(applied, remainder)).toEqual(total);
        expect(remainder.minor).toBeGreaterThanOrEqual(0);
        for (const line of lines) {
          const paid = payables.find(({ key }) => key === line.itemKey);
          expect(line.amount.minor).toBeGreaterThan(0);
          expect(line.amount.minor).toBeLessThanOrEqual((paid?.open.minor ?? 0) - (paid?.held.minor ?? 0));
        }
      }),
    );
  });
});

describe('a person’s own allocation of a refund', () => {
  const credit = (key: number, minor: number) => item(key, -minor, { item: `CM-${key}`, refundable: usd(minor) });
  const paid = (key: number, minor: number) => item(key, 0, { refundable: usd(minor) });

  it('is paid back on credit memos first, then on what was paid, each up to what can be paid back on it', () => {
    const { lines, remainder, total } = allocate(usd(-10_000), [paid(1, 8_000), credit(9, 4_000)]);
    expect(total.minor).toBe(10_000);
    expect(lines.map(({ item: name, amount }) => [name, amount.minor])).toEqual([
      ['CM-9', 4_000],
      ['INV-1', 6_000],
    ]);
    expect(remainder.minor).toBe(0);
  });
  it('says why an item takes nothing', () => {
    expect(allocate(usd(-10_000), [item(3, 5_000)]).unused).toEqual([
      { item: 'INV-3', why: 'has nothing that could be paid back on it' },
    ]);
  });
});
