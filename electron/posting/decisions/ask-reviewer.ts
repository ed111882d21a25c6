import type { WithoutItem } from '../../../shared/contract/workbench.ts';
import { money } from '../../../shared/domain/money.ts';
import type { MatchId, MovementKey, UnitId } from '../../../shared/domain/ids.ts';
import { askForApproval, type ApprovalRequest } from '../../ledger/approval-request-store.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { recordDecision, type OpenedDecision } from '../../ledger/decision-store.ts';
import { changeMatchState, insertMatch, type MatchRow } from '../../ledger/match-store.ts';
import type { MovementRow } from '../../ledger/movement-store.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import { chosenAllocations, chosenKind } from './approved-match.ts';
import type { Decider } from './decide.ts';
import { chosenPoints, PERSON_RULE } from './person-rule.ts';
import type { CheckedAllocation } from './match-allocation.ts';

export interface Asked {
  readonly decisionId: number;
  /** Why a reviewer is asked, a sentence for the person who asked. */
  readonly waits: string;
}
export interface AskArgs extends Decider {
  readonly movement: MovementRow;
  readonly unit: string;
  readonly proposal: MatchRow | null;
  /** As the person chose them. */
  readonly allocations: readonly CheckedAllocation[];
  /** She takes the receipt of the proposal over as it was found, and nothing is to be sent. */
  readonly isTakenOver: boolean;
  /** Of money that goes out: the charge it follows. */
  readonly chargeMovementKey: MovementKey | null;
  /** What is to become of a whole charge that no item takes; null: something else is asked. */
  readonly form: WithoutItem | null;
  readonly opened: OpenedDecision;
  readonly reason: string | null;
  /** The open suspicion of a duplicate that she passed over; null: none. */
  readonly duplicate: number | null;
  /** Why it is above her limit, a sentence. */
  readonly above: string;
}

/**
 * Turns an approval above a person's limit into a proposal of hers that waits for a reviewer: nothing is held or sent, matching leaves
 * it as it is, and it can be undone like any decision.
 */
export function askReviewer(db: WritableLedger, args: AskArgs): Asked {
  const { movement, proposal, form, actor, machine, at, reason, above } = args;
  if (proposal !== null)
    changeMatchState(db, { matchId: proposal.matchId, to: 'withdrawn', actor, at, reason: 'a reviewer is asked' });
  const matchId = insertAsked(db, args);
  const amount = money(movement.amountMinor, movement.exponent, movement.currency);
  askForApproval(db, { ...requestOf(args), matchId, amount });
  const decisionId = recordDecision(db, {
    opened: args.opened,
    actor,
    at,
    kind: 'match.asked',
    createdMatches: [matchId],
  });
  appendAudit(db, {
    at,
    actor,
    machine,
    action: 'match.asked',
    subject: `match/${matchId}`,
    detail: {
      decision: decisionId,
      items: args.allocations.map(({ item }) => item),
      form,
      reason,
      above,
      ...(args.duplicate === null ? {} : { duplicate: args.duplicate }),
    },
  });
  return { decisionId, waits: above };
}

function insertAsked(db: WritableLedger, args: AskArgs): MatchId {
  const { movement, proposal, allocations, actor, at } = args;
  const takenOver = args.isTakenOver ? proposal : null;
  return insertMatch(db, {
    unit: args.unit as UnitId,
    kind: takenOver?.kind ?? chosenKind(movement),
    ruleId: PERSON_RULE,
    ruleVersion: 1,
    score: proposal?.score ?? 1,
    margin: null,
    automatic: false,
    pointsJson: takenOver?.pointsJson ?? chosenPoints(actor),
    linkId: proposal?.linkId ?? null,
    paymentKey: takenOver?.paymentKey ?? null,
    chargeMovementKey: takenOver?.chargeMovementKey ?? args.chargeMovementKey,
    movements: [movement.movementKey],
    allocations: chosenAllocations(movement, allocations),
    at,
    movementReason: askedWords(requestOf(args)),
    attention: 'awaitsReviewer',
  });
}

const FORM_WORDS: Readonly<Record<WithoutItem, string>> = {
  onAccount: ' to put it on account',
  makeItem: ' to make an item of it',
  directJournal: ' to journal it directly',
};

/** What a reviewer is asked, in a sentence. */
export function askedWords({ askedBy, form, reason, receiptFound }: Omit<ApprovalRequest, 'matchId'>): string {
  const what = form === null ? '' : FORM_WORDS[form];
  const doubt = receiptFound ? ', although PeopleSoft seems to hold a receipt for it' : '';
  return `${askedBy} asks a reviewer${what}${doubt}${reason === null ? '.' : `: ${reason}`}`;
}

function requestOf({ actor, at, reason, form, proposal, isTakenOver }: AskArgs): Omit<ApprovalRequest, 'matchId'> {
  const receiptFound = proposal?.kind === 'alreadyKeyed' && !isTakenOver;
  return { askedBy: actor, askedAt: at, reason, form, receiptFound };
}
