import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { getLink } from '../../ledger/crosswalk-store.ts';
import {
  endTakeBack,
  lastUndoneBy,
  linkOfDecision,
  readStored,
  type DecisionRow,
} from '../../ledger/decision-store.ts';
import { getItem } from '../../ledger/item-store.ts';
import { LINK_BAND, LINK_FROM_RULE, LINK_RETIRED } from '../../ledger/link-decision-kinds.ts';
import { allocationsOfMatch, liveMatchOf, setMatchAutomatic } from '../../ledger/match-store.ts';
import { getMovement, type MovementRow } from '../../ledger/movement-store.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { postingsOfMatch } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { RULE_TAKEN_BACK } from '../../ledger/taken-back.ts';
import { acceptedDate } from '../payments/accounting-date.ts';
import { confirmLinks } from './confirm-links.ts';
import { applyLinkDecision } from './decide-link.ts';
import { approve, type Decider } from './decide.ts';
import { refusal } from './refusal.ts';
import { inwardTerms } from './inward-terms.ts';
import { reject } from './reject.ts';
import { applyLinkRetirement } from './retire-link.ts';
import { approveByRule } from './straight-through.ts';
import type { Undone } from './undo.ts';

export interface RedoArgs extends Decider {
  readonly units: readonly UnitProfile[];
  readonly setId: string;
}

/**
 * Makes the decision again that this actor undid last, whoever had made it, on the rows as they are now; an approval she took back from a
 * rule is the rule's again. A payment it approves waits for the next round: what was taken back from the outbox never leaves at once.
 * Refuses with UNDO_NOTHING when there is none, when she has decided since, or when a rule may not decide it any more.
 */
export const redoByPerson = defineWrite('decide.redo', (db: WritableLedger, args: RedoArgs): Undone => {
  const decision = lastUndoneBy(db, args.actor);
  if (decision === null || (decision.kind === RULE_TAKEN_BACK && decision.undoneAt !== null))
    throw refusal('UNDO_NOTHING', 'There is nothing to redo.', 'Only the decision undone last can be made again.');
  if (decision.movementKey === null) return redoLink(db, decision, args);
  const movement = getMovement(db, decision.movementKey);
  if (decision.kind === RULE_TAKEN_BACK) return letRuleDecide(db, decision, movement, args);
  const seen = {
    movementKey: movement.movementKey,
    seenVersion: movement.version,
    actor: args.actor,
    machine: args.machine,
    at: args.at,
  };
  if (decision.kind === 'match.rejected') {
    reject(db, { ...seen, reason: reasonOf(db, decision) });
    return { undone: 'rejection', movementKey: movement.movementKey, rulesMayDecide: true };
  }
  const unit = args.units.find((each) => each.unit === movement.unit);
  if (decision.kind !== 'match.approved' || decision.matchId === null || unit === undefined)
    throw refusal('UNDO_NOTHING', 'This decision cannot be made again by itself.', 'Make it again in the workbench.');
  const allocations = allocationsOfMatch(db, decision.matchId).map((each) => ({
    itemKey: each.itemKey,
    seenVersion: getItem(db, each.itemKey).version,
    amountMinor: each.amountMinor,
  }));
  const posting = postingsOfMatch(db, decision.matchId).at(-1);
  // The link she confirmed with it went back to a proposal with the undo; what was said of it since stands.
  const linkId = linkOfDecision(db, decision.decisionId);
  approve(db, {
    ...seen,
    unit,
    setId: args.setId,
    allocations,
    post: false,
    reason: reasonOf(db, decision),
    confirmLinkId: linkId,
    linkCustomer: false,
    mayAsk: false,
    operatorId: args.operatorId ?? null,
    ...inwardTerms(posting, allocations.length),
    accountingDate: acceptedDate(posting),
  });
  return { undone: 'approval', movementKey: movement.movementKey, rulesMayDecide: linkId !== null };
});

