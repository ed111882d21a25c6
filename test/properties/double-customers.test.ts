import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findDoubles } from '../../electron/matching/customers/double-customers.ts';
import { withMerges } from '../../electron/matching/customers/merged-links.ts';
import { partyKey } from '../../electron/matching/customers/party-key.ts';
import type { UsableLink } from '../../electron/matching/customers/propose-links.ts';
import type { PartyColumns } from '../../electron/matching/parties/party-columns.ts';
import { probabilityOf } from '../../electron/matching/parties/score-pairs.ts';

const FIELDS = ['name', 'street', 'postalCode', 'phone', 'email', 'taxId'] as const;
type Customer = Readonly<Record<(typeof FIELDS)[number], string>>;

const word = fc.constantFrom(
  ...'Alder Birch Cedar Dogwood Elm Fir Ginkgo Hazel Marine Optics Bakery Supply'.split(' '),
);
const some = (values: readonly string[]) => fc.constantFrom('', ...values);
const customer: fc.Arbitrary<Customer> = fc.record({
  name: fc.tuple(word, word, fc.constantFrom('Ltd', 'Limited', 'GmbH')).map((words) => words.join(' ')),
  street: some(['12 Wharf Street', '12 Wharf St.', '7 Mill Road']),
  postalCode: some(['LS2 7EQ', '10115']),
  phone: some(['+44 113 496 0055', '0113 4960055', '+1 212 555 0100']),
  email: some(['ar@alder.test', 'ap@alder.test', 'x@gmail.com']),
  taxId: some(['GB395490875', 'GB395490123']),
});
const pairKey = (one: number, other: number): string => `${Math.min(one, other)},${Math.max(one, other)}`;
const columnsOf = (customers: readonly Customer[]): PartyColumns => ({
  count: customers.length,
  fields: Object.fromEntries(FIELDS.map((field) => [field, customers.map((each) => each[field])])),
});
/** Suspicions by the customers in them, each by its place in `customers`. */
const found = (customers: readonly Customer[], order: readonly number[], apart: ReadonlySet<string> = new Set()) => {
  const placed = order.map((at) => customers[at] as Customer);
  const { suspicions } = findDoubles(columnsOf(placed), null, (one, other) =>
    apart.has(pairKey(order[one] ?? -1, order[other] ?? -1)),
  );
  return suspicions
    .map(({ rows, ...rest }) => ({ ...rest, members: rows.map((row) => order[row] ?? -1).toSorted((a, b) => a - b) }))
    .toSorted((one, other) => (one.members.join() < other.members.join() ? -1 : 1));
};
const shuffled = fc
  .array(customer, { minLength: 2, maxLength: 24 })
  .chain((customers) =>
    fc.tuple(fc.constant(customers), fc.shuffledSubarray([...customers.keys()], { minLength: customers.length })),
  );

describe('suspected double customers', () => {
  it('are the same whatever the order of the customers, with points that give the score', () => {
    fc.assert(
      fc.property(shuffled, ([customers, order]) => {
        const forwards = found(customers, [...customers.keys()]);
        expect(found(customers, order)).toEqual(forwards);
        for (const { score, reasons } of forwards)
          expect(probabilityOf(reasons.reduce((sum, { points }) => sum + points, 0))).toBe(score);
      }),
      { numRuns: 60 },
    );
  });

  it('never hold two that are told apart, and nothing of the rest is lost by that', () => {
    fc.assert(
      fc.property(shuffled, fc.nat(), ([customers, order], pick) => {
        const free = found(customers, order);
        const pairs = free.flatMap(({ members }) =>
          members.flatMap((one, at) => members.slice(at + 1).map((other) => [one, other] as const)),
        );
        const veto = pairs[pick % Math.max(1, pairs.length)];
        if (veto === undefined) return;
        const held = found(customers, order, new Set([pairKey(veto[0], veto[1])]));
        for (const { members } of held) expect(veto.every((member) => members.includes(member))).toBe(false);
        const left = new Set(held.flatMap(({ members }) => members));
        const kept = free.filter(({ members }) => members.length > 2).flatMap(({ members }) => members);
        for (const member of kept) expect(left.has(member)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('are not changed by customers that share nothing with them while the model is frozen', () => {
    fc.assert(
      fc.property(fc.array(customer, { minLength: 4, maxLength: 20 }), (customers) => {
        const never = () => false;
        const { model, suspicions } = findDoubles(columnsOf(customers), null, never);
        const stranger = { name: 'Zylinder Quellwasser', street: '', postalCode: '', phone: '', email: '', taxId: '' };
        expect(findDoubles(columnsOf([...customers, stranger]), model, never).suspicions).toEqual(suspicions);
      }),
      { numRuns: 40 },
    );
  });
});

describe('links of merged customers', () => {
  const strength = fc.constantFrom<UsableLink['strength']>('proposed', 'doubtful', 'confirmed');
  const link = fc.option(fc.record({ custId: fc.constantFrom('1001', '1002'), strength }), { nil: null });

  it('agree: all confirmed to one customer, or none beyond doubt; taken apart they are what they were', () => {
    fc.assert(
      fc.property(fc.array(link, { minLength: 2, maxLength: 4 }), (links) => {
        const members = links.map((_, at) => `cus_${at}`);
        const usable = new Map(
          links.flatMap((each, at): [string, UsableLink][] =>
            each === null ? [] : [[partyKey('acct_1', members[at] ?? ''), { linkId: at + 1, note: null, ...each }]],
          ),
        );
        const before = {
          changes: [],
          usable,
          ended: new Map(),
          notes: new Map([[partyKey('acct_1', 'cus_0'), 'why']]),
          conflicts: 0,
          byRule: new Map(),
        };
        const kept = structuredClone(before);
        const after = withMerges(before, [{ account: 'acct_1', members }]);
        expect(before).toEqual(kept);
        expect(withMerges(before, [])).toBe(before);
        const strong = [...usable.values()].filter((each) => each.strength !== 'proposed');
        const custIds = new Set(strong.map(({ custId }) => custId));
        const all = members.map((member) => after.usable.get(partyKey('acct_1', member)));
        const isRight = [
          () => isDeepStrictEqual(after.usable, usable),
          () => all.every((each) => custIds.has(each?.custId ?? '')),
          () => all.every((each) => each?.strength === 'doubtful'),
        ][custIds.size];
        expect(isRight?.()).toBe(true);
      }),
    );
  });
});
