import type { ConnectionStateRow } from '../../shared/contract/connections.ts';
import { shortInstant } from '../ui/dates.ts';
import { CONNECTION_WORDS, SYSTEM_WORDS } from '../ui/words.ts';

type Line = Pick<ConnectionStateRow, 'system' | 'state' | 'line' | 'completeTo' | 'quietWindow'>;

/** A connection in the status bar, e.g. `Stripe, 2 min ago, complete to 11-02 06:55`, in the zone of the unit on screen. */
export function connectionLine({ system, state, line, completeTo, quietWindow }: Line, zone: string): string {
  const label = state === 'ok' ? '' : ` ${CONNECTION_WORDS[state].label}`;
  // While the window is closed its words are the line.
  const isRead = state === 'ok' && completeTo !== null && quietWindow?.open !== false;
  const complete = isRead ? `, complete to ${shortInstant(completeTo, zone)}` : '';
  return `${SYSTEM_WORDS[system]}${label}, ${line}${complete}`;
}
