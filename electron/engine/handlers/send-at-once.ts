import type { PeopleSoftProfile } from '../../../shared/contract/profile.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { quietWindowState, type QuietHours } from '../../posting/quiet-window.ts';

/**
 * Where the site lets even one payment wait for its quiet window (`oneClickWaits`), sending one outside it needs a person's reason.
 * Answers that reason, trimmed, for the audit; null when none is needed. Throws `POSTING_REASON_NEEDED`.
 */
export function reasonToSendAtOnce(
  { oneClickWaits, ...hours }: Pick<PeopleSoftProfile, 'oneClickWaits'> & QuietHours,
  nowMs: number,
  given: string | undefined,
): string | null {
  const window = quietWindowState(hours, nowMs);
  if (!oneClickWaits || window.open) return null;
  const reason = given?.trim() ?? '';
  if (reason !== '') return reason;
  throw new TieoutError(
    'POSTING_REASON_NEEDED',
    `Outside the quiet window (${window.text}) sending even one payment needs a reason here.`,
    { nextStep: 'Enter the reason, or approve it without posting and let it wait for the window.' },
  );
}