/** The rule's approval as it was before she took it back: only of the same proposal, and only what the rule may decide still. */
function letRuleDecide(db: WritableLedger, decision: DecisionRow, movement: MovementRow, args: RedoArgs): Undone {
  const { actor, machine, at } = args;
  const match = liveMatchOf(db, movement.movementKey);
  const unit = args.units.find((each) => each.unit === movement.unit);
  if (match === null || match.matchId !== decision.matchId || match.state !== 'proposed' || unit === undefined)
    throw refusal(
      'UNDO_NOTHING',
      'What the rule approved is not proposed any more: something has changed since you took it back.',
      'Look at the row and decide it yourself.',
    );
  setMatchAutomatic(db, match.matchId, true);
  endTakeBack(db, { decisionId: decision.decisionId, actor, at });
  const obstacle = approveByRule(db, match, movement.movementKey, { actor, machine, at, unit, setId: args.setId });
  if (obstacle !== null)
    throw refusal('UNDO_NOTHING', `A rule may not approve this any more: ${obstacle}.`, 'Decide it yourself.');
  appendAudit(db, {
    at,
    actor,
    machine,
    action: 'match.approvedByRule',
    subject: `match/${match.matchId}`,
    detail: { decision: decision.decisionId, rule: `${match.ruleId} v${match.ruleVersion}`, restored: true },
  });
  return { undone: 'approval by rule', movementKey: movement.movementKey, rulesMayDecide: false };
}

/** What she said when she decided: the match itself has lost it with the undo, the audit never does. */
function reasonOf(db: ReadableLedger, { decisionId, kind, matchId, movementKey }: DecisionRow): string | null {
  return (
    statement<{ reason: string | null }>(
      db,
      `SELECT json_extract(detail_json, '$.reason') AS reason FROM audit
       WHERE subject IN (?, ?) AND action = ? AND json_extract(detail_json, '$.decision') = ?`,
    ).get(`match/${matchId}`, `movement/${movementKey}`, kind, decisionId)?.reason ?? null
  );
}

/** The band as it was undone, as far as its links are proposals still. */
function redoBand(db: WritableLedger, decision: DecisionRow, { actor, machine, at }: RedoArgs): Undone {
  const links = readStored(db, decision.decisionId)
    .after.links.map(({ linkId }) => getLink(db, linkId))
    .filter(({ state }) => state === 'proposed');
  if (links.length === 0)
    throw refusal(
      'UNDO_NOTHING',
      'None of these links is proposed any more.',
      'Look at the list of customers to link.',
    );
  confirmLinks(db, { links, reason: null, actor, machine, at });
  return { undone: 'band of customer links', movementKey: null, rulesMayDecide: true };
}

function redoLink(db: WritableLedger, decision: DecisionRow, args: RedoArgs): Undone {
  if (decision.kind === LINK_BAND) return redoBand(db, decision, args);
  const linkId = linkOfDecision(db, decision.decisionId);
  if (linkId === null)
    throw refusal('UNDO_NOTHING', 'This decision cannot be made again by itself.', 'Make it again in the workbench.');
  const { actor, machine, at } = args;
  const { version } = getLink(db, linkId);
  const ended = readStored(db, decision.decisionId).after.links[0];
  if (decision.kind === LINK_RETIRED && ended?.validUntilDate !== undefined) {
    const { validUntilDate } = ended;
    applyLinkRetirement(db, { linkId, version, validUntilDate, reason: null, actor, machine, at });
    return { undone: 'end of a customer link', movementKey: null, rulesMayDecide: true };
  }
  if (decision.kind === LINK_FROM_RULE)
    throw refusal('UNDO_NOTHING', 'This cannot be made again by itself.', 'Take the link back on its row.');
  const to = decision.kind === 'link.rejected' ? 'rejected' : 'confirmed';
  applyLinkDecision(db, { linkId, version, to, reason: null, actor, machine, at });
  return { undone: `${to} customer link`, movementKey: null, rulesMayDecide: true };
}
