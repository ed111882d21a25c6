import { describe, expect, it } from 'vitest';
import { faultsOf, runDemo } from './run-demo.ts';

describe.concurrent('demo', () => {
  it.each([3, 11])('of seed %i decides nothing wrongly and books nothing twice', async (seed) => {
    const result = await runDemo(seed, 600);
    expect(faultsOf(result)).toEqual([]);
    expect(result.truth.autoWrong).toBe(0);
    expect(result.simulator.duplicatePayments).toBe(0);
    expect(result.truth.autoCorrect).toBeGreaterThan(50);
    expect(result.simulator.payments).toBe(result.posted.confirmed);
  });
});
