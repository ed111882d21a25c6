import { describe, expect, it } from 'vitest';
import { whyNotPair } from '../../../electron/matching/why-not.ts';
import { charge, item, snapshotOf } from './movements/company.ts';
import { RULE_COMPANIES } from './movements/rule-companies.ts';

describe('why not, for any pair', () => {
  it('lets each rule say which of its conditions fail, and by how much', () => {
    const items = [item(1, { availableMinor: 12_000, itemDate: '2026-01-01', dueDate: '2026-01-31' })];
    const snapshot = snapshotOf({ items, movements: [charge(5)] });
    const { rules, nearest } = whyNotPair(snapshot, 0, 0);
    const said = new Map(rules.map((each) => [each.ruleId, each.failing.map(({ text }) => text)]));
    expect(said.get('reference-exact')).toEqual(['No text of the charge names it.']);
    expect(said.get('amount-customer-date')).toEqual([
      'Its dates are 212 days outside the window.',
      'Its open amount is 20.00 USD more.',
    ]);
    expect(said.get('net-of-fee')).toEqual([
      'Its dates are 212 days outside the window.',
      'What Stripe kept of the charge is not known, or in another currency.',
    ]);
    expect(said.get('refund-of-charge')).toEqual(['The rule is for a refund; this is a charge.']);
    expect(nearest?.ruleId).toBe('reference-exact');
  });

  it('answers for items of other customers too', () => {
    const snapshot = snapshotOf({ items: [item(1, { customer: '2002' })], movements: [charge(5)] });
    const answer = whyNotPair(snapshot, 0, 0).rules.find(({ ruleId }) => ruleId === 'amount-customer-date');
    expect(answer?.failing.map(({ text }) => text)).toEqual(['It is an item of customer 2002.']);
  });

  it.each(Object.entries(RULE_COMPANIES).filter(([ruleId]) => ruleId !== 'keyed-by-hand'))(
    'finds no failing condition in the rule that pairs them: %s',
    (ruleId, rows) => {
      const snapshot = snapshotOf(rows);
      const movement = snapshot.movements.kind.findLastIndex(() => true);
      const at = ruleId === 'refund-of-charge' ? 1 : 0;
      const withTolerance = ruleId === 'amount-tolerance' ? 1 : 0;
      const answer = whyNotPair(snapshot, movement, at).rules.find((each) => each.ruleId === ruleId);
      // Without the tolerance that its company is told of, that rule has nothing to go by.
      expect(answer?.failing).toHaveLength(withTolerance);
    },
  );
});
