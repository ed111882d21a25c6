import type { BatchStatusView } from '../../shared/contract/connections.ts';
import { formatInstant } from './dates.ts';

const DATE_LENGTH = 10;

/**
 * Receivables Update in one or two sentences, e.g. `Receivables Update last ran 06:10, next due 18:00, 2 groups in error.` and who
 * must act. Times with an offset are shown in the unit's zone, others as PeopleSoft writes them; the date only where it is not
 * the day of reading. Null before the first read.
 */
export function batchSentence(batch: BatchStatusView | null, zone: string): string | null {
  if (batch === null) return null;
  const { lastRun, nextRun, groupsInError, readAt, message } = batch;
  const unread = message === null ? '' : ` It could not be read again: ${message}`;
  if (groupsInError === null) return `When Receivables Update ran is not known.${unread}`;
  const readOn = formatInstant(readAt, zone).slice(0, 16);
  const time = (text: string) => withoutDateOf(readOn, wallClock(text, zone));
  const last = lastRun === null ? 'has never run' : `last ran ${time(lastRun)}`;
  const due = nextRun === null ? '' : `, next due ${time(nextRun)}`;
  const groups = groupsInError === 1 ? '1 group in error' : `${groupsInError} groups in error`;
  const isLate = nextRun === null ? lastRun === null : wallClock(nextRun, zone) < readOn;
  return `Receivables Update ${last}${due}, ${groups}.${whoActs(groupsInError, isLate)}${unread}`;
}

/** Tieout reads the batch and cannot run it. */
function whoActs(groupsInError: number, isLate: boolean): string {
  const errors =
    groupsInError === 0
      ? ''
      : ` A Receivables user corrects ${groupsInError === 1 ? 'it' : 'them'} in PeopleSoft and sets ${groupsInError === 1 ? 'it' : 'them'} to post.`;
  const late = isLate
    ? ' It is overdue: ask the PeopleSoft operator to run it, payments stay unposted until then.'
    : '';
  return `${errors}${late}`;
}

/** `YYYY-MM-DD HH:MM`; text that is no date and time stays as it came. */
function wallClock(text: string, zone: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})[T -](\d{2})[:.](\d{2})(?:[:.]\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/.exec(
    text,
  );
  if (parts === null) return text;
  const [, date = '', hour = '', minute = '', offset] = parts;
  if (offset === undefined) return `${date} ${hour}:${minute}`;
  const withColon = offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  return formatInstant(`${date}T${hour}:${minute}:00${withColon}`, zone).slice(0, 16);
}

function withoutDateOf(moment: string, text: string): string {
  return text.startsWith(`${moment.slice(0, DATE_LENGTH)} `) ? text.slice(DATE_LENGTH + 1) : text;
}
