import { describe, expect, it } from 'vitest';
import type { BatchStatusView } from '../../../shared/contract/connections.ts';
import { batchSentence } from '../../../renderer/ui/batch-sentence.ts';

const ZONE = 'America/New_York';
/** Read at 11:00 in New York. */
const batch = (change: Partial<BatchStatusView> = {}): BatchStatusView => ({
  lastRun: '2026-11-02T11:10:00.000Z',
  nextRun: '2026-11-02T23:00:00.000Z',
  groupsInError: 0,
  readAt: '2026-11-02T16:00:00.000Z',
  message: null,
  answeredAt: '2026-11-02T16:01:00.000Z',
  ...change,
});

describe('the sentence about Receivables Update', () => {
  it('says when it ran, when it is due, how old that is and who corrects what it refused', () => {
    expect(batchSentence(batch(), ZONE)).toBe(
      'Receivables Update last ran 06:10, next due 18:00, 0 groups in error, as read at 11:00.',
    );
    expect(batchSentence(batch({ groupsInError: 2 }), ZONE)).toBe(
      'Receivables Update last ran 06:10, next due 18:00, 2 groups in error, as read at 11:00. ' +
        'A Receivables user corrects them in PeopleSoft and sets them to post.',
    );
  });

  it('shows instants in the zone of the unit and names another day than today', () => {
    const shown = batchSentence(batch({ nextRun: '2026-11-03T23:00:00.000Z' }), ZONE);
    expect(shown).toContain('last ran 06:10, next due 2026-11-03 18:00,');
    expect(batchSentence(batch({ answeredAt: '2026-11-03T16:01:00.000Z' }), ZONE)).toContain(
      'as read at 2026-11-02 11:00.',
    );
  });

  it('calls overdue what PeopleSoft still shows as due after its time, and says who runs it', () => {
    expect(batchSentence(batch({ nextRun: '2026-11-02T15:00:00.000Z' }), ZONE)).toMatch(
      /next due 10:00, 0 groups in error, as read at 11:00\. It is overdue: ask the PeopleSoft operator to run it/,
    );
    expect(batchSentence(batch({ lastRun: null, nextRun: null }), ZONE)).toMatch(
      /has never run.* Ask the PeopleSoft operator to run it/,
    );
    expect(batchSentence(batch({ nextRun: null }), ZONE)).toBe(
      'Receivables Update last ran 06:10, 0 groups in error, as read at 11:00.',
    );
  });

  it('does not say whether a run came that was due only after the last read', () => {
    expect(batchSentence(batch({ answeredAt: '2026-11-03T03:00:00.000Z' }), ZONE)).toBe(
      'Receivables Update last ran 06:10, next due 18:00, 0 groups in error, as read at 11:00. ' +
        'Whether it has run since then shows at the next read.',
    );
  });

  it('concludes nothing from a time whose zone nobody knows', () => {
    const elsewhere = batch({
      lastRun: '2026-11-22T06:10:00',
      nextRun: '2026-11-22T18:00:00',
      readAt: '2026-11-22T17:30:00.000Z',
      answeredAt: '2026-11-22T17:31:00.000Z',
    });
    expect(batchSentence(elsewhere, 'Europe/Berlin')).toBe(
      'Receivables Update last ran 2026-11-22 06:10 PeopleSoft time, next due 2026-11-22 18:00 PeopleSoft time, ' +
        '0 groups in error, as read at 18:30.',
    );
    expect(batchSentence(batch({ lastRun: 'yesterday' }), ZONE)).toContain('last ran yesterday PeopleSoft time,');
  });

  it('says that it is not known, and why', () => {
    expect(batchSentence(null, ZONE)).toBeNull();
    expect(batchSentence(batch({ groupsInError: null, lastRun: null, message: 'no query Q. Create it.' }), ZONE)).toBe(
      'When Receivables Update ran is not known. It could not be read again: no query Q. Create it.',
    );
    const unread = batch({ nextRun: '2026-11-02T15:00:00.000Z', message: 'no query Q. Create it.' });
    expect(batchSentence(unread, ZONE)).toBe(
      'Receivables Update last ran 06:10, next due 10:00, 0 groups in error. It could not be read again: no query Q. Create it.',
    );
  });
});
