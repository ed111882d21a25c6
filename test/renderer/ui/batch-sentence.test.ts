import { describe, expect, it } from 'vitest';
import type { BatchStatusView } from '../../../shared/contract/connections.ts';
import { batchSentence } from '../../../renderer/ui/batch-sentence.ts';

const ZONE = 'America/New_York';
const batch = (change: Partial<BatchStatusView> = {}): BatchStatusView => ({
  lastRun: '2026-11-02T06:10:00',
  nextRun: '2026-11-02T18:00:00',
  groupsInError: 0,
  readAt: '2026-11-02T16:00:00.000Z',
  message: null,
  ...change,
});

describe('the sentence about Receivables Update', () => {
  it('says when it ran, when it is due and who corrects what it refused', () => {
    expect(batchSentence(batch(), ZONE)).toBe('Receivables Update last ran 06:10, next due 18:00, 0 groups in error.');
    expect(batchSentence(batch({ groupsInError: 2 }), ZONE)).toBe(
      'Receivables Update last ran 06:10, next due 18:00, 2 groups in error. ' +
        'A Receivables user corrects them in PeopleSoft and sets them to post.',
    );
  });

  it('shows a time with an offset in the zone of the unit and names another day', () => {
    const shown = batchSentence(batch({ lastRun: '2026-11-02T11:10:00+0000', nextRun: '2026-11-03T23:00:00Z' }), ZONE);
    expect(shown).toContain('last ran 06:10, next due 2026-11-03 18:00,');
    expect(batchSentence(batch({ lastRun: '2026-11-01-23.05.00.000000' }), ZONE)).toContain(
      'last ran 2026-11-01 23:05',
    );
  });

  it('says that it is overdue, or never ran, and who runs it', () => {
    expect(batchSentence(batch({ nextRun: '2026-11-02T10:00:00' }), ZONE)).toMatch(
      /next due 10:00, 0 groups in error\. It is overdue: ask the PeopleSoft operator to run it/,
    );
    expect(batchSentence(batch({ lastRun: null, nextRun: null }), ZONE)).toMatch(
      /has never run.*ask the PeopleSoft operator/,
    );
    expect(batchSentence(batch({ nextRun: null }), ZONE)).toBe('Receivables Update last ran 06:10, 0 groups in error.');
  });

  it('says that it is not known, and why', () => {
    expect(batchSentence(null, ZONE)).toBeNull();
    expect(batchSentence(batch({ groupsInError: null, lastRun: null, message: 'no query Q. Create it.' }), ZONE)).toBe(
      'When Receivables Update ran is not known. It could not be read again: no query Q. Create it.',
    );
    expect(batchSentence(batch({ message: 'no query Q. Create it.' }), ZONE)).toMatch(
      /^Receivables Update last ran 06:10.*It could not be read again: no query Q/,
    );
  });
});
