import type { ConnectionRow } from '../../../shared/contract/connections.ts';
import type { Summary } from '../../../shared/contract/workbench.ts';
import { batchSentence } from '../../ui/batch-sentence.ts';
import { clockWords } from '../../ui/clock-words.ts';
import { formatCount } from '../../ui/money.ts';

/** Where the queue stands, what is uncertain first, and whether PeopleSoft’s own batch has come round. */
export function postingsSentence(
  summary: Summary | undefined,
  peopleSoft: Pick<ConnectionRow, 'quietWindow' | 'batch'> | undefined,
  zone: string,
  locale?: string,
): string {
  if (summary === undefined) return '';
  const { verify, waiting, confirmed } = summary.postings;
  const count = (value: number) => formatCount(value, locale);
  const unknown =
    verify === 0 ? '' : `${count(verify)} with an unknown outcome ${verify === 1 ? 'needs' : 'need'} verifying. `;
  const window = peopleSoft?.quietWindow ?? null;
  // Where there is no window there is nothing to wait for.
  const clock = window === null || window.nextChangeAt === null ? '' : ` ${clockWords(window.text)}`;
  const batch = batchSentence(peopleSoft?.batch ?? null, zone);
  return `${unknown}${count(waiting)} waiting, ${count(confirmed)} confirmed.${clock}${batch === null ? '' : ` ${batch}`}`;
}
