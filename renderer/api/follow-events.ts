import type { QueryClient } from '@tanstack/react-query';
import type { EventPayload } from '../../shared/contract/contract.ts';
import type { ContractClient } from './client.ts';

type Topic = EventPayload<'data.changed'>['topics'][number];
const SUBJECTS: Readonly<Record<Topic, readonly string[]>> = {
  movements: ['summary', 'match', 'clearing', 'invoices', 'duplicates', 'rules'],
  items: ['match', 'invoices'],
  postings: ['summary', 'posting', 'match', 'schedule', 'clearing', 'invoices'],
  duplicates: ['summary', 'duplicates', 'match'],
  customers: ['summary', 'customers', 'match'],
  connections: ['connections', 'completeness', 'database'],
  jobs: ['jobs'],
  audit: ['summary'],
  rules: ['rules', 'match'],
  files: ['files'],
  twoFiles: ['twoFiles'],
  people: ['people', 'session', 'match'],
  profile: ['profile', 'session', 'mappings', 'schedule'],
};
/** A busy engine announces many times a second; the window asks at once, and again at this pace at most. */
const PACE_MS = 500;

const hurries = new WeakMap<QueryClient, () => void>();

/** What this window itself has just changed is asked at once, whether its announcement has come or is on its way: she goes on by what she sees. */
export function askAtOnce(cache: QueryClient): void {
  hurries.get(cache)?.();
}

/** Query-key prefixes that a change of these topics makes stale. */
export function staleSubjects(topics: readonly Topic[]): readonly string[] {
  return [...new Set(topics.flatMap((topic) => SUBJECTS[topic]))];
}

/** Turns the engine's announcements into invalidations, and asks everything again after the line was down. */
export function followEvents(client: ContractClient, cache: QueryClient): void {
  const due = new Set<string>();
  let isResting = false;
  let isAwaited = false;
  const ask = () => {
    const now = [...due];
    due.clear();
    isResting = true;
    setTimeout(() => {
      isResting = false;
      if (due.size > 0) ask();
    }, PACE_MS);
    void Promise.all(now.map((subject) => cache.invalidateQueries({ queryKey: [subject] })));
  };
  const askAgain = (subjects: readonly string[]) => {
    for (const subject of subjects) due.add(subject);
    if (isResting && !isAwaited) return;
    isAwaited = false;
    ask();
  };
  hurries.set(cache, () => {
    // What is due may be about something else: the announcement may still be on its way.
    isAwaited = true;
    if (due.size > 0) ask();
  });
  client.on('data.changed', ({ topics }) => askAgain(staleSubjects(topics)));
  client.on('job.progressed', () => askAgain(['jobs']));
  let wasLost = false;
  client.onLineState((state) => {
    if (state.kind === 'lost') wasLost = true;
    if (state.kind !== 'open' || !wasLost) return;
    wasLost = false;
    void cache.invalidateQueries();
  });
}
