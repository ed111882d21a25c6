import { describe, expect, it } from 'vitest';
import { changesOf, limitsInput, limitsText, parseLimits } from '../../../../renderer/screens/people/person-words.ts';
import type { PersonRecordView } from '../../../../shared/contract/people.ts';

const usd = (minor: number) => ({ minor, exponent: 2, currency: 'USD' });
const BERT: PersonRecordView = {
  name: 'Bert',
  operatorId: 'BBOOKER',
  roles: ['preparer'],
  limits: [usd(50_000)],
  isActive: true,
};

describe('limits as text', () => {
  it('are read as exact amounts of each currency’s decimals, and written back alike', () => {
    const limits = parseLimits('500 usd, 12.5 KWD; 40000 JPY');
    expect(limits).toEqual([
      usd(50_000),
      { minor: 12_500, exponent: 3, currency: 'KWD' },
      { minor: 40_000, exponent: 0, currency: 'JPY' },
    ]);
    expect(limitsInput(typeof limits === 'string' ? null : [...limits])).toBe('500.00 USD, 12.500 KWD, 40000 JPY');
    expect(parseLimits('  ')).toEqual([]);
  });

  it.each([
    ['500', '“500” is not an amount and a currency, such as 500 USD.'],
    ['500 XXX', '“500 XXX” is not an amount and a currency, such as 500 USD.'],
    ['1.2.3 USD', '“1.2.3 USD” is not an amount of USD.'],
    ['0.5 JPY', '“0.5 JPY” is not an amount of JPY.'],
    ['-5 USD', '“-5 USD” is not an amount and a currency, such as 500 USD.'],
    ['5 USD, 6 USD', 'USD stands there twice.'],
  ])('say what is wrong with %j', (text, fault) => {
    expect(parseLimits(text)).toBe(fault);
  });

  it('tell no limit from no amount', () => {
    expect([limitsText(null), limitsText([])]).toEqual(['no limit', 'may approve nothing alone']);
  });
});

describe('a change of a person', () => {
  it('names what becomes different, and all of a new person', () => {
    expect(changesOf(BERT, { ...BERT, limits: null, isActive: false })).toEqual([
      'Approves alone: 500.00\u00a0USD becomes no limit',
      'State: active becomes has left',
    ]);
    expect(changesOf(null, { ...BERT, roles: [], operatorId: null })).toEqual([
      'Name: Bert',
      'Operator id: none',
      'Roles: no role',
      'Approves alone: 500.00\u00a0USD',
      'State: active',
    ]);
  });
});
