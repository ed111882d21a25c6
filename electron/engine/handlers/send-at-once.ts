import type { PeopleSoftProfile } from '../../../shared/contract/profile.ts';
import { quietWindowState, type QuietHours } from '../../posting/sending/quiet-window.ts';

/**
 * Why a payment that a person approves and posts does not leave at once: the site lets even one payment wait for its quiet window
 * (`oneClickWaits`) and the window is closed. Answers the words of the window; null where it leaves at once. Who cannot wait sends now,
 * with a reason.
 */
export function whyNotAtOnce(
  { oneClickWaits, ...hours }: Pick<PeopleSoftProfile, 'oneClickWaits'> & QuietHours,
  nowMs: number,
): string | null {
  const window = quietWindowState(hours, nowMs);
  return oneClickWaits && !window.open ? window.text : null;
}
