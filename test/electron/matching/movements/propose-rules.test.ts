import { describe, expect, it } from 'vitest';
import {
  DEFAULT_TOLERANCES,
  matchingTolerancesSchema,
  toleranceFor,
} from '../../../../shared/contract/profile-tolerances.ts';
import { proposeRules, replayRule, withException } from '../../../../electron/matching/movements/propose-rules.ts';
import { gatherMisses } from '../../../../electron/matching/why-not.ts';
import { charge, item, snapshotOf } from './company.ts';

/** Customer 1001 pays each of these items three days after its window. */
const late = snapshotOf({
  items: [1, 2, 3, 4].map((at) =>
    item(at, { availableMinor: 1_000 * at, itemDate: '2026-08-01', dueDate: '2026-08-28' }),
  ),
  movements: [1, 2, 3, 4].map((at) => charge(10 + at, { amountMinor: 1_000 * at, accountingDate: '2026-10-15' })),
});
/** Row keys of charge and item go together here. */
const sameNumber = (movementKey: number): number => movementKey - 10;

describe('near misses', () => {
  it('are charges that one condition alone kept from the nearest item', () => {
    expect(gatherMisses(late, () => null)).toMatchObject(
      [1, 2, 3, 4].map((at) => ({ movementKey: 10 + at, itemKey: at, by: { kind: 'days', days: 3 }, approved: null })),
    );
  });

  it('are gathered into a tolerance for a reviewer, whose replay says what it would do', () => {
    const [proposed, ...others] = proposeRules(gatherMisses(late, sameNumber), DEFAULT_TOLERANCES);
    expect(others).toEqual([]);
    expect(proposed).toMatchObject({
      text: 'Customer 1001 pays up to 3 days outside the window in 4 cases.',
      cases: 4,
      approvedCases: 4,
      exception: { customer: '1001', currency: 'USD', ruleId: 'amount-customer-date', dateWindowDays: 48 },
    });
    if (proposed === undefined) return;
    const history = new Map([1, 2, 3, 4].map((at) => [10 + at, `items ${at}:${1_000 * at}`]));
    const { replay } = replayRule(late, proposed, history);
    expect(replay.gained).toHaveLength(4);
    expect(replay.byRule.get('amount-customer-date')).toMatchObject({ gained: 4, right: 4, wrong: 0 });
  });

  it('propose nothing for a few cases, nor where people decided otherwise as often', () => {
    const misses = gatherMisses(late, () => null);
    expect(proposeRules(misses.slice(0, 2), DEFAULT_TOLERANCES)).toEqual([]);
    const denied = misses.map((miss, at) => ({ ...miss, approved: at % 2 === 0 }));
    expect(proposeRules([...denied, ...denied], DEFAULT_TOLERANCES)).toEqual([]);
    expect(proposeRules(misses.toReversed(), DEFAULT_TOLERANCES)).toEqual(proposeRules(misses, DEFAULT_TOLERANCES));
  });

  it('of amounts become an amount tolerance, and an exception of the same scope gets its values', () => {
    const short = snapshotOf({
      items: [1, 2, 3].map((at) => item(at, { availableMinor: 10_000 * at })),
      movements: [1, 2, 3].map((at) => charge(10 + at, { amountMinor: 10_000 * at - 20 * at })),
    });
    const [proposed] = proposeRules(
      gatherMisses(short, () => null),
      DEFAULT_TOLERANCES,
    );
    expect(proposed?.exception).toEqual({
      customer: '1001',
      currency: 'USD',
      ruleId: 'amount-tolerance',
      amountToleranceMinor: 60,
    });
    expect(proposed?.text).toBe('Customer 1001 pays up to 0.60 USD off in 3 cases.');
    if (proposed === undefined) return;
    const once = withException(DEFAULT_TOLERANCES, proposed.exception);
    const twice = withException(once, { ...proposed.exception, amountToleranceMinor: 80 });
    expect(twice.exceptions).toHaveLength(1);
    const asked = { customer: '1001', currency: 'USD', ruleId: 'amount-tolerance' };
    expect(toleranceFor(twice, asked).amountToleranceMinor).toBe(80);
  });
});

describe('a proposed tolerance', () => {
  it('widens what already stands for the customer, and is none where it could not', () => {
    const misses = gatherMisses(late, () => null);
    const of = (dateWindowDays: number) =>
      proposeRules(misses, matchingTolerancesSchema.parse({ exceptions: [{ customer: '1001', dateWindowDays }] })).map(
        ({ exception }) => exception.dateWindowDays,
      );
    expect([of(60), of(366)]).toEqual([[63], []]);
  });
});

describe('a near miss', () => {
  it('is none of an item that another charge is to pay, nor of one that two charges missed', () => {
    const items = [item(1, { itemDate: '2026-08-01', dueDate: '2026-08-28' })];
    const paying = charge(20, { metadata: { invoice: 'INV-0048001' } });
    expect(gatherMisses(snapshotOf({ items, movements: [charge(21), paying] }), () => null)).toEqual([]);
    expect(gatherMisses(snapshotOf({ items, movements: [charge(21), charge(22)] }), () => null)).toEqual([]);
    expect(gatherMisses(snapshotOf({ items, movements: [charge(21)] }), () => null)).toHaveLength(1);
  });
});
