import type { MatchedCounts, PostReport } from '../engine-types.ts';

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

/** What became of the postings, as lines. */
export function postText(report: PostReport): readonly string[] {
  return [
    `Postings: ${report.confirmed} confirmed, ${report.rejected} refused, ${report.unknown} unknown, ${report.waiting} waiting.`,
    ...(report.nextWindow === null ? [] : [`Bulk posting may run again from ${report.nextWindow}.`]),
    ...(report.stopped === null ? [] : [report.stopped]),
  ];
}

/** The report of a posting round as `post` and `replay` print it. */
export function postJson(report: PostReport): Readonly<Record<string, unknown>> {
  const { confirmed, rejected, unknown, waiting, nextWindow } = report;
  return { confirmed, rejected, unknown, waiting, ...(nextWindow === null ? {} : { nextWindow }) };
}

/** Posting is achieved when nothing was refused, nothing is unknown and nothing stopped it; waiting for a window is no failure. */
export function postExitCode(report: PostReport): 0 | 1 {
  return report.rejected === 0 && report.unknown === 0 && report.stopped === null ? 0 : 1;
}
