import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ContractClient } from '../../../renderer/api/client.ts';
import { followEvents, staleSubjects } from '../../../renderer/api/follow-events.ts';
import type { EventPayload } from '../../../shared/contract/contract.ts';

describe('what an announcement makes stale', () => {
  it('names each subject once', () => {
    expect(staleSubjects(['movements', 'postings'])).toEqual([
      'summary',
      'match',
      'clearing',
      'invoices',
      'duplicates',
      'rules',
      'posting',
      'schedule',
    ]);
    expect(staleSubjects([])).toEqual([]);
  });
});

describe('the window', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks at once what an announcement made stale, and what a burst of them did once more when it is over', async () => {
    let announce: (payload: EventPayload<'data.changed'>) => void = () => undefined;
    const client = {
      on: (event: string, listener: typeof announce) => {
        if (event === 'data.changed') announce = listener;
        return () => undefined;
      },
      onLineState: () => () => undefined,
    } as unknown as ContractClient;
    const cache = new QueryClient();
    const asked: unknown[] = [];
    vi.spyOn(cache, 'invalidateQueries').mockImplementation(async (filters) => {
      asked.push(filters?.queryKey?.[0]);
    });
    followEvents(client, cache);
    announce({ topics: ['audit'] });
    expect(asked).toEqual(['summary']);
    for (let nth = 0; nth < 20; nth++) announce({ topics: ['audit', 'jobs'] });
    expect(asked).toEqual(['summary']);
    await vi.runAllTimersAsync();
    expect(asked).toEqual(['summary', 'summary', 'jobs']);
    announce({ topics: ['jobs'] });
    expect(asked).toEqual(['summary', 'summary', 'jobs', 'jobs']);
  });
});
