import { describe, expect, it } from 'vitest';
import {
  DEFAULT_TOLERANCES,
  matchingTolerancesSchema,
  toleranceFor,
} from '../../../shared/contract/profile-tolerances.ts';

const asked = { customer: '1001', currency: 'USD', ruleId: 'amount-customer-date' };

describe('matching tolerances', () => {
  it('are an exact amount and 45 calendar days where nobody set anything', () => {
    expect(DEFAULT_TOLERANCES).toEqual({ dateWindowDays: 45, dayCount: 'calendar', exceptions: [] });
    expect(toleranceFor(DEFAULT_TOLERANCES, asked)).toEqual({
      amountToleranceMinor: 0,
      dateWindowDays: 45,
      dayCount: 'calendar',
    });
  });

  it('take each value from the most special exception that gives it, in whatever order they stand', () => {
    const exceptions = [
      { currency: 'USD', amountToleranceMinor: 10, dateWindowDays: 10 },
      { customer: '1001', dayCount: 'business' as const },
      { customer: '1001', currency: 'USD', dateWindowDays: 30 },
      { ruleId: 'amount-customer-date', dateWindowDays: 20 },
      { customer: '2002', dateWindowDays: 1 },
    ];
    for (const list of [exceptions, exceptions.toReversed()])
      expect(toleranceFor(matchingTolerancesSchema.parse({ exceptions: list }), asked)).toEqual({
        amountToleranceMinor: 10,
        dateWindowDays: 30,
        dayCount: 'business',
      });
  });

  it.each([
    ['an exception for nobody in particular', { exceptions: [{ dateWindowDays: 3 }] }],
    ['an amount without its currency', { exceptions: [{ customer: '1001', amountToleranceMinor: 50 }] }],
    ['two exceptions of one scope', { exceptions: [{ customer: '1' }, { customer: '1', dateWindowDays: 3 }] }],
    ['a negative window', { dateWindowDays: -1 }],
    ['a field it does not know', { dateWindow: 3 }],
  ])('refuse %s', (_what, value) => {
    expect(matchingTolerancesSchema.safeParse(value).success).toBe(false);
  });
});
