import { describe, expect, it } from 'vitest';
import { ruleSentence, sideBySide } from '../../../../electron/engine/customers/side-by-side.ts';
import type { PeopleSoftParty, StripeParty } from '../../../../electron/matching/customers/parties.ts';
import { DEFAULT_LINKING } from '../../../../shared/contract/profile-linking.ts';
import { NO_PARTICULARS } from '../../../../shared/domain/customer-particulars.ts';

const stripe: StripeParty = {
  account: 'acct_1',
  customerId: 'cus_A',
  name: 'Aurora',
  storedIds: [],
  particulars: { ...NO_PARTICULARS, city: 'Köln', email: 'a@aurora.example', sharedId: 'A-1' },
  taxIds: [
    { type: 'eu_vat', value: 'DE811907980' },
    { type: 'de_stn', value: '12/345/67890' },
  ],
};
const peopleSoft: PeopleSoftParty = {
  setId: 'SHARE',
  custId: '1001',
  name: 'AURORA AG',
  status: 'active',
  externalId: null,
  present: true,
  particulars: { ...NO_PARTICULARS, city: 'KÖLN', vatId: 'DE129273398', phone: '0221 1', sharedId: 'A-1' },
};

describe('two customers side by side', () => {
  it('show what either knows, with what each field added to the score', () => {
    const reasons = [
      { signal: 'start', agreement: null, points: -500, text: '' },
      { signal: 'city', agreement: 'equal' as const, points: 320, text: '' },
      { signal: 'externalId', agreement: 'equal' as const, points: 900, text: '' },
    ];
    expect(sideBySide(stripe, peopleSoft, reasons)).toEqual([
      { field: 'name', stripe: 'Aurora', peopleSoft: 'AURORA AG', agreement: 'notCompared', points: null },
      { field: 'city', stripe: 'Köln', peopleSoft: 'KÖLN', agreement: 'equal', points: 320 },
      { field: 'phone', stripe: null, peopleSoft: '0221 1', agreement: 'unknown', points: null },
      { field: 'email', stripe: 'a@aurora.example', peopleSoft: null, agreement: 'unknown', points: null },
      { field: 'vatId', stripe: 'DE811907980', peopleSoft: 'DE129273398', agreement: 'notCompared', points: null },
      { field: 'taxId', stripe: '12/345/67890', peopleSoft: null, agreement: 'unknown', points: null },
      { field: 'sharedId', stripe: 'A-1', peopleSoft: 'A-1', agreement: 'equal', points: 900 },
    ]);
  });

  it('stand under the rules of the site, in a sentence', () => {
    expect(ruleSentence(DEFAULT_LINKING, stripe, peopleSoft)).toContain('Both have the same shared id');
    expect(ruleSentence({ compare: ['name', 'taxId'] }, stripe, peopleSoft)).toContain('another tax id');
    expect(ruleSentence({ compare: ['name'] }, stripe, peopleSoft)).toBeNull();
  });
});
