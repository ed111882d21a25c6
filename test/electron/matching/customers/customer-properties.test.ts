import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alias } from '../../../../electron/matching/customers/aliases.ts';
import { LINK_KINDS } from '../../../../shared/contract/rule-changes.ts';
import { DEFAULT_LINKING } from '../../../../shared/contract/profile-linking.ts';
import { aliasValue, withAliases, withoutAliases } from '../../../../electron/matching/customers/aliases.ts';
import type { PeopleSoftParty, StripeParty } from '../../../../electron/matching/customers/parties.ts';
import { partyKey } from '../../../../electron/matching/customers/party-key.ts';
import { linksInUse, proposeLinks, type StandingLink } from '../../../../electron/matching/customers/propose-links.ts';
import { comparableCustomers, scoreCustomers } from '../../../../electron/matching/customers/score-customers.ts';
import { probabilityOf } from '../../../../electron/matching/parties/score-pairs.ts';

const WORDS = 'alder birch cedar halvorsen sons marine nordic trading foundry ltd gmbh'.split(' ');
const aName = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
const aStripe = fc.uniqueArray(fc.record({ name: aName, id: fc.integer({ min: 1, max: 40 }) }), {
  selector: ({ id }) => id,
  minLength: 1,
  maxLength: 10,
});
const aPeopleSoft = fc.uniqueArray(
  fc.record({
    name: aName,
    id: fc.integer({ min: 1000, max: 1040 }),
    external: fc.constantFrom(null, null, 'cus_Else'),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 10 },
);
const anAlias = fc.record({ name: aName, id: fc.integer({ min: 1000, max: 1040 }) });
const aCompany = fc.record({ stripe: aStripe, peopleSoft: aPeopleSoft, aliases: fc.array(anAlias, { maxLength: 4 }) });

interface Company {
  readonly stripe: readonly StripeParty[];
  readonly peopleSoft: readonly PeopleSoftParty[];
  readonly aliases: readonly Alias[];
}
const companyOf = ({
  stripe,
  peopleSoft,
  aliases,
}: typeof aCompany extends fc.Arbitrary<infer C> ? C : never): Company => ({
  stripe: stripe.map(({ name, id }) => ({ account: 'acct_1', customerId: `cus_${id}`, name, storedIds: [] })),
  peopleSoft: peopleSoft.map(({ name, id, external }) => ({
    setId: 'SHARE',
    custId: String(id),
    name: name.toUpperCase(),
    status: 'active',
    externalId: external,
    present: true,
  })),
  aliases: aliases.map(({ name, id }) => ({
    kind: 'name',
    value: aliasValue('name', name) ?? '',
    spelling: name,
    custId: String(id),
    madeBy: 'clerk',
    madeDate: '2026-11-02',
    ownParty: null,
  })),
});
const scoredOf = ({ stripe, peopleSoft, aliases }: Company) => {
  const compared = comparableCustomers({ stripe, peopleSoft });
  if (compared.stripe.length === 0 || compared.peopleSoft.length === 0) return { plain: [], known: [] };
  const { model, customers } = scoreCustomers(compared, null);
  return { plain: customers, known: withAliases(customers, { compared, aliases, model }) };
};
const byParty = (scored: ReturnType<typeof scoredOf>['known']) =>
  new Map(scored.map(({ account, customerId, candidates }) => [partyKey(account, customerId), candidates]));
const linksOf = (company: Company, standing: readonly StandingLink[] = []) =>
  proposeLinks(company.stripe, company.peopleSoft, standing, byParty(scoredOf(company).known), DEFAULT_LINKING, RULE)
    .changes;
const RULE = { score: { fromScore: 0.9, leastMargin: 0.1 }, by: LINK_KINDS };
const numRuns = 60;

describe('customers of whatever names and aliases', () => {
  it('have candidates and links that do not depend on the order of anything', () => {
    fc.assert(
      fc.property(aCompany, (rows) => {
        const company = companyOf(rows);
        const turned = {
          stripe: company.stripe.toReversed(),
          peopleSoft: company.peopleSoft.toReversed(),
          aliases: company.aliases.toReversed(),
        };
        const sorted = (of: Company) =>
          [...byParty(scoredOf(of).known)].toSorted(([one], [two]) => (one < two ? -1 : 1));
        expect(sorted(turned)).toEqual(sorted(company));
        const links = (of: Company) =>
          linksOf(of)
            .map((each) => JSON.stringify(each))
            .toSorted();
        expect(links(turned)).toEqual(links(company));
      }),
      { numRuns },
    );
  });

  it('have explanations whose points give the score, and without their aliases are what they were', () => {
    fc.assert(
      fc.property(aCompany, (rows) => {
        const { plain, known } = scoredOf(companyOf(rows));
        for (const { candidates } of known)
          for (const { score, reasons } of candidates)
            expect(probabilityOf(reasons.reduce((sum, { points }) => sum + points, 0))).toBe(score);
        const without = known
          .map((each) => ({ ...each, candidates: withoutAliases(each.candidates) }))
          .filter(({ candidates }) => candidates.length > 0);
        expect(without).toEqual(plain);
      }),
      { numRuns },
    );
  });

  it('never get a pair again that a person rejected on the names as they are', () => {
    fc.assert(
      fc.property(aCompany, (rows) => {
        const company = companyOf(rows);
        const first = linksOf(company);
        const standing = first.map((change, at): StandingLink => {
          const { account, customerId, setId, custId, basis, evidence } = change;
          const of = { account, customerId, setId, custId, basis, evidence, validUntilDate: null, isByHand: true };
          return { ...of, linkId: at + 1, version: 1, state: 'rejected', decidedBy: 'clerk' };
        });
        const rejected = new Set(standing.map(({ customerId, custId }) => `${customerId} ${custId}`));
        const again = linksOf(company, standing).filter((each) => rejected.has(`${each.customerId} ${each.custId}`));
        expect(again).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('are never proposed for a customer that carries another Stripe customer’s id, whatever the names and aliases say', () => {
    fc.assert(
      fc.property(aCompany, (rows) => {
        const company = companyOf(rows);
        const vetoed = new Set(
          company.peopleSoft.flatMap(({ externalId, custId }) => (externalId === null ? [] : [custId])),
        );
        expect(linksOf(company).filter(({ custId }) => vetoed.has(custId))).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('have the links that a run uses, also when only the rows around one customer are read', () => {
    const rule = fc.constantFrom(RULE, { score: null, by: [] });
    const by = fc.constantFrom<Pick<StandingLink, 'state' | 'decidedBy' | 'validUntilDate' | 'isByHand'>>(
      { state: 'confirmed', decidedBy: 'clerk', validUntilDate: null, isByHand: true },
      { state: 'proposed', decidedBy: null, validUntilDate: null, isByHand: true },
      { state: 'rejected', decidedBy: 'clerk', validUntilDate: null, isByHand: true },
      { state: 'retired', decidedBy: 'clerk', validUntilDate: '2026-10-20', isByHand: true },
    );
    const status = fc.constantFrom<PeopleSoftParty['status']>('active', 'active', 'inactive');
    const said = fc.array(fc.record({ at: fc.nat(9), of: fc.nat(9), by }), { maxLength: 3 });
    const stored = fc.array(fc.record({ at: fc.nat(9), id: fc.integer({ min: 1000, max: 1040 }) }), { maxLength: 3 });
    const statuses = fc.array(status, { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(aCompany, rule, said, stored, statuses, (rows, rules, words, ids, states) => {
        const loose = companyOf(rows);
        const stripe = loose.stripe.map((party, at) => ({
          ...party,
          storedIds: ids.flatMap((each) => (each.at === at ? [String(each.id)] : [])),
        }));
        const peopleSoft = loose.peopleSoft.map((party, at) => ({
          ...party,
          status: states[at] ?? 'active',
          externalId: party.externalId === null ? null : (stripe[at]?.customerId ?? null),
        }));
        const scored = byParty(scoredOf({ ...loose, stripe, peopleSoft }).known);
        const run = (standing: readonly StandingLink[]) =>
          proposeLinks(stripe, peopleSoft, standing, scored, DEFAULT_LINKING, rules);
        let standing = new Map<string, StandingLink>();
        const write = (link: Omit<StandingLink, 'linkId' | 'version'>): void => {
          const key = `${link.customerId} ${link.custId}`;
          const { linkId = standing.size + 1, version = 0 } = standing.get(key) ?? {};
          standing = new Map([...standing, [key, { ...link, linkId, version: version + 1 }]]);
        };
        const settle = (): void => {
          for (const change of run([...standing.values()]).changes)
            write({ validUntilDate: null, isByHand: false, ...change });
        };
        settle();
        for (const { at, of, by: word } of words) {
          const [customer, party] = [stripe[at], peopleSoft[of]];
          if (customer === undefined || party === undefined) continue;
          const { account, customerId } = customer;
          const mine = [...standing.values()].filter((each) => each.customerId === customerId);
          if (word.state === 'confirmed' && mine.some(({ state }) => state === 'confirmed')) continue;
          const pair = { account, customerId, setId: party.setId, custId: party.custId };
          write({ basis: 'person', evidence: { chosenBy: 'clerk' }, ...pair, ...word });
        }
        // What one run makes room for the next one puts forward.
        settle();
        settle();
        const whole = run([...standing.values()]);
        expect(whole.changes).toEqual([]);
        for (const customer of stripe) {
          const key = partyKey(customer.account, customer.customerId);
          const mine = [...standing.values()].filter(({ customerId }) => customerId === customer.customerId);
          const named = new Set([...mine.map(({ custId }) => custId), ...customer.storedIds]);
          const around = peopleSoft.filter(
            ({ custId, externalId }) => named.has(custId) || externalId === customer.customerId,
          );
          const { usable, ended } = linksInUse([customer], around, mine, scored);
          expect(usable.get(key)).toEqual(whole.usable.get(key));
          expect(ended.get(key)).toEqual(whole.ended.get(key));
        }
      }),
      { numRuns: 300 },
    );
  });
});
