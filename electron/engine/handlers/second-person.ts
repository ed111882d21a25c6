import type { Session } from '../contract/session.ts';
import { mayConfirmPeople } from './permissions.ts';

/** Whether two names are one person's, as machines and PeopleSoft compare them: without case. */
export function sameName(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}

/** Why the person who asks may not confirm what another one proposed about people or settings; null: she may. */
export function whyNotConfirm(
  { state, proposedBy }: { readonly state: string; readonly proposedBy: string },
  session: Session,
): string | null {
  if (state !== 'proposed') return 'It is not waiting to be confirmed.';
  if (!mayConfirmPeople(session)) return 'Only an administrator or a reviewer may confirm it.';
  if (sameName(proposedBy, session.actor.id))
    return 'You proposed it; another administrator or a reviewer confirms it.';
  return null;
}
