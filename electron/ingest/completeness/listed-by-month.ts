import type { Money } from '../../../shared/domain/money.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { StripeFact } from '../../connectors/stripe/types.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { extendReach } from './stripe-reach.ts';
import type { ReadObject } from '../stripe/observed-page.ts';

/** Which part of a list the pages are. */
export interface ListPart {
  /** Lower bound of the whole list on `created`; null: from the beginning of the account. */
  readonly from: Instant | null;
  /** The first pages of it: what an earlier try had counted is forgotten. */
  readonly begins: boolean;
  /** It goes back far enough to say what there is by month; the short list of each poll does not. */
  readonly counts: boolean;
}
interface Listed {
  readonly account: string;
  readonly type: string;
  readonly part: ListPart;
  readonly at: Instant;
}

/** Counts what Stripe lists by month of creation while a list is read; call it in the transaction that stores the pages. */
export function countListed(db: WritableLedger, listed: Listed, tally: ListTally): void {
  const { account, type, part, at } = listed;
  if (!part.counts) return;
  if (part.begins)
    statement(db, "DELETE FROM stripe_listed WHERE account = ? AND object_type = ? AND state = 'reading'").run(
      account,
      type,
    );
  for (const row of tally.rows())
    statement(
      db,
      `INSERT INTO stripe_listed (account, object_type, state, month, currency, exponent, count, sum_minor, from_at, to_at, listed_at)
       VALUES (@account, @type, 'reading', @month, @currency, @exponent, @count, @sumMinor, @from, @toAt, @at)
       ON CONFLICT DO UPDATE SET count = count + excluded.count, sum_minor = sum_minor + excluded.sum_minor,
         to_at = max(to_at, excluded.to_at), listed_at = excluded.listed_at`,
    ).run({ ...row, account, type, at, from: part.from ?? '' });
}

/**
 * The list was read to its end: what it counted stands for its months from now on. Of a month it began inside, what an earlier list said
 * of more of it stays.
 */
export function closeListed(db: WritableLedger, { account, type, part }: Listed): void {
  extendReach(db, account, type, part.from);
  if (!part.counts) return;
  const of = { account, type };
  statement(
    db,
    `DELETE FROM stripe_listed WHERE account = @account AND object_type = @type AND state = 'reading' AND substr(from_at, 1, 7) = month
       AND EXISTS (SELECT 1 FROM stripe_listed w WHERE w.account = @account AND w.object_type = @type AND w.state = 'whole'
         AND w.month = stripe_listed.month AND w.from_at < stripe_listed.from_at)`,
  ).run(of);
  statement(
    db,
    `DELETE FROM stripe_listed WHERE account = @account AND object_type = @type AND state = 'whole' AND month IN
       (SELECT month FROM stripe_listed r WHERE r.account = @account AND r.object_type = @type AND r.state = 'reading')`,
  ).run(of);
  statement(
    db,
    "UPDATE stripe_listed SET state = 'whole' WHERE account = @account AND object_type = @type AND state = 'reading'",
  ).run(of);
}

interface Tally {
  readonly month: string;
  readonly currency: string;
  readonly exponent: number;
  count: number;
  sumMinor: number;
  toAt: string;
}

/** Counts and sums objects by month of creation and currency. */
export class ListTally {
  readonly #found = new Map<string, Tally>();

  add(objects: readonly ReadObject[]): void {
    for (const { createdAt, fact } of objects) {
      if (createdAt === null) continue;
      const amount = amountOf(fact);
      const month = createdAt.slice(0, 7);
      const currency = amount?.currency ?? '';
      const key = `${month} ${currency}`;
      const exponent = amount?.exponent ?? 0;
      const tally = this.#found.get(key) ?? { month, currency, exponent, count: 0, sumMinor: 0, toAt: createdAt };
      tally.count += 1;
      tally.sumMinor += amount?.minor ?? 0;
      if (createdAt > tally.toAt) tally.toAt = createdAt;
      this.#found.set(key, tally);
    }
  }

  rows(): Iterable<Tally> {
    return this.#found.values();
  }
}

/** The amount by which a family is summed; the same as the column of `FAMILY_TABLES`. */
function amountOf(fact: StripeFact): Money | null {
  switch (fact.type) {
    case 'customer':
      return null;
    case 'invoice':
    case 'credit_note':
      return fact.total;
    case 'invoice_payment':
      return fact.amountPaid;
    case 'balance_transaction':
    case 'customer_cash_balance_transaction':
      return fact.net;
    case 'payment_intent':
    case 'charge':
    case 'refund':
    case 'dispute':
    case 'payout':
    case 'topup':
    case 'customer_balance_transaction':
      return fact.amount;
  }
}
