import { describe, expect, it } from 'vitest';
import { dedupeParties } from '../../../../electron/matching/parties/link-parties.ts';
import type { PartyColumns } from '../../../../electron/matching/parties/party-columns.ts';
import type { ScoredRows } from '../../../../electron/matching/parties/row-pairs.ts';

const named = (name: readonly string[]): PartyColumns => ({ count: name.length, fields: { name } });
const SAME = 4_000;
const file = [...Array.from({ length: SAME }, () => 'Halvorsen Tooling AS'), 'Halvorsen Toling', 'Other Name'];
const ids = file.map((_, row) => `c${String(row).padStart(5, '0')}`);

const partners = ({ left, right }: ScoredRows): Map<number, Set<number>> => {
  const found = new Map<number, Set<number>>();
  for (const [at, row] of left.entries())
    for (const [one, other] of [
      [row, right[at] ?? 0],
      [right[at] ?? 0, row],
    ] as const)
      found.set(one, (found.get(one) ?? new Set<number>()).add(other));
  return found;
};

describe('rows that are the very same', () => {
  it('are not all paired with each other where there are thousands, yet each with twenty and all of them linked up', () => {
    const rows = dedupeParties(named(file)).rows(0.01, { left: ids, right: ids });
    expect(rows.left.length).toBeLessThanOrEqual(1_000_010);
    const of = partners(rows);
    for (let row = 0; row < SAME; row += 1) expect((of.get(row)?.size ?? 0) >= 20).toBe(true);
    const reached = new Set([0]);
    for (const row of reached) for (const other of of.get(row) ?? []) reached.add(other);
    expect(reached.size).toBeGreaterThanOrEqual(SAME);
    expect([...of].every(([row, others]) => !others.has(row))).toBe(true);
  });

  it('are paired with the same ones in any order of the file', () => {
    const texts = (rows: ScoredRows, of: readonly string[]) =>
      Array.from(rows.left, (left, at) => `${of[left] ?? ''} ${of[rows.right[at] ?? 0] ?? ''}`).sort();
    const turned = ids.toReversed();
    const one = texts(dedupeParties(named(file)).rows(0.01, { left: ids, right: ids }), ids);
    const other = texts(dedupeParties(named(file.toReversed())).rows(0.01, { left: turned, right: turned }), turned);
    expect(other.length).toBe(one.length);
    expect(other.every((pair, at) => pair === one[at])).toBe(true);
  });

  it('and those that nearly are the same are paired with twenty each too', () => {
    const spellings = ['Halvorsen Tooling AS', 'Halvorsen Toolings AS'];
    const both = spellings.flatMap((name) => Array.from({ length: 1_500 }, () => name));
    const rows = dedupeParties(named([...both, 'Other Name'])).rows();
    expect(rows.left.length).toBeLessThanOrEqual(1_000_010);
    const of = partners(rows);
    expect(both.every((_, row) => (of.get(row)?.size ?? 0) >= 20)).toBe(true);
  });
});
