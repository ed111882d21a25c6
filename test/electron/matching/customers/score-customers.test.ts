import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  comparableCustomers,
  knowsColumns,
  scoreCustomers,
  type Comparable,
  type ScoredCustomers,
} from '../../../../electron/matching/customers/score-customers.ts';
import type { PeopleSoftParty, StripeParty } from '../../../../electron/matching/customers/parties.ts';
import type { LinkModel } from '../../../../electron/matching/parties/link-model.ts';
import { probabilityOf } from '../../../../electron/matching/parties/score-pairs.ts';
import { comparedParties } from '../../../../electron/matching/customers/compared-parties.ts';
import { DEFAULT_LINKING, type LinkingRules } from '../../../../shared/contract/profile-linking.ts';
import { NO_PARTICULARS, type Particulars } from '../../../../shared/domain/customer-particulars.ts';
import { sampleCrosswalk } from '../../../bench/quality/customers/sample-crosswalk.ts';

let company: Comparable;
let model: LinkModel;
let scored: ScoredCustomers;
beforeAll(() => {
  company = comparableCustomers(sampleCrosswalk(31, 'harder'));
  scored = scoreCustomers(company, null);
  ({ model } = scored);
});

const stripe = (
  name: string,
  particulars: Partial<Particulars> = {},
  fields: Partial<StripeParty> = {},
): StripeParty => ({
  account: 'acct_sample',
  customerId: 'cus_new',
  name,
  storedIds: [],
  particulars: { ...NO_PARTICULARS, ...particulars },
  ...fields,
});
const peopleSoft = (custId: string, name: string, particulars: Partial<Particulars> = {}): PeopleSoftParty => ({
  setId: 'SHARE',
  custId,
  name,
  status: 'active',
  externalId: null,
  present: true,
  particulars: { ...NO_PARTICULARS, ...particulars },
});
const eu = (value: string) => ({ taxIds: [{ type: 'eu_vat', value }] });

/** Candidates of one new Stripe customer among the company and some more PeopleSoft customers, under the frozen model. */
function candidatesOf(customer: StripeParty, more: readonly PeopleSoftParty[], rules: LinkingRules = DEFAULT_LINKING) {
  const among = { stripe: [...company.stripe, customer], peopleSoft: [...company.peopleSoft, ...more] };
  const found = scoreCustomers(among, model, rules).customers.find(({ customerId }) => customerId === 'cus_new');
  return new Map(found?.candidates.map((each) => [each.custId, each]));
}
const textOf = (found: ScoredCustomers) =>
  JSON.stringify(
    found.customers
      .map(({ customerId, candidates }) => [customerId, candidates.map(({ custId, score }) => [custId, score])])
      .toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
  );

describe('the scores of customers', () => {
  it('are the same whatever the order of the customers', () => {
    const shuffled = fc.record({
      left: fc.shuffledSubarray([...company.stripe], { minLength: company.stripe.length }),
      right: fc.shuffledSubarray([...company.peopleSoft], { minLength: company.peopleSoft.length }),
    });
    fc.assert(
      fc.property(shuffled, ({ left, right }) => {
        expect(textOf(scoreCustomers({ stripe: left, peopleSoft: right }, null))).toBe(textOf(scored));
      }),
      { numRuns: 3 },
    );
  });

  it('do not follow from ids of either system', () => {
    const renamed: Comparable = {
      stripe: company.stripe.map((each, at) => ({ ...each, customerId: `cus_${(at * 7919) % 10_007}` })),
      peopleSoft: company.peopleSoft.map((each, at) => ({ ...each, custId: `Z${(at * 104_729) % 10_007}` })),
    };
    const all = ({ customers }: ScoredCustomers) =>
      customers.map(({ candidates }) => candidates.map(({ score }) => score).join(' ')).toSorted();
    expect(all(scoreCustomers(renamed, null))).toEqual(all(scored));
  });

  it('are what the points of their reasons come to, field by field', () => {
    const signals = new Set<string>();
    for (const { candidates } of scored.customers)
      for (const { score, reasons } of candidates) {
        for (const { signal } of reasons) signals.add(signal);
        expect(score).toBe(probabilityOf(reasons.reduce((sum, { points }) => sum + points, 0)));
      }
    for (const signal of ['name', 'street', 'city', 'postalCode', 'country', 'phone', 'email', 'vatId', 'otherName'])
      expect(signals).toContain(signal);
  });

  it('stay as they are beside a customer who shares nothing, while the model is frozen', () => {
    const stranger = peopleSoft('X1', 'Qzwyx Vjkrl', { phone: '987654321012', country: 'ZW', city: 'Xqtplm' });
    const among = { ...company, peopleSoft: [...company.peopleSoft, stranger] };
    expect(textOf(scoreCustomers(among, model))).toBe(textOf(scoreCustomers(company, model)));
  });

  it('find a party under another name by its tax id and place', () => {
    const place = { street: 'Quellweg 17', city: 'Xanten', postalCode: '46509', country: 'DE' };
    const found = candidatesOf(stripe('Aurora Handel', place, eu('DE811907980')), [
      peopleSoft('X1', 'Zeppelin Verwaltung GmbH', { ...place, street: 'QUELLWEG 17', vatId: '811907980' }),
    ]);
    expect(found.get('X1')?.score).toBeGreaterThan(0.9);
  });

  it('take the name a customer trades under for its name', () => {
    const rivals = [peopleSoft('X1', 'Kestrel Holdings Zwei AG', { otherName: 'Quarzsand Direkt' })];
    const found = candidatesOf(stripe('Quarzsand Direkt'), rivals).get('X1');
    expect(found?.score).toBeGreaterThan(0.5);
    expect(found?.reasons.find(({ signal }) => signal === 'otherName')).toMatchObject({ agreement: 'equal' });
    expect(found?.score).toBe(probabilityOf(found?.reasons.reduce((sum, { points }) => sum + points, 0) ?? 0));
  });

  it('hold a mail domain that everybody may have for no evidence', () => {
    const of = (domain: string) =>
      candidatesOf(stripe('Aurora Handel', { email: `kasse@${domain}` }), [
        peopleSoft('X1', 'Aurora Handel', { email: `buchhaltung@${domain}` }),
      ])
        .get('X1')
        ?.reasons.find(({ signal }) => signal === 'email')?.points ?? 0;
    expect(of('aurora-handel-xanten.de')).toBeGreaterThan(100);
    expect(of('gmail.com')).toBeLessThanOrEqual(0);
  });
});

