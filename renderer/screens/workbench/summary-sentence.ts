import type { Summary } from '../../../shared/contract/workbench.ts';
import { formatCount } from '../../ui/money.ts';

/** Where the queue stands, in one sentence and a half. */
export function summarySentence(summary: Summary | undefined, locale?: string): string {
  if (summary === undefined) return '';
  const { needsReview, movements, matchedByRule, notEvaluated } = summary;
  const count = (value: number) => formatCount(value, locale);
  const need =
    needsReview === 0
      ? `None of ${count(movements)} movements needs you.`
      : `${count(needsReview)} of ${count(movements)} movements ${needsReview === 1 ? 'needs' : 'need'} you.`;
  return `${need} ${count(matchedByRule)} matched by rule, ${count(notEvaluated)} not evaluated.`;
}
