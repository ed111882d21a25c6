import { describe, expect, it } from 'vitest';
import { exactName } from '../../../../electron/matching/customers/exact-name.ts';
import type { PeopleSoftParty, StripeParty } from '../../../../electron/matching/customers/parties.ts';
import { NO_PARTICULARS, type Particulars } from '../../../../shared/domain/customer-particulars.ts';
import { proposeLinks, type StandingLink } from '../../../../electron/matching/customers/propose-links.ts';

const stripe = (name: string, storedIds: string[] = [], customerId = 'cus_A'): StripeParty => ({
  account: 'acct_1',
  customerId,
  name,
  storedIds,
});
const party = (custId: string, name: string, fields: Partial<PeopleSoftParty> = {}): PeopleSoftParty => ({
  setId: 'SHARE',
  custId,
  name,
  status: 'active',
  externalId: null,
  present: true,
  ...fields,
});
const standing = (custId: string, fields: Partial<StandingLink> = {}): StandingLink => ({
  linkId: 3,
  version: 1,
  account: 'acct_1',
  customerId: 'cus_A',
  setId: 'SHARE',
  custId,
  state: 'confirmed',
  basis: 'storedId',
  evidence: { stripeMetadata: custId },
  decidedBy: 'stored id',
  validUntilDate: null,
  isByHand: false,
  ...fields,
});
const usable = (result: ReturnType<typeof proposeLinks>) => result.usable.get('acct_1|cus_A');

describe('customer links', () => {
  it('confirms a stored id of either side, and of both when they agree', () => {
    for (const [storedIds, externalId] of [
      [['1001'], null],
      [[], 'cus_A'],
      [['1001'], 'cus_A'],
    ] as const) {
      const result = proposeLinks([stripe('X', [...storedIds])], [party('1001', 'Y', { externalId })], []);
      expect(result.changes).toMatchObject([
        { custId: '1001', state: 'confirmed', basis: 'storedId', decidedBy: 'stored id' },
      ]);
      expect(usable(result)?.strength).toBe('confirmed');
    }
  });

  it('proposes nothing, not even by name, when stored ids contradict each other or lead nowhere', () => {
    const same = party('1001', 'X');
    const cases: [StripeParty, PeopleSoftParty[]][] = [
      [stripe('X', ['1001']), [same, party('2002', 'Z', { externalId: 'cus_A' })]],
      [stripe('X'), [party('1001', 'X', { externalId: 'cus_A' }), party('2002', 'Z', { externalId: 'cus_A' })]],
      [stripe('X', ['1001', '2002']), [same, party('2002', 'Z')]],
      [stripe('X', ['9999']), [same]],
    ];
    for (const [customer, parties] of cases) {
      const result = proposeLinks([customer], parties, []);
      expect(result).toMatchObject({ changes: [], conflicts: 1 });
      expect(usable(result)).toBeUndefined();
    }
  });

  it('proposes an exactly equal name, never one that several customers have', () => {
    expect(exactName('  Müller\u00A0 Straße ｇｍｂｈ ')).toBe('MÜLLER STRASSE GMBH');
    expect(exactName('Halvorsen & Sons')).not.toBe(exactName('Halvorsen and Sons'));
    const result = proposeLinks([stripe('Brightwater  logistics')], [party('1001', 'BRIGHTWATER LOGISTICS')], []);
    expect(result.changes).toMatchObject([{ custId: '1001', state: 'proposed', basis: 'exactName', decidedBy: null }]);
    expect(usable(result)?.strength).toBe('proposed');
    const namesakes = proposeLinks([stripe('X')], [party('1001', 'x'), party('2002', 'X')], []);
    expect(namesakes.changes).toEqual([]);
    expect(namesakes.notes.get('acct_1|cus_A')).toBe('2 PeopleSoft customers have the name of its Stripe customer.');
  });

  it('changes nothing that already stands', () => {
    const result = proposeLinks([stripe('X', ['1001'])], [party('1001', 'Y')], [standing('1001')]);
    expect(result.changes).toEqual([]);
    expect(usable(result)).toMatchObject({ linkId: 3, strength: 'confirmed' });
  });

  it('makes a proposal, in one step, of a link whose stored id is gone and whose names resemble', () => {
    const scored = new Map([['acct_1|cus_A', [{ custId: '1001', score: 0.9 }]]]);
    const result = proposeLinks([stripe('Ypsilon')], [party('1001', 'Ypsilon Ltd')], [standing('1001')], scored);
    expect(result.changes).toMatchObject([{ linkId: 3, state: 'proposed', basis: 'score', decidedBy: null }]);
    expect(usable(result)).toMatchObject({ linkId: 3, strength: 'proposed' });
  });

  it('proposes what stands out by its score, never where two are about equal or the score is low', () => {
    const parties = [party('1001', 'Ypsilon Ltd'), party('2002', 'Ypsilon Inc')];
    const proposed = (first: number, second: number) => {
      const list = [
        { custId: '1001', score: first },
        { custId: '2002', score: second },
      ];
      const { changes } = proposeLinks([stripe('Ypsilon')], parties, [], new Map([['acct_1|cus_A', list]]));
      return changes.map(({ custId, state, basis }) => [custId, state, basis]);
    };
    expect(proposed(0.9, 0.1)).toEqual([['1001', 'proposed', 'score']]);
    expect(proposed(0.55, 0.5)).toEqual([]);
    expect(proposed(0.4, 0.1)).toEqual([]);
  });

  it('keeps what a person confirmed, but in doubt when a stored id says otherwise', () => {
    const person = standing('2002', { basis: 'person', decidedBy: 'clerk', evidence: {} });
    const result = proposeLinks([stripe('X', ['1001'])], [party('1001', 'Y'), party('2002', 'Z')], [person]);
    expect(result.changes).toEqual([]);
    expect(usable(result)).toMatchObject({ custId: '2002', strength: 'doubtful' });
  });

  it('does not bring back what a person rejected until its evidence changes', () => {
    const rejected = standing('1001', {
      state: 'rejected',
      basis: 'exactName',
      evidence: { name: 'X' },
      decidedBy: 'clerk',
    });
    expect(proposeLinks([stripe('X')], [party('1001', 'X')], [rejected]).changes).toEqual([]);
    const changed = proposeLinks([stripe('New Name')], [party('1001', 'NEW NAME')], [rejected]);
    expect(changed.changes).toMatchObject([{ linkId: 3, state: 'proposed' }]);
  });

  it('trusts a link to an inactive or vanished customer for nothing automatic', () => {
    const inactive = proposeLinks(
      [stripe('X', ['1001'])],
      [party('1001', 'Y', { status: 'inactive' })],
      [standing('1001')],
    );
    expect(usable(inactive)).toMatchObject({ strength: 'doubtful', note: 'Customer 1001 is inactive in PeopleSoft.' });
    const template = proposeLinks([stripe('X', ['1001'])], [party('1001', 'Y', { status: 'template' })], []);
    expect(template).toMatchObject({ changes: [], conflicts: 1 });
  });
});

