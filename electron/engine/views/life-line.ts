import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import { formatDecimal } from '../../../shared/domain/money.ts';
import type { MovementRow } from '../../ledger/movement-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

type Event = MatchDetail['history'][number];
/** Who says it, where what is decided here has a person. */
const STRIPE = 'Stripe';

/**
 * What Stripe says became of a charge: its refunds, its disputes with each amount withdrawn and given back and the day by which
 * evidence is due, and payouts that failed; each refund and dispute with the payment it became in PeopleSoft. The same for the
 * charge and for each refund and dispute of it. Empty for a charge to which nothing of that happened.
 */
export function lifeLineOf(db: ReadableLedger, movement: MovementRow): Event[] {
  const chain = chainOf(db, movement);
  const after = chain.filter(({ kind }) => kind !== 'charge');
  const failed = failedPayouts(db, movement);
  if (after.length === 0 && failed.length === 0) return [];
  return [
    ...chain.filter(({ kind }) => kind === 'charge').map((link) => eventOf(link, 'charge succeeded')),
    ...after.flatMap((link) => (link.kind === 'refund' ? [refundEvent(db, link)] : disputeEvents(db, link))),
    ...failed,
  ];
}

interface Link {
  readonly kind: 'charge' | 'refund' | 'dispute';
  readonly account: string;
  readonly id: string;
  readonly at: string;
  readonly minor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly status: string;
  /** Reference and state of the payment in PeopleSoft it became last. */
  readonly posting: string | null;
}

function chainOf(db: ReadableLedger, movement: MovementRow): Link[] {
  const charge = movement.kind === 'charge' ? movement.objectId : movement.chargeId;
  if (charge === null) return [];
  // The pluses keep the planner to the keys it is given: by account and kind it would walk all movements.
  return statement<Link>(
    db,
    `SELECT m.kind, m.account, m.object_id AS id, m.occurred_at AS at, abs(m.amount_minor) AS minor, m.exponent, m.currency, m.source_status AS status,
       (SELECT p.reference || ' ' || p.state FROM posting p WHERE p.movement_key = m.movement_key AND p.reverses IS NULL
          AND p.state NOT IN ('rejected', 'withdrawn') ORDER BY p.generation DESC, p.posting_id DESC LIMIT 1) AS posting
     FROM movement m WHERE m.movement_key IN (
         SELECT movement_key FROM movement WHERE object_id = @charge
         UNION SELECT movement_key FROM movement WHERE charge_id = @charge)
       AND +m.account = @account AND +m.livemode = @livemode AND +m.kind IN ('charge', 'refund', 'dispute')
     ORDER BY m.occurred_at, m.object_id`,
  ).all({ charge, account: movement.account, livemode: movement.livemode });
}

function eventOf(link: Link, words: string, at = link.at): Event {
  const posted = link.posting === null ? '' : ` · ${link.posting}`;
  return { at, actor: STRIPE, text: `${words}, ${amountText(link)}${posted}` };
}

function amountText({ minor, exponent, currency }: Pick<Link, 'minor' | 'exponent' | 'currency'>): string {
  return `${formatDecimal({ minor, exponent, currency })} ${currency}`;
}

const REFUND_WORDS: Readonly<Record<string, string>> = {
  pending: 'is on its way',
  requires_action: 'waits for the customer',
  succeeded: 'was paid back',
  failed: 'failed and came back',
  canceled: 'was cancelled',
};

function refundEvent(db: ReadableLedger, link: Link): Event {
  const reason = statement<{ reason: string | null }>(
    db,
    'SELECT failure_reason AS reason FROM stripe_refund WHERE account = @account AND refund_id = @id',
  ).get({ account: link.account, id: link.id })?.reason;
  const why = reason === null || reason === undefined ? '' : ` (${wordsOf(reason)})`;
  return eventOf(link, `refund ${link.id} ${REFUND_WORDS[link.status] ?? wordsOf(link.status)}${why}`);
}

// Source: Stripe API reference, dispute status.
const DISPUTE_WORDS: Readonly<Record<string, string>> = {
  warning_needs_response: 'inquiry waits for an answer',
  warning_under_review: 'inquiry is under review',
  warning_closed: 'inquiry is closed',
  needs_response: 'waits for an answer',
  under_review: 'is under review',
  won: 'is won',
  lost: 'is lost',
  prevented: 'was prevented',
};
/** States in which evidence may still be handed in. */
const WAITING = new Set(['needs_response', 'warning_needs_response']);

function disputeEvents(db: ReadableLedger, link: Link): Event[] {
  const row = statement<{ reason: string; dueAt: string | null; ids: string }>(
    db,
    `SELECT reason, evidence_due_at AS dueAt, balance_transactions_json AS ids FROM stripe_dispute
     WHERE account = @account AND dispute_id = @id`,
  ).get({ account: link.account, id: link.id });
  const due =
    row?.dueAt !== null && row?.dueAt !== undefined && WAITING.has(link.status)
      ? `, evidence by ${row.dueAt.slice(0, 16).replace('T', ' ')} UTC`
      : '';
  const reason = row === undefined ? '' : ` (${wordsOf(row.reason)})`;
  const words = `dispute ${link.id}${reason} ${DISPUTE_WORDS[link.status] ?? wordsOf(link.status)}${due}`;
  return [eventOf(link, words), ...(row === undefined ? [] : disputeMoney(db, link, row.ids))];
}

/** Each amount that a dispute took from the balance or gave back, with its fee. */
function disputeMoney(db: ReadableLedger, link: Link, ids: string): Event[] {
  interface Row {
    readonly at: string;
    readonly minor: number;
    readonly fee: number;
    readonly exponent: number;
    readonly currency: string;
  }
  const rows = statement<Row>(
    db,
    `SELECT created_at AS at, amount_minor AS minor, fee_minor AS fee, exponent, currency FROM stripe_balance_transaction
     WHERE account = @account AND balance_transaction_id IN (SELECT value FROM json_each(@ids)) ORDER BY created_at, balance_transaction_id`,
  ).all({ account: link.account, ids });
  return rows.map(({ at, minor, fee, exponent, currency }) => {
    const amount = amountText({ minor: Math.abs(minor), exponent, currency });
    const feeText = fee === 0 ? '' : `, fee ${amountText({ minor: fee, exponent, currency })}`;
    return { at, actor: STRIPE, text: `dispute ${minor < 0 ? 'withdrew' : 'gave back'} ${amount}${feeText}` };
  });
}

/** A payout of this movement that did not reach the bank. */
function failedPayouts(db: ReadableLedger, { account, payoutId }: MovementRow): Event[] {
  if (payoutId === null) return [];
  const rows = statement<{ at: string; status: string; code: string | null }>(
    db,
    `SELECT arrival_at AS at, status, failure_code AS code FROM stripe_payout
     WHERE account = @account AND payout_id = @payoutId AND status IN ('failed', 'canceled')`,
  ).all({ account, payoutId });
  return rows.map(({ at, status, code }) => {
    const words = status === 'failed' ? 'did not reach the bank' : 'was cancelled';
    return { at, actor: STRIPE, text: `payout ${payoutId} ${words}${code === null ? '' : ` (${wordsOf(code)})`}` };
  });
}

/** Stripe's own word for a state or reason, readable. */
function wordsOf(code: string): string {
  return code.replaceAll('_', ' ');
}
