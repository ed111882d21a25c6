import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LINK_KINDS } from '../../../../shared/contract/rule-changes.ts';
import { NO_PARTICULARS } from '../../../../shared/domain/customer-particulars.ts';
import { agreementKeys, FIELDS_OF_KIND } from '../../../../electron/matching/customers/agreement-keys.ts';
import { fieldAgreement } from '../../../../electron/matching/customers/field-agreement.ts';

const some = (...values: string[]) => fc.constantFrom(null, '', ...values);
const place = {
  street: some('12 Wharf Street', '12 Wharf St.', '7 Mill Road'),
  city: some('Leeds', 'LEEDS', 'York'),
  postalCode: some('LS2 7EQ', 'ls27eq', 'YO1 6GA'),
  sharedId: some('E-1', 'e1', 'E-2'),
};
const name = fc.constantFrom('Alder Ltd', 'ALDER  LTD', 'Birch', '');
const aStripe = fc
  .record({ ...place, name, ids: fc.subarray(['GB395490875', '395490875', 'US12-3456789']) })
  .map(({ name: own, ids, ...particulars }) => ({
    account: 'acct_1',
    customerId: 'cus_A',
    name: own,
    storedIds: [],
    particulars: { ...NO_PARTICULARS, ...particulars },
    taxIds: ids.map((value) => ({ type: value.startsWith('US') ? 'us_ein' : 'gb_vat', value })),
  }));
const aPeopleSoft = fc
  .record({
    ...place,
    name,
    otherName: some('Alder Ltd', 'Birch'),
    vatId: some('GB395490875'),
    taxId: some('12-3456789'),
  })
  .map(({ name: own, ...particulars }) => ({
    setId: 'SHARE',
    custId: '1001',
    name: own,
    status: 'active' as const,
    externalId: null,
    present: true,
    particulars: { ...NO_PARTICULARS, ...particulars },
  }));

describe('keys of what customers agree in', () => {
  it('are shared by exactly those that agree wholly in all fields of the kind', () => {
    const met = { agree: 0, differ: 0 };
    fc.assert(
      fc.property(aStripe, aPeopleSoft, fc.constantFrom(...LINK_KINDS), (stripe, peopleSoft, kind) => {
        const agree = FIELDS_OF_KIND[kind].every((field) => fieldAgreement(field, stripe, peopleSoft) === 'equal');
        const theirs = agreementKeys(kind, peopleSoft);
        met[agree ? 'agree' : 'differ'] += 1;
        expect(agreementKeys(kind, stripe).some((key) => theirs.includes(key))).toBe(agree);
      }),
      { numRuns: 2_000 },
    );
    expect(Math.min(met.agree, met.differ)).toBeGreaterThan(100);
  });
});
