import type { BatchStatusView } from '../../shared/contract/connections.ts';
import { formatInstant } from './dates.ts';

const DATE_LENGTH = 10;
const INSTANT = /^\d{4}-\d{2}-\d{2}T.*Z$/;
const DATE_AND_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2})?$/;

/**
 * Receivables Update in one or two sentences, e.g. `Receivables Update last ran 06:10, next due 18:00, 2 groups in error, as read at
 * 11:00.` and who must act. Instants are shown in the unit's zone, the date only where it is not today; a time whose zone nobody
 * knows is shown as PeopleSoft's, and nothing is concluded from it. Null before the first read.
 */
export function batchSentence(batch: BatchStatusView | null, zone: string): string | null {
  if (batch === null) return null;
  const { lastRun, nextRun, groupsInError, readAt, message } = batch;
  const unread = message === null ? '' : ` It could not be read again: ${message}`;
  if (groupsInError === null) return `When Receivables Update ran is not known.${unread}`;
  const today = formatInstant(batch.answeredAt, zone).slice(0, DATE_LENGTH);
  const last = lastRun === null ? 'has never run' : `last ran ${timeWords(lastRun, zone, today)}`;
  const due = nextRun === null ? '' : `, next due ${timeWords(nextRun, zone, today)}`;
  const groups = groupsInError === 1 ? '1 group in error' : `${groupsInError} groups in error`;
  // Of figures that could not be read again nobody knows how old they are.
  const age = message === null ? `, as read at ${timeWords(readAt, zone, today)}` : '';
  return `Receivables Update ${last}${due}, ${groups}${age}.${whoCorrects(groupsInError)}${whoRuns(batch)}${unread}`;
}

/** Tieout reads the batch and cannot run it. */
function whoCorrects(groupsInError: number): string {
  if (groupsInError === 0) return '';
  const them = groupsInError === 1 ? 'it' : 'them';
  return ` A Receivables user corrects ${them} in PeopleSoft and sets ${them} to post.`;
}

/** Overdue is what PeopleSoft still showed as due after its time; a run due since the last read may have been. */
function whoRuns({ lastRun, nextRun, readAt, answeredAt, message }: BatchStatusView): string {
  if (message !== null) return '';
  const ask = 'the PeopleSoft operator to run it, payments stay unposted until then.';
  if (nextRun === null) return lastRun === null ? ` Ask ${ask}` : '';
  if (!INSTANT.test(nextRun)) return '';
  const dueMs = Date.parse(nextRun);
  if (dueMs < Date.parse(readAt)) return ` It is overdue: ask ${ask}`;
  return dueMs < Date.parse(answeredAt) ? ' Whether it has run since then shows at the next read.' : '';
}

function timeWords(text: string, zone: string, today: string): string {
  if (!INSTANT.test(text)) {
    const [, date, clock] = DATE_AND_TIME.exec(text) ?? [];
    return `${date === undefined ? text : `${date} ${clock}`} PeopleSoft time`;
  }
  const shown = formatInstant(text, zone).slice(0, 16);
  return shown.startsWith(`${today} `) ? shown.slice(DATE_LENGTH + 1) : shown;
}
