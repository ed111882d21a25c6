import { describe, expect, it } from 'vitest';
import type { Summary } from '../../../../shared/contract/workbench.ts';
import { summarySentence } from '../../../../renderer/screens/workbench/summary-sentence.ts';

const summary = (needsReview: number): Summary => ({
  unit: 'US',
  needsReview,
  movements: 48_310,
  matchedByRule: 48_096,
  notEvaluated: 0,
  facets: {},
  attention: {},
  postings: { verify: 0, due: 0, waiting: 0, needsAttention: 0, confirmed: 0 },
  customers: { toDecide: 0, confirmed: 0 },
  duplicates: { open: 0, toRefund: 0, decided: 0, notCompared: 0 },
  audit: { rows: 0, verifiedAt: null, valid: null },
});

describe('the sentence over the queue', () => {
  it('says how much needs her', () => {
    expect(summarySentence(summary(214), 'en-US')).toBe(
      '214 of 48,310 movements need you. 48,096 matched by rule, 0 not evaluated.',
    );
    expect(summarySentence(summary(1), 'en-US')).toContain('1 of 48,310 movements needs you.');
    expect(summarySentence(summary(0), 'en-US')).toContain('None of 48,310 movements needs you.');
  });
});