describe('links under the rules of a site', () => {
  const vat = (value: string) => ({ taxIds: [{ type: 'eu_vat', value }] });
  const having = (particulars: Partial<Particulars>) => ({ particulars: { ...NO_PARTICULARS, ...particulars } });

  it('never rest on a name beside another tax id, and say so', () => {
    const customer = { ...stripe('X GmbH'), ...vat('DE811907980') };
    const result = proposeLinks([customer], [party('1001', 'X GmbH', having({ vatId: 'DE129273398' }))], []);
    expect(result.changes).toEqual([]);
    expect(result.notes.get('acct_1|cus_A')).toBe(
      "PeopleSoft has a customer of its Stripe customer's name, with another tax id.",
    );
  });

  it('put the candidate of the same tax id before one with a better score, and nothing between two of them', () => {
    const customer = { ...stripe('X GmbH'), ...vat('DE811907980') };
    const parties = [
      party('1001', 'Y GmbH', having({ vatId: '811907980' })),
      party('2002', 'X Gesellschaft', having({})),
      party('3003', 'Z GmbH', having({ vatId: 'DE811907980' })),
    ];
    const scored = (ids: readonly string[]) =>
      new Map([['acct_1|cus_A', ids.map((custId, at) => ({ custId, score: 0.6 - at / 10 }))]]);
    const links = (ids: readonly string[]) => proposeLinks([customer], parties, [], scored(ids)).changes;
    expect(links(['2002', '1001'])).toMatchObject([
      { custId: '1001', state: 'proposed', basis: 'score', evidence: { taxId: '811907980' } },
    ]);
    expect(links(['2002', '3003', '1001'])).toMatchObject([{ custId: '3003' }]);
    const equals = new Map([['acct_1|cus_A', ['1001', '3003'].map((custId) => ({ custId, score: 0.6 }))]]);
    expect(proposeLinks([customer], parties, [], equals).changes).toEqual([]);
  });

  it('bring a rejected pair back when both have an id that was not known before', () => {
    const rejected = standing('1001', {
      state: 'rejected',
      basis: 'exactName',
      evidence: { name: 'X' },
      decidedBy: 'dana',
    });
    const customer = { ...stripe('X'), ...vat('DE811907980') };
    expect(proposeLinks([customer], [party('1001', 'X')], [rejected]).changes).toEqual([]);
    const known = party('1001', 'X', having({ vatId: 'DE811907980' }));
    expect(proposeLinks([customer], [known], [rejected]).changes).toMatchObject([
      { custId: '1001', state: 'proposed' },
    ]);
  });

  it('never make a link by a shared id: that is put forward like any other', () => {
    const customer = { ...stripe('X'), ...having({ sharedId: 'A-1' }) };
    const other = party('1001', 'X', having({ sharedId: 'A-1' }));
    expect(proposeLinks([customer], [other], []).changes).toMatchObject([{ state: 'proposed', decidedBy: null }]);
  });

  it('do not rest on names that the site leaves out', () => {
    const rules = { compare: ['taxId'] as const };
    expect(proposeLinks([stripe('X')], [party('1001', 'X')], [], new Map(), rules).changes).toEqual([]);
  });
});
