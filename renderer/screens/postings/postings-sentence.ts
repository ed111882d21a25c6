import type { Summary } from '../../../shared/contract/workbench.ts';
import { capital } from '../../ui/capital.ts';
import { formatCount } from '../../ui/money.ts';

/** Where the queue stands, what is uncertain first, and whether PeopleSoft’s own batch has come round. */
export function postingsSentence(
  summary: Summary | undefined,
  quietWindow: string | null,
  batch: string | null,
  locale?: string,
): string {
  if (summary === undefined) return '';
  const { verify, waiting, confirmed } = summary.postings;
  const count = (value: number) => formatCount(value, locale);
  const unknown =
    verify === 0 ? '' : `${count(verify)} with an unknown outcome ${verify === 1 ? 'needs' : 'need'} verifying. `;
  const clock = quietWindow === null ? '' : ` ${capital(quietWindow)}.`;
  return `${unknown}${count(waiting)} waiting, ${count(confirmed)} confirmed.${clock}${batch === null ? '' : ` ${batch}`}`;
}