describe('an id of the party', () => {
  const place = { street: 'Quellweg 17', city: 'Xanten', postalCode: '46509', country: 'DE' };

  it('forbids all resemblance when it is another one, and not with a typing error', () => {
    const score = (vatId: string) =>
      candidatesOf(stripe('Aurora Handel GmbH', place, eu('DE 811 907 980')), [
        peopleSoft('X1', 'Aurora Handel GmbH', { ...place, vatId }),
      ]).get('X1')?.score ?? 0;
    expect(score('811907980')).toBeGreaterThan(0.99);
    expect(score('DE811907908')).toBeGreaterThan(0.5);
    expect(score('DE129273398')).toBe(0);
  });

  it('forbids nothing where the site does not let it win', () => {
    const rules = { compare: DEFAULT_LINKING.compare, precedence: [] };
    const found = candidatesOf(
      stripe('Aurora Handel GmbH', place, eu('DE811907980')),
      [peopleSoft('X1', 'Aurora Handel GmbH', { ...place, vatId: 'DE129273398' })],
      rules,
    );
    expect(found.get('X1')?.score).toBeGreaterThan(0.5);
  });

  it('is another id when a digit differs, where a third system numbers its customers', () => {
    const score = (sharedId: string) =>
      candidatesOf(stripe('Aurora Handel GmbH', { ...place, sharedId: 'A-100471' }), [
        peopleSoft('X1', 'Aurora Handel GmbH', { ...place, sharedId }),
      ]).get('X1')?.score ?? 0;
    expect(score('a 100471')).toBeGreaterThan(0.99);
    expect(score('A-100472')).toBe(0);
  });

  it('that stands first decides over one behind it, and no field is compared that the site leaves out', () => {
    const customer = stripe('Aurora Handel GmbH', { ...place, sharedId: 'A-100471' }, eu('DE811907980'));
    const other = peopleSoft('X1', 'Aurora Handel GmbH', { ...place, sharedId: 'A-100471', vatId: 'DE129273398' });
    expect(candidatesOf(customer, [other]).get('X1')?.score).toBeGreaterThan(0.9);
    const taxFirst = { compare: DEFAULT_LINKING.compare, precedence: ['taxId', 'sharedId'] as const };
    expect(candidatesOf(customer, [other], taxFirst).get('X1')).toBeUndefined();
    const placeOnly = candidatesOf(customer, [other], { compare: ['address'] }).get('X1');
    expect(placeOnly?.reasons.map(({ signal }) => signal)).not.toContain('name');
    expect(placeOnly?.reasons.map(({ signal }) => signal)).not.toContain('vatId');
  });
});

describe('a frozen model', () => {
  it('that has never seen a column is told from one that has', () => {
    const names = scoreCustomers(company, null, { compare: ['name'] }).model;
    const { keys } = comparedParties(company.stripe, company.peopleSoft, DEFAULT_LINKING);
    expect(knowsColumns(model, keys)).toBe(true);
    expect(knowsColumns(names, keys)).toBe(false);
    expect(knowsColumns(model, ['name'])).toBe(true);
  });
});
