import type { Summary } from '../../../shared/contract/workbench.ts';
import { formatCount } from '../../ui/money.ts';

/** Where the queue stands, in one sentence and a half. */
export function summarySentence(summary: Summary | undefined, locale?: string): string {
  if (summary === undefined) return '';
  const { needsReview, charges, matchedAlone, notEvaluated } = summary;
  const count = (value: number) => formatCount(value, locale);
  const need =
    needsReview === 0
      ? `None of ${count(charges)} charges needs you.`
      : `${count(needsReview)} of ${count(charges)} charges ${needsReview === 1 ? 'needs' : 'need'} you.`;
  return `${need} ${count(matchedAlone)} matched without a second candidate, ${count(notEvaluated)} not evaluated.`;
}
