import type { ProposalEndView, WaitingRights } from '../../../shared/contract/second-person.ts';
import type { ConfirmedAs } from '../../ledger/confirmed-as.ts';
import type { ProposalEnd } from '../../ledger/end-proposal.ts';
import { isSamePerson } from '../../ledger/same-person.ts';
import type { Session } from '../contract/session.ts';
import { mayConfirmPeople } from './permissions.ts';

/** What one person proposed and another one confirms: people, settings, a mapping, a database. */
interface Proposed {
  readonly state: string;
  readonly proposedBy: string;
}

/** Who may confirm what another one proposed, and the words for who may not. */
interface Confirmers {
  readonly may: (session: Session) => boolean;
  /** E.g. `another administrator or a reviewer confirms it`. */
  readonly another: string;
  /** E.g. `Only an administrator or a reviewer may confirm it.` */
  readonly refusal: string;
}
const PEOPLE_CONFIRMERS: Confirmers = {
  may: mayConfirmPeople,
  another: 'another administrator or a reviewer confirms it',
  refusal: 'Only an administrator or a reviewer may confirm it.',
};

/** What the person who asks may do about a proposal, and why she may not confirm it. */
export function rightsOver(
  { state, proposedBy }: Proposed,
  session: Session,
  { may, another, refusal }: Confirmers = PEOPLE_CONFIRMERS,
): WaitingRights {
  if (state !== 'proposed') return { confirm: false, end: null, why: 'It is not waiting to be confirmed.' };
  if (isSamePerson(proposedBy, session.actor.id))
    return {
      confirm: false,
      end: 'withdraw',
      why: `You proposed it; ${another}.`,
    };
  if (!may(session)) return { confirm: false, end: null, why: refusal };
  return { confirm: true, end: 'refuse', why: null };
}

/** Under which sign-in to the operating system and by which proven operator id a person confirms, for the audit. */
export function confirmedAs({ actor, machineName }: Session): ConfirmedAs {
  return { osUser: machineName ?? actor.id, operatorId: actor.operatorId };
}

/** Who ends a proposal: always who made it, anybody else only with the right to confirm it, which `confirmer` throws about. */
export function enderOf(
  proposal: Pick<Proposed, 'proposedBy'> | null,
  session: Session,
  confirmer: (session: Session) => string,
): string {
  return proposal !== null && isSamePerson(proposal.proposedBy, session.actor.id)
    ? session.actor.id
    : confirmer(session);
}

/** How a proposal ended without having held, as the window shows it; null: it did not. */
export function endOf({ endedAs, endedBy, endedAt, endedReason }: ProposalEnd): ProposalEndView | null {
  if (endedAs === null || endedBy === null || endedAt === null) return null;
  return { as: endedAs, by: endedBy, at: endedAt, reason: endedReason };
}
