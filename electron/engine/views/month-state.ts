import type { CompletenessMonth } from '../../../shared/contract/completeness.ts';

/** What is known of one family in one month. */
export interface MonthFacts {
  readonly month: string;
  readonly held: number;
  readonly missing: number;
  readonly unknown: number;
  readonly refused: number;
  /** Asked for, and not called missing yet. */
  readonly waiting: number;
  /** What Stripe listed of the month when it was last listed whole, and how much of that is held now. */
  readonly listed: number | null;
  readonly inList: number;
  readonly sums: CompletenessMonth['sums'];
  /** Objects of the family, of any month, whose creation is not known. */
  readonly undated: number;
  /** From when on the family was listed; '' is the beginning, null: never to the end. */
  readonly reach: string | null;
}
type State = Pick<CompletenessMonth, 'state' | 'why'>;

/** Whether the month is whole, in words for the clerk where it is not. */
export function monthState(facts: MonthFacts): State {
  return gapOf(facts) ?? notEvaluated(facts) ?? { state: 'complete', why: null };
}

function gapOf({ missing, unknown, refused, listed, inList }: MonthFacts): State | null {
  const lost = listed === null ? 0 : listed - inList;
  const parts = [
    ...(missing > 0 ? [`${missing} missing`] : []),
    ...(unknown > 0 ? [`${unknown} that Stripe does not know`] : []),
    ...(refused > 0 ? [`${refused} that cannot be read`] : []),
    ...(lost > 0 ? [`${lost} that Stripe listed and the ledger does not hold`] : []),
  ];
  return parts.length === 0 ? null : { state: 'gap', why: parts.join(', ') };
}

function notEvaluated({ month, waiting, undated, reach, listed, inList, held, sums }: MonthFacts): State | null {
  const because = (why: string): State => ({ state: 'notEvaluated', why });
  if (reach === null) return because('not read to the end yet');
  if (reach > `${month}-01T00:00:00.000Z`) return because(`read from ${reach.slice(0, 10)} on`);
  if (waiting > 0) return because(`${waiting} asked for at the next read`);
  if (undated > 0) return because(`${undated} read by an earlier version, without their month`);
  // Only where the list spoke of all that is held can the two sums be held against each other.
  const isComparable = listed !== null && listed === inList && listed === held;
  const differs = isComparable && sums.some(({ heldMinor, listedMinor }) => heldMinor !== (listedMinor ?? 0));
  return differs ? because('amounts changed since Stripe listed them') : null;
}
