import { describe, expect, it } from 'vitest';
import { DEFAULT_TOLERANCES, matchingTolerancesSchema } from '../../../shared/contract/profile-tolerances.ts';
import { changedTolerances, NO_RULE_CHANGES, ruleChangesSchema } from '../../../shared/contract/rule-changes.ts';

describe('changes of the matching rules', () => {
  it('leave the tolerances of the profile as they are where they say nothing', () => {
    expect(changedTolerances(DEFAULT_TOLERANCES, NO_RULE_CHANGES)).toEqual(DEFAULT_TOLERANCES);
  });

  it('stand in the place of the profile’s exception for the same customer, currency and rule, beside all others', () => {
    const base = matchingTolerancesSchema.parse({
      exceptions: [
        { customer: '1001', dateWindowDays: 50 },
        { currency: 'USD', amountToleranceMinor: 5 },
      ],
    });
    const changes = ruleChangesSchema.parse({
      dateWindowDays: 60,
      exceptions: [{ customer: '1001', dateWindowDays: 70 }],
    });
    expect(changedTolerances(base, changes)).toEqual({
      dateWindowDays: 60,
      dayCount: 'calendar',
      exceptions: [
        { currency: 'USD', amountToleranceMinor: 5 },
        { customer: '1001', dateWindowDays: 70 },
      ],
    });
  });

  it('refuse two exceptions for one scope', () => {
    const twice = [
      { customer: '1', dateWindowDays: 1 },
      { customer: '1', dateWindowDays: 2 },
    ];
    expect(ruleChangesSchema.safeParse({ exceptions: twice }).success).toBe(false);
  });
});
