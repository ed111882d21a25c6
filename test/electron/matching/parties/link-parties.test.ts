import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dedupeParties, linkParties } from '../../../../electron/matching/parties/link-parties.ts';
import { oneToOne } from '../../../../electron/matching/parties/one-to-one.ts';
import type { PartyColumns } from '../../../../electron/matching/parties/party-columns.ts';
import { organisations } from '../../../bench/quality/parties/organisations.ts';
import { persons } from '../../../bench/quality/parties/persons.ts';

const names = (...name: string[]): PartyColumns => ({ count: name.length, fields: { name } });

/** The parties in another order, and where each row went. */
function reordered(parties: PartyColumns, order: readonly number[]): PartyColumns {
  const move = (column: readonly string[]) => order.map((row) => column[row] ?? '');
  return {
    count: parties.count,
    fields: Object.fromEntries(Object.entries(parties.fields).map(([field, column]) => [field, move(column)])),
    other: (parties.other ?? []).map(move),
  };
}

function plus(parties: PartyColumns, value: string): PartyColumns {
  const add = (column: readonly string[]) => [...column, value];
  return {
    count: parties.count + 1,
    fields: Object.fromEntries(Object.entries(parties.fields).map(([field, column]) => [field, add(column)])),
    other: (parties.other ?? []).map(add),
  };
}

const rowsAsText = (
  rows: { left: Int32Array; right: Int32Array; score: Float64Array },
  left: readonly number[],
  right: readonly number[],
) => Array.from(rows.score, (score, at) => `${left[rows.left[at] ?? 0]} ${right[rows.right[at] ?? 0]} ${score}`).sort();
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);
const order = (count: number) => fc.shuffledSubarray(upTo(count), { minLength: count, maxLength: count });

const companies = organisations(77, 120);
const people = persons(78, 90);

describe('linked parties', () => {
  it.each([companies, people])('are the same in any order of the rows ($kind)', ({ left, right }) => {
    const expected = linkParties(left, right);
    const pairs = rowsAsText(expected.rows(), upTo(left.count), upTo(right.count));
    const single = rowsAsText(oneToOne(expected), upTo(left.count), upTo(right.count));
    expect(pairs.length).toBeGreaterThan(20);
    fc.assert(
      fc.property(order(left.count), order(right.count), (ours, theirs) => {
        const found = linkParties(reordered(left, ours), reordered(right, theirs));
        expect(rowsAsText(found.rows(), ours, theirs)).toEqual(pairs);
        expect(rowsAsText(oneToOne(found), ours, theirs)).toEqual(single);
      }),
      { numRuns: 6 },
    );
  });

  it.each([companies, people])(
    'are not changed by a row that shares nothing with them, while the model is frozen ($kind)',
    ({ left, right }) => {
      const { model } = linkParties(left, right);
      const frozen = JSON.parse(JSON.stringify(model)) as typeof model;
      const before = linkParties(left, right, { model: frozen });
      const after = linkParties(plus(left, 'Qzxwvuy'), plus(right, '987650123456'), { model: frozen });
      expect(rowsAsText(after.rows(), upTo(left.count + 1), upTo(right.count + 1))).toEqual(
        rowsAsText(before.rows(), upTo(left.count), upTo(right.count)),
      );
    },
  );

  it.each([companies, people])('have reasons whose points add up to the score ($kind)', ({ left, right }) => {
    const linked = linkParties(left, right);
    const rows = linked.rows();
    for (let at = 0; at < rows.score.length; at += 1) {
      const why = linked.explain(rows.left[at] ?? 0, rows.right[at] ?? 0);
      const points = why?.reasons.reduce((sum, reason) => sum + reason.points, 0) ?? Number.NaN;
      expect(why?.score).toBe(rows.score[at]);
      expect(1 / (1 + Math.exp(-points / 100))).toBeCloseTo(rows.score[at] ?? -1, 5);
    }
  });

  it('are found with a single column of few rows', () => {
    const linked = linkParties(
      names('Halvorsen & Sons AS', 'Müller Maschinenbau GmbH', 'Micro Soft Inc'),
      names('HALVORSEN AND SONS', 'MÃ¼ller Maschinenbau', 'Microsoft Corporation', 'Other Name'),
    );
    for (const row of [0, 1, 2]) expect([row, linked.scoreOf(row, row) > 0.5]).toEqual([row, true]);
    expect(linked.scoreOf(0, 3)).toBeLessThan(0.05);
  });

  it('never prefer one of two equal candidates', () => {
    const linked = linkParties(
      names('Alpha Logistics Ltd'),
      names('Alpha Logistics Ltd', 'Alpha Logistics Ltd', 'Beta'),
    );
    expect(linked.scoreOf(0, 0)).toBe(linked.scoreOf(0, 1));
    expect(linked.scoreOf(0, 0)).toBeLessThanOrEqual(0.75);
    expect(oneToOne(linked).left.length).toBe(0);
  });

  it('are nothing where there is nothing', () => {
    expect(linkParties(names(), names('A')).rows().left.length).toBe(0);
    expect(linkParties(names('', ''), names('', '')).rows().left.length).toBe(0);
    expect(dedupeParties(names()).rows().left.length).toBe(0);
  });

  it('of two tax ids or external ids are never merged, whatever else agrees', () => {
    for (const field of ['taxId', 'externalId'] as const) {
      const side = (id: string): PartyColumns => ({
        count: 1,
        fields: { name: ['Halvorsen Tooling AS'], city: ['Bergen'], [field]: [id] },
      });
      expect(linkParties(side('987654321'), side('987654321')).scoreOf(0, 0)).toBeGreaterThan(0.95);
      expect(linkParties(side('987654321'), side('123450678')).scoreOf(0, 0)).toBeLessThan(0.001);
    }
  });
});

