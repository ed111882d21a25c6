import type { ProposalEndView } from '../../shared/contract/second-person.ts';
import { formatInstant } from './dates.ts';

/** How a proposal ended without having held, e.g. "refused by bert, 2 Nov 2026 11:00: wrong bank account". */
export function endedWords({ as, by, at, reason }: ProposalEndView, zone: string): string {
  return `${as} by ${by}, ${formatInstant(at, zone)}${reason === null ? '' : `: ${reason}`}`;
}
