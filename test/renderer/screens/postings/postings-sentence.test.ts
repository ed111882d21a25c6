import { describe, expect, it } from 'vitest';
import type { Summary } from '../../../../shared/contract/workbench.ts';
import { postingsSentence } from '../../../../renderer/screens/postings/postings-sentence.ts';

const summary = (verify: number) =>
  ({ postings: { verify, waiting: 31, needsAttention: 0, confirmed: 1_204 } }) as unknown as Summary;
const batch = {
  lastRun: '2026-11-02T11:10:00.000Z',
  nextRun: '2026-11-02T23:00:00.000Z',
  groupsInError: 2,
  readAt: '2026-11-02T16:00:00.000Z',
  message: null,
  answeredAt: '2026-11-02T16:01:00.000Z',
};

describe('the sentence above the postings', () => {
  it('says what waits, the window, and when PeopleSoft’s own batch comes round', () => {
    const quietWindow = { open: false, text: 'quiet window opens 18:00', nextChangeAt: '2026-11-02T23:00:00.000Z' };
    expect(postingsSentence(summary(1), { quietWindow, batch }, 'America/New_York', 'en')).toBe(
      '1 with an unknown outcome needs verifying. 31 waiting, 1,204 confirmed. Quiet window opens 18:00. ' +
        'Receivables Update last ran 06:10, next due 18:00, 2 groups in error, as read at 11:00. ' +
        'A Receivables user corrects them in PeopleSoft and sets them to post.',
    );
  });

  it('leaves out what is not known', () => {
    expect(postingsSentence(summary(0), { quietWindow: null, batch: null }, 'UTC', 'en')).toBe(
      '31 waiting, 1,204 confirmed.',
    );
    expect(postingsSentence(summary(0), undefined, 'UTC', 'en')).toBe('31 waiting, 1,204 confirmed.');
    expect(postingsSentence(undefined, undefined, 'UTC')).toBe('');
  });
});