describe('one file', () => {
  it('gives each pair of doubles once and none with itself', () => {
    const { left, right, truth } = organisations(79, 150);
    const both = names(...(left.fields.name ?? []), ...(right.fields.name ?? []));
    const rows = dedupeParties(both).rows();
    const pairs = Array.from(rows.left, (row, at) => [row, rows.right[at] ?? 0].sort((a, b) => a - b).join(' '));
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(rows.left.every((row, at) => row !== rows.right[at])).toBe(true);
    const found = new Set(pairs.filter((_, at) => (rows.score[at] ?? 0) >= 0.3));
    const hits = truth.filter(([a, b]) => found.has(`${a} ${left.count + b}`)).length;
    expect(hits / truth.length).toBeGreaterThan(0.7);
  });
});

describe('rows that say the very same', () => {
  it('are doubles as far as what they say is rare, and none where they say nothing', () => {
    const linked = dedupeParties(names('Halvorsen Tooling AS', 'Halvorsen Tooling AS', '', '', 'Beta'));
    expect(linked.scoreOf(0, 1)).toBeGreaterThan(0.9);
    expect(linked.explain(0, 1)?.score).toBe(linked.scoreOf(0, 1));
    expect([linked.scoreOf(0, 0), linked.rows().left.length]).toEqual([0, 1]);
    expect(linked.scoreOf(2, 3)).toBeLessThan(0.5);
  });
});

describe('a refined model', () => {
  it('is the next version, expects what was confirmed, and is less sure after rejections', () => {
    const { left, right, truth } = people;
    const linked = linkParties(left, right);
    const agreed = linked.refine(truth.slice(0, 30), []);
    expect(agreed.version).toBe(2);
    expect(agreed.partners).toBeGreaterThanOrEqual(linked.model.partners * 0.99);
    const doubted = linked.refine([], truth.slice(0, 30));
    expect(doubted.partners).toBeLessThan(linked.model.partners);
    for (const column of Object.values(agreed.columns))
      expect(column.same.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(linkParties(left, right, { model: agreed }).model.version).toBe(2);
  });
});
