import type { Clock } from '../../connectors/http/clock.ts';
import type { HeadlessCommands, HeadlessRequest } from '../engine-types.ts';

export interface PostUntilDone {
  readonly commands: HeadlessCommands;
  readonly request: HeadlessRequest;
  readonly clock: Clock;
  /** Given up when nothing has moved for so long. Default one minute. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 60_000;
const PAUSE_MS = 400;
const REASON = 'Demonstration on the sample company';

/**
 * Posting rounds until nothing waits any more: what was sent is confirmed only when PeopleSoft's own batch has run. Answers
 * why it gave up, or null. Ends also when nothing has moved for the time of its patience.
 */
export async function postUntilDone(options: PostUntilDone): Promise<string | null> {
  const { commands, request, clock } = options;
  const patienceMs = options.patienceMs ?? PATIENCE_MS;
  let state = '';
  let movedAtMs = clock.monotonicMs();
  let mustOverride = false;
  for (;;) {
    request.signal?.throwIfAborted();
    const reason = mustOverride ? REASON : null;
    const report = await commands.post({ ...request, now: mustOverride, reason, limit: null });
    mustOverride = report.nextWindow !== null;
    const { posted } = await commands.counts();
    if (posted.open + posted.unknown === 0) return null;
    const now = JSON.stringify(posted);
    if (now !== state) movedAtMs = clock.monotonicMs();
    state = now;
    if (clock.monotonicMs() - movedAtMs > patienceMs)
      return `${posted.open} postings still wait and ${posted.unknown} are unknown, and nothing has moved for ${patienceMs / 1_000} s. ${report.stopped ?? ''}`.trim();
    const total = posted.confirmed + posted.rejected + posted.open + posted.unknown;
    request.onProgress?.(posted.confirmed, total, 'waiting for PeopleSoft to apply and post the payments; confirmed');
    await clock.sleep(PAUSE_MS, request.signal);
  }
}
