import type { MatchedCounts, PostReport } from '../engine-types.ts';
import type { CommandResult } from './command.ts';

/** What became of the matchable movements, as one line. */
export function matchedText(matched: MatchedCounts, matchable: number): string {
  const parts = [
    `${matched.auto} matched by rule`,
    `${matched.proposed} proposed`,
    `${matched.ambiguous} with several candidates`,
    `${matched.unmatched} unmatched`,
    ...(matched.notEvaluated > 0 ? [`${matched.notEvaluated} not evaluated`] : []),
    ...(matched.lookupFailed > 0 ? [`${matched.lookupFailed} with a failed lookup`] : []),
    `${matched.excluded} excluded`,
  ];
  return `Of ${matchable} charges, refunds and disputes: ${parts.join(', ')}.`;
}

/**
 * The report of a posting round as `post` and `replay` end with it. Achieved when nothing was refused, nothing is unknown, nothing
 * stopped it, and nothing that was to be sent again had to stay; waiting for a window is no failure.
 */
export function postResult(report: PostReport): CommandResult {
  const { confirmed, rejected, unknown, waiting, nextWindow, stopped, notReplayed = [] } = report;
  const isAchieved = rejected === 0 && unknown === 0 && stopped === null && notReplayed.length === 0;
  const text = [
    `Postings: ${confirmed} confirmed, ${rejected} refused, ${unknown} unknown, ${waiting} waiting.`,
    ...(nextWindow === null ? [] : [`Bulk posting may run again from ${nextWindow}.`]),
    ...(stopped === null ? [] : [stopped]),
    ...notReplayed.map(({ reference, text: why }) => `${reference} was not sent again: ${why}`),
  ];
  const json = {
    confirmed,
    rejected,
    unknown,
    waiting,
    ...(nextWindow === null ? {} : { nextWindow }),
    ...(notReplayed.length === 0 ? {} : { notReplayed }),
  };
  return { exitCode: isAchieved ? 0 : 1, json, text, why: isAchieved ? [] : text };
}
