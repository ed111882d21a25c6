import { describe, expect, it } from 'vitest';
import { faultsOf, runDemo } from './run-demo.ts';

describe('demo', () => {
  it.each([3, 11])('of seed %i decides nothing wrongly and books nothing twice', async (seed) => {
    const result = await runDemo(seed, 1_000);
    expect(faultsOf(result)).toEqual([]);
    expect(result.truth.autoWrong).toBe(0);
    expect(result.simulator.duplicatePayments).toBe(0);
    expect(result.truth.autoCorrect).toBeGreaterThan(100);
    expect(result.simulator.payments).toBe(result.posted.confirmed);
  });
});
