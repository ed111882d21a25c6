import { describe, expect, it } from 'vitest';
import { createNames } from '../../../../electron/sample/company/names.ts';
import { createRandom } from '../../../../electron/sample/company/random.ts';
import { respell } from '../../../../electron/sample/company/spelling.ts';

describe('company names', () => {
  it('never repeat by accident', () => {
    const name = createNames(7);
    expect(new Set(Array.from({ length: 50_000 }, (_, n) => name(n, 'US'))).size).toBe(50_000);
  });

  it('are spelled differently by the other office, within 40 characters', () => {
    const name = createNames(7);
    const random = createRandom(7);
    for (let n = 0; n < 3_000; n += 1) {
      const original = name(n, n % 2 === 0 ? 'US' : 'DE');
      const other = respell(original, random);
      expect(other).not.toBe(original);
      expect(other.length).toBeLessThanOrEqual(40);
    }
  });
});
