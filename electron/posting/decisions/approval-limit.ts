import { compareMoney, formatDecimal, money, type Money } from '../../../shared/domain/money.ts';
import type { Role } from '../../../shared/domain/states.ts';
import { openApprovalRequest } from '../../ledger/approval-request-store.ts';
import type { MovementRow } from '../../ledger/movement-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { findPerson, hasPeople, type Person } from '../../ledger/person-store.ts';
import { refusal } from './refusal.ts';

const DECIDING: readonly Role[] = ['preparer', 'reviewer'];

/** What a person may do about approving one movement. */
export type ApprovalRight =
  | { readonly kind: 'mayApprove' }
  /** Above her limit: approving asks a reviewer. `text` is a sentence. */
  | { readonly kind: 'mustAsk'; readonly text: string }
  | {
      readonly kind: 'mayNot';
      readonly code: 'NOT_ALLOWED' | 'APPROVAL_ABOVE_LIMIT' | 'APPROVAL_NEEDS_REVIEWER' | 'SIGN_IN_NEEDED';
      readonly text: string;
    };

type Amount = Pick<MovementRow, 'amountMinor' | 'exponent' | 'currency'>;
type Subject = Amount & Pick<MovementRow, 'movementKey'>;

/** Whether this person may approve an amount that no movement stands for. Nobody is asked in her stead: above her limit another one approves it. */
export function amountRight(db: ReadableLedger, actor: string, amount: Amount): ApprovalRight {
  const person = decidingPerson(db, actor);
  if (person === null || 'kind' in person) return person ?? { kind: 'mayApprove' };
  const above = aboveLimit(person, amount);
  return above === null ? { kind: 'mayApprove' } : { kind: 'mayNot', code: 'APPROVAL_ABOVE_LIMIT', text: above };
}

/** Why this person may not approve such an amount, a sentence; null when she may. */
export function whyNotAmount(db: ReadableLedger, actor: string, amount: Amount): string | null {
  const right = amountRight(db, actor, amount);
  return right.kind === 'mayApprove' ? null : right.text;
}

/** Refuses who may not take back an amount that somebody else stands for: it is as much a decision as approving it. */
export function requireTakeBack(db: ReadableLedger, actor: string, amount: Amount): void {
  const right = amountRight(db, actor, amount);
  if (right.kind === 'mayApprove') return;
  throw refusal(right.kind === 'mayNot' ? right.code : 'APPROVAL_ABOVE_LIMIT', right.text, ASK_TO_TAKE_BACK);
}

/** What a person does who may not take something back. */
export const ASK_TO_TAKE_BACK = 'Ask a reviewer whose limit is high enough to take it back.';

/** The person, where she decides at all; null: a home without people. */
function decidingPerson(db: ReadableLedger, actor: string): Person | Extract<ApprovalRight, { kind: 'mayNot' }> | null {
  const person = findPerson(db, actor);
  if (person === null && !hasPeople(db)) return null;
  if (person === null || !person.isActive) return { kind: 'mayNot', code: 'NOT_ALLOWED', text: notHere(actor) };
  if (person.roles.some((role) => DECIDING.includes(role))) return person;
  return { kind: 'mayNot', code: 'NOT_ALLOWED', text: 'Your role may look, but not decide.' };
}

/**
 * Whether this person may approve a movement: by her role and her limit as the ledger holds them now, and only a reviewer where somebody
 * has asked for one. The whole amount of the movement counts, also where a part stays unapplied. A home without people has no limits.
 */
export function approvalRight(db: ReadableLedger, actor: string, movement: Subject): ApprovalRight {
  const person = decidingPerson(db, actor);
  if (person === null || 'kind' in person) return person ?? { kind: 'mayApprove' };
  const above = aboveLimit(person, movement);
  const request = openApprovalRequest(db, movement.movementKey);
  if (request === null) return above === null ? { kind: 'mayApprove' } : { kind: 'mustAsk', text: above };
  const waits = `It waits for a reviewer; ${request.askedBy} asked for one.`;
  if (!person.roles.includes('reviewer')) return { kind: 'mayNot', code: 'APPROVAL_NEEDS_REVIEWER', text: waits };
  return above === null
    ? { kind: 'mayApprove' }
    : { kind: 'mayNot', code: 'APPROVAL_NEEDS_REVIEWER', text: `${waits} ${above}` };
}

/** Says that a person is not one of the home's. */
export function notHere(actor: string): string {
  return `${actor} is not among the people of this home.`;
}

/** Why the amount is above a person's limit, a sentence; null when it is not. */
function aboveLimit({ limits }: Person, movement: Amount): string | null {
  if (limits === null) return null;
  const amount = money(Math.abs(movement.amountMinor), movement.exponent, movement.currency);
  const limit = limits.find(({ currency }) => currency === movement.currency);
  if (limit === undefined) return `You have no limit for ${movement.currency}.`;
  return compareMoney(amount, limit) > 0 ? `${inWords(amount)} is above your limit of ${inWords(limit)}.` : null;
}

function inWords(amount: Money): string {
  return `${formatDecimal(amount)} ${amount.currency}`;
}
