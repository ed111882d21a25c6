import type { ReactNode } from 'react';
import type { Summary } from '../../../shared/contract/workbench.ts';
import type { PostingState } from '../../../shared/domain/states.ts';
import { formatCount } from '../../ui/money.ts';

/** Groups of states as a clerk thinks of them; what must be verified comes first. */
export interface PostingFilter {
  readonly id: 'all' | PostingState;
  readonly label: string;
  readonly states: readonly PostingState[] | null;
  readonly count: (summary: Summary) => number | null;
}

export const POSTING_FILTERS = [
  { id: 'unknown', label: 'To verify', states: ['unknown'], count: ({ postings }) => postings.verify },
  {
    id: 'rejected',
    label: 'Needs attention',
    states: ['rejected', 'postingError', 'queuedNeedsSignIn'],
    count: ({ postings }) => postings.needsAttention,
  },
  {
    id: 'queued',
    label: 'Waiting',
    states: ['approved', 'queued', 'sending'],
    count: ({ postings }) => postings.waiting,
  },
  { id: 'accepted', label: 'Accepted', states: ['accepted'], count: () => null },
  { id: 'confirmed', label: 'Confirmed', states: ['confirmed'], count: ({ postings }) => postings.confirmed },
  { id: 'all', label: 'All', states: null, count: () => null },
] as const satisfies readonly PostingFilter[];

/** The filter whose group holds this state; all postings without one. */
export function filterOf(state: PostingState | undefined): PostingFilter {
  const holds = ({ states }: PostingFilter) => state !== undefined && states?.includes(state) === true;
  return POSTING_FILTERS.find(holds) ?? POSTING_FILTERS[POSTING_FILTERS.length - 1] ?? POSTING_FILTERS[0];
}

/** The filter beside this one, round and round. */
export function neighbourFilter(filter: PostingFilter, step: 1 | -1): PostingFilter {
  const at = POSTING_FILTERS.findIndex(({ id }) => id === filter.id);
  return POSTING_FILTERS[(at + step + POSTING_FILTERS.length) % POSTING_FILTERS.length] ?? filter;
}

interface StateFilterProps {
  readonly chosen: PostingFilter;
  readonly summary: Summary | undefined;
  readonly choose: (filter: PostingFilter) => void;
}

export function StateFilter({ chosen, summary, choose }: StateFilterProps): ReactNode {
  return (
    <div className="chips" role="group" aria-label="Filter" data-pane="filter">
      {POSTING_FILTERS.map((filter: PostingFilter) => {
        const count = summary === undefined ? null : filter.count(summary);
        return (
          <button
            key={filter.id}
            type="button"
            className="chip"
            aria-pressed={filter.id === chosen.id}
            onClick={() => choose(filter)}
          >
            {filter.label} {count !== null && <b>{formatCount(count)}</b>}
          </button>
        );
      })}
    </div>
  );
}
