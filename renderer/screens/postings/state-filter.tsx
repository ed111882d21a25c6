import type { ReactNode } from 'react';
import type { Summary } from '../../../shared/contract/workbench.ts';
import type { PostingState } from '../../../shared/domain/states.ts';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { neighbourIn } from '../../ui/neighbour-in.ts';

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
  return neighbourIn<PostingFilter>(POSTING_FILTERS, filter, step);
}

interface StateFilterProps {
  readonly chosen: PostingFilter;
  readonly summary: Summary | undefined;
  readonly choose: (filter: PostingFilter) => void;
}

export function StateFilter({ chosen, summary, choose }: StateFilterProps): ReactNode {
  const chips = POSTING_FILTERS.map(({ id, label, count }: PostingFilter) => ({
    name: id,
    label,
    count: summary === undefined ? null : count(summary),
  }));
  const chooseId = (id: PostingFilter['id']) => choose(POSTING_FILTERS.find((each) => each.id === id) ?? chosen);
  return <FilterChips chips={chips} chosen={chosen.id} choose={chooseId} />;
}
