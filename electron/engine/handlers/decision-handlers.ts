import type { CommandInput, CommandOutput } from '../../../shared/contract/contract.ts';
import type { MovementRow } from '../../../shared/contract/views.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { decideLost } from '../../posting/decisions/decide-lost.ts';
import { approveByPerson, type Decider } from '../../posting/decisions/decide.ts';
import { redoByPerson } from '../../posting/decisions/redo.ts';
import { rejectByPerson } from '../../posting/decisions/reject.ts';
import { undoByPerson, type Undone } from '../../posting/decisions/undo.ts';
import type { Session } from '../contract/session.ts';
import { decideLink } from '../../posting/decisions/decide-link.ts';
import { movementRows } from '../views/movement-view.ts';
import { SIGN_IN_NEEDED } from '../views/viewer-right.ts';
import { movementUnit } from '../views/movement-unit.ts';
import type { EngineContext } from './engine-context.ts';
import { decisionMaker, whyNotDecide } from './permissions.ts';
import { whyNotAtOnce } from './send-at-once.ts';

/** Who decides, when and where: from the session and the clock, never from the message. */
export function decider(context: EngineContext, session: Session): Decider {
  const actor = decisionMaker(session);
  return { actor, machine: session.machine, at: instantOf(context.nowMs()), operatorId: session.actor.operatorId };
}

/** As `decider`, for an approval: where the site wants it, only with a proven operator id. Throws SIGN_IN_NEEDED. */
export function approver(context: EngineContext, session: Session): Decider {
  const who = decider(context, session);
  if (context.company.profile.peoplesoft.approverSignsIn && session.actor.operatorId === null)
    throw new TieoutError('SIGN_IN_NEEDED', SIGN_IN_NEEDED, { nextStep: 'Sign in to PeopleSoft and approve it then.' });
  return who;
}

/** Why a session may not approve anything, whatever its amount, as a command of hers would be answered now; null: that depends on her limit. */
export function whyNotApprove(context: EngineContext, session: Session): string | null {
  const signsIn = context.company.profile.peoplesoft.approverSignsIn && session.actor.operatorId === null;
  return whyNotDecide(session) ?? (signsIn ? SIGN_IN_NEEDED : null);
}

async function rowOf(context: EngineContext, movementKey: number): Promise<MovementRow> {
  const [row] = await context.ledger.read(movementRows, { keys: [movementKey] });
  if (row === undefined) throw new TieoutError('NOT_FOUND', 'This movement is not in the ledger.');
  return row;
}

export async function approve(
  context: EngineContext,
  input: CommandInput<'match.approve'>,
  session: Session,
): Promise<CommandOutput<'match.approve'>> {
  const unit = context.company.unit(await context.ledger.read(movementUnit, { movementKey: input.movementKey }));
  const { peoplesoft } = context.company.profile;
  const waitsForWindow = input.post ? whyNotAtOnce(peoplesoft, context.nowMs()) : null;
  const post = input.post && waitsForWindow === null;
  const decided = await context.ledger.write(approveByPerson, {
    ...approver(context, session),
    unit,
    setId: peoplesoft.setId,
    movementKey: input.movementKey,
    seenVersion: input.seenVersion,
    allocations: input.allocations,
    post,
    reason: input.reason ?? null,
    confirmLinkId: input.confirmLinkId ?? null,
    linkCustomer: input.linkCustomer ?? false,
    onAccount: input.onAccount ?? false,
    directJournal: input.directJournal ?? false,
    makeItem: input.makeItem ?? false,
    accountingDate: input.accountingDate ?? null,
  });
  context.hub.changed('movements', 'items', 'postings', 'audit');
  if (post && decided.waits === null) context.work.postSoon(unit);
  if (input.confirmLinkId !== undefined || input.linkCustomer === true) {
    context.hub.changed('customers');
    // A confirmed link may let rules decide the customer's other movements.
    context.work.matchSoon();
  }
  return {
    decisionId: decided.decisionId,
    movement: await rowOf(context, input.movementKey),
    postingKey: decided.postingId,
    waitsForWindow,
    waits: decided.waits,
  };
}

export async function reject(
  context: EngineContext,
  input: CommandInput<'match.reject'>,
  session: Session,
): Promise<CommandOutput<'match.reject'>> {
  const args = {
    ...decider(context, session),
    movementKey: input.movementKey,
    seenVersion: input.seenVersion,
    reason: input.reason ?? null,
  };
  const { decisionId } = await context.ledger.write(rejectByPerson, args);
  context.hub.changed('movements', 'items', 'audit');
  // What she refused is free for others, and its movement for another item.
  context.work.matchSoon();
  const movement = await rowOf(context, input.movementKey);
  return { decisionId, movement, postingKey: null, waitsForWindow: null, waits: null };
}

/** What becomes of an item whose dispute is lost. */
export async function decideLostDispute(
  context: EngineContext,
  input: CommandInput<'dispute.decide'>,
  session: Session,
): Promise<CommandOutput<'dispute.decide'>> {
  const decisionId = await context.ledger.write(decideLost, { ...decider(context, session), ...input });
  context.hub.changed('movements', 'audit');
  const movement = await rowOf(context, input.movementKey);
  return { decisionId, movement, postingKey: null, waitsForWindow: null, waits: null };
}

export async function undo(
  context: EngineContext,
  input: CommandInput<'match.undo'>,
  session: Session,
): Promise<CommandOutput<'match.undo'>> {
  const undone = await context.ledger.write(undoByPerson, {
    ...decider(context, session),
    movementKey: input.movementKey ?? null,
  });
  context.hub.changed('movements', 'items', 'postings', 'customers', 'audit');
  // A rejected pair may be proposed again, and a link decides which items a customer's movements may pay.
  if (undone.rulesMayDecide) context.work.matchSoon();
  return undoneOutput(context, undone);
}

export async function redo(context: EngineContext, session: Session): Promise<CommandOutput<'match.redo'>> {
  const { units, peoplesoft } = context.company.profile;
  const redone = await context.ledger.write(redoByPerson, {
    ...approver(context, session),
    units,
    setId: peoplesoft.setId,
  });
  context.hub.changed('movements', 'items', 'postings', 'customers', 'audit');
  if (redone.rulesMayDecide) context.work.matchSoon();
  return undoneOutput(context, redone);
}

async function undoneOutput(context: EngineContext, done: Undone): Promise<CommandOutput<'match.undo'>> {
  const { undone, movementKey } = done;
  return { undone, movementKey, movement: movementKey === null ? null : await rowOf(context, movementKey) };
}

export async function confirmOrRejectLink(
  context: EngineContext,
  input: CommandInput<'link.reject'>,
  session: Session,
  to: 'confirmed' | 'rejected',
): Promise<CommandOutput<'link.confirm'>> {
  await context.ledger.write(decideLink, {
    ...decider(context, session),
    linkId: input.linkId,
    version: input.seenVersion,
    to,
    reason: input.reason ?? null,
  });
  context.hub.changed('movements', 'items', 'customers', 'audit');
  context.work.matchSoon();
  return { state: to };
}
