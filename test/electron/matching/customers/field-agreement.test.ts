import { describe, expect, it } from 'vitest';
import {
  equalIds,
  fieldAgreement,
  vetoingField,
  winningField,
} from '../../../../electron/matching/customers/field-agreement.ts';
import type { PeopleSoftParty, StripeParty } from '../../../../electron/matching/customers/parties.ts';
import { DEFAULT_LINKING } from '../../../../shared/contract/profile-linking.ts';
import { NO_PARTICULARS, type Particulars } from '../../../../shared/domain/customer-particulars.ts';

const ours = (particulars: Partial<Particulars>, taxIds: StripeParty['taxIds'] = []): StripeParty => ({
  account: 'acct_1',
  customerId: 'cus_A',
  name: 'Aurora Handel',
  storedIds: [],
  particulars: { ...NO_PARTICULARS, ...particulars },
  taxIds: taxIds ?? [],
});
const theirs = (particulars: Partial<Particulars>, name = 'AURORA HANDEL'): PeopleSoftParty => ({
  setId: 'SHARE',
  custId: '1001',
  name,
  status: 'active',
  externalId: null,
  present: true,
  particulars: { ...NO_PARTICULARS, ...particulars },
});
const vat = (value: string) => ({ type: 'eu_vat', value });

describe('how two customers agree in a field', () => {
  it('is by their own words for it, not by how they are written', () => {
    expect(fieldAgreement('name', ours({}), theirs({}))).toBe('equal');
    expect(fieldAgreement('name', ours({}), theirs({ otherName: 'Aurora  Handel' }, 'Zenith AG'))).toBe('equal');
    const place = { street: 'Hauptstraße 5', city: 'Köln' };
    expect(fieldAgreement('address', ours(place), theirs({ street: 'HAUPTSTR. 5', city: 'KÖLN' }))).toBe('equal');
    expect(fieldAgreement('address', ours(place), theirs({ street: 'Hauptstr. 5' }))).toBe('undecided');
    expect(fieldAgreement('phone', ours({ phone: '+49 221 555123' }), theirs({ phone: '0221/555-123' }))).toBe('equal');
    expect(fieldAgreement('email', ours({ email: 'a@x-y.de' }), theirs({ email: 'A@X-Y.DE' }))).toBe('equal');
  });

  it('says of ids that they differ only where both have one of the kind', () => {
    expect(fieldAgreement('taxId', ours({}, [vat('DE811907980')]), theirs({ vatId: '811 907 980' }))).toBe('equal');
    expect(fieldAgreement('taxId', ours({}, [vat('DE811907980')]), theirs({ taxId: '12/345/67890' }))).toBe(
      'undecided',
    );
    expect(fieldAgreement('taxId', ours({}, [vat('DE811907980')]), theirs({ vatId: 'DE129273398' }))).toBe('different');
    const several = [vat('ATU12345675'), vat('DE811907980')];
    expect(fieldAgreement('taxId', ours({}, several), theirs({ vatId: 'DE811907980' }))).toBe('equal');
    // Sites keep tax ids among their VAT registrations.
    expect(
      fieldAgreement('taxId', ours({}, [{ type: 'us_ein', value: '12-3456789' }]), theirs({ vatId: '123456789' })),
    ).toBe('equal');
    expect(fieldAgreement('sharedId', ours({ sharedId: 'A-1' }), theirs({ sharedId: '' }))).toBe('undecided');
    expect(fieldAgreement('sharedId', ours({ sharedId: 'A-1' }), theirs({ sharedId: 'A-2' }))).toBe('different');
  });
});

describe('the rules of a site', () => {
  const customer = ours({ sharedId: 'A-1', phone: '0221 555123' }, [vat('DE811907980')]);

  it('let the first field that agrees decide, and an id forbid that stands before it', () => {
    const party = theirs({ sharedId: 'A-1', vatId: 'DE129273398' });
    expect(winningField(DEFAULT_LINKING, customer, party)).toEqual({ field: 'sharedId', rank: 0 });
    expect(vetoingField(DEFAULT_LINKING, customer, party)).toBeNull();
    expect(vetoingField({ compare: DEFAULT_LINKING.compare, precedence: ['taxId'] }, customer, party)).toBe('taxId');
    expect(vetoingField({ compare: ['name', 'sharedId'] }, customer, party)).toBeNull();
    const byPhone = { compare: DEFAULT_LINKING.compare, precedence: ['phone', 'taxId'] as const };
    expect(vetoingField(byPhone, customer, theirs({ phone: '+49221555123', vatId: 'DE129273398' }))).toBeNull();
  });

  it('make ids that both have evidence of their own', () => {
    expect(equalIds(customer, theirs({ sharedId: 'a1', vatId: 'DE811907980' }))).toEqual({
      sharedId: 'a1',
      taxId: '811907980',
    });
    expect(equalIds(customer, theirs({ vatId: 'DE811907908' }))).toEqual({});
  });
});
