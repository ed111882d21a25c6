import type { ConnectionRow } from '../../../shared/contract/connections.ts';
import { CONNECTION_STATE_WORDS } from '../../../shared/domain/state-words.ts';

/**
 * One line of the status bar about a connection; what it is complete to stands beside, in the zone of the unit on screen. `window` is PeopleSoft's quiet window: closed, it is what the clerk has to know, but
 * for a sign-in that was refused or a system that does not answer, which no window opens.
 */
export function statusLine(
  fact: Pick<ConnectionRow, 'state' | 'lastGoodAt' | 'message' | 'backlog'>,
  nowMs: number,
  window: { readonly open: boolean; readonly text: string } | null,
): string {
  const isDown = fact.state === 'needsAttention' || fact.state === 'unreachable';
  if (window !== null && !window.open && !isDown) return `${window.text}, ${fact.backlog} postings waiting`;
  if (fact.lastGoodAt === null) return fact.message ?? 'not read yet';
  const minutes = Math.max(0, Math.floor((nowMs - Date.parse(fact.lastGoodAt)) / 60_000));
  const ago = minutes === 0 ? 'just now' : minutes < 120 ? `${minutes} min ago` : `${Math.floor(minutes / 60)} h ago`;
  return fact.state === 'ok' ? ago : `${fact.message ?? CONNECTION_STATE_WORDS[fact.state]}, last good ${ago}`;
}
