import type { Instant } from '../../../shared/domain/ids.ts';
import { refusal } from '../decisions/refusal.ts';
import type { SettleArgs } from './settle.ts';

/** Refuses with POSTING_TOO_EARLY while PeopleSoft may still be saving what a person did not see. */
export function refuseTooEarly(countsFromAt: Instant | null, { at, watched }: SettleArgs): void {
  if (countsFromAt !== null && Date.parse(at) < Date.parse(countsFromAt))
    throw refusal(
      'POSTING_TOO_EARLY',
      `PeopleSoft may still be saving it; its absence counts from ${countsFromAt}.`,
      'Look in PeopleSoft again after that.',
    );
  if (watched === null || watched.forMs >= watched.mustMs) return;
  const leftSeconds = Math.ceil((watched.mustMs - watched.forMs) / 1_000);
  throw refusal(
    'POSTING_TOO_EARLY',
    `PeopleSoft may still be saving it; its absence counts in ${leftSeconds} s, whatever the clock says.`,
    'Look in PeopleSoft again after that.',
  );
}
