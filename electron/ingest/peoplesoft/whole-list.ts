import type { ListTotals } from '../../connectors/peoplesoft/types.ts';
import { sameTotals, wordsOfTotals, type ListTally } from '../../../shared/domain/list-tally.ts';

/**
 * `agrees`: PeopleSoft's count contradicts nothing that could be read; whether rows could not, and their sums were not compared, the
 * run's refused rows tell. `notCounted`: the site has no query that counts.
 */
export type Counted = 'agrees' | 'notCounted';

/** A list that does not agree with PeopleSoft's own count, so that nothing of it may be taken for the whole. */
export class ListIncompleteError extends Error {
  override readonly name = 'ListIncompleteError';
  /** `moving`: the count itself changed meanwhile, another read may succeed; `truncated`: rows are kept from us. */
  readonly kind: 'moving' | 'truncated';
  readonly nextStep: string;

  constructor(kind: 'moving' | 'truncated', message: string, nextStep: string) {
    super(message);
    this.kind = kind;
    this.nextStep = nextStep;
  }
}

/**
 * Holds what came against PeopleSoft's count before and after the read. The list is whole when it agrees with the count after
 * it: a row that came or went meanwhile is then seen as it is now. Throws `ListIncompleteError`.
 */
export function assertWhole(
  stream: string,
  tally: ListTally,
  before: ListTotals | null,
  after: ListTotals | null,
): Counted {
  if (before === null || after === null) return 'notCounted';
  if (tally.compareWith(after) !== 'differs') return 'agrees';
  const { countedBy, listedBy } = after;
  if (!sameTotals(before, after))
    throw new ListIncompleteError(
      'moving',
      `${stream} changed while it was read: query ${countedBy} said ${wordsOfTotals(before)} before and ${wordsOfTotals(after)} after, query ${listedBy} gave ${tally.words()}`,
      'Nothing was taken in. It is read again by itself; at hours when fewer people book it will be whole.',
    );
  throw new ListIncompleteError(
    'truncated',
    `${stream} is not whole: query ${countedBy} says ${wordsOfTotals(after)}, query ${listedBy} gave ${tally.words()}`,
    `Nothing was taken in and nothing closed. Ask the PeopleSoft administrator whether row security hides rows from the integration user, the site limits the rows of a query, or the criteria of ${listedBy} and ${countedBy} differ.`,
  );
}
