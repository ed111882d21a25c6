import { describe, expect, it } from 'vitest';
import { staleSubjects } from '../../../renderer/api/follow-events.ts';

describe('what an announcement makes stale', () => {
  it('names each subject once', () => {
    expect(staleSubjects(['movements', 'postings'])).toEqual([
      'summary',
      'match',
      'clearing',
      'invoices',
      'posting',
      'schedule',
    ]);
    expect(staleSubjects([])).toEqual([]);
  });
});
