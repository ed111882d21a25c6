import { describe, expect, it } from 'vitest';
import { createNames } from '../../../../electron/sample/company/names.ts';
import { drawDamageRates } from '../../../../electron/sample/company/parties/damage-rates.ts';
import { createRandom } from '../../../../electron/sample/company/random.ts';
import { createSpelling } from '../../../../electron/sample/company/spelling.ts';

const COUNTRIES = ['US', 'DE', 'PL', 'FR', 'SE', 'JP'] as const;

function spelled(seed: number) {
  const name = createNames(seed);
  const spell = createSpelling(drawDamageRates(seed));
  const random = createRandom(seed);
  return Array.from({ length: 3_000 }, (_, n) => {
    const original = name(n, COUNTRIES[n % COUNTRIES.length] ?? 'US');
    return { original, ...spell(original, random) };
  });
}

describe('company names', () => {
  it('never repeat by accident', () => {
    const name = createNames(7);
    expect(new Set(Array.from({ length: 50_000 }, (_, n) => name(n, 'US'))).size).toBe(50_000);
  });

  it('are spelled differently by the other office, within 40 characters', () => {
    for (const { original, name } of spelled(7)) {
      expect(name).not.toBe(original);
      expect(name.length).toBeLessThanOrEqual(40);
      expect(name.length).toBeGreaterThan(4);
    }
  });

  it('are damaged in every way there is, in other shares by another seed', () => {
    const shares = [3, 4].map((seed) => {
      const counts = new Map<string, number>();
      for (const { damages } of spelled(seed))
        for (const damage of damages) counts.set(damage, (counts.get(damage) ?? 0) + 1);
      return counts;
    });
    const kinds = new Set(shares.flatMap((counts) => [...counts.keys()]));
    expect(kinds.size).toBe(19);
    const far = [...kinds].filter((kind) => {
      const [one = 1, other = 1] = shares.map((counts) => counts.get(kind) ?? 1);
      return Math.max(one, other) > 1.5 * Math.min(one, other);
    });
    expect(far.length).toBeGreaterThan(5);
  });
});
