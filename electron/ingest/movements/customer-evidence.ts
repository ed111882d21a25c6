import type { StripeFact } from '../../connectors/stripe/types.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { noteHint } from '../../ledger/stripe-hint-store.ts';
import type { IngestContext } from '../ingest-context.ts';

/**
 * Stripe lists what it keeps under a customer by customer only, and tells no event for her balance. This notes that a customer's list has to
 * be read when an object shows that something stands there which is not held. Call it with each object that is new or has changed.
 */
export function noteCustomerEvidence(db: WritableLedger, context: IngestContext, id: string, fact: StripeFact): void {
  const found = evidenceOf(db, context.account, id, fact);
  if (found === null) return;
  const hint = { account: context.account, objectType: found.type, objectId: found.customer };
  noteHint(db, hint, found.reason, context.at);
}

interface Evidence {
  readonly type: 'customer_balance_transaction' | 'customer_cash_balance_transaction';
  readonly customer: string;
  readonly reason: string;
}

function evidenceOf(db: ReadableLedger, account: string, id: string, fact: StripeFact): Evidence | null {
  const type = 'customer_balance_transaction';
  switch (fact.type) {
    case 'customer':
      if (fact.balance === null || isBalanceHeld(db, account, id, fact.balance.minor)) return null;
      return { type, customer: id, reason: 'her balance is not what is held' };
    case 'invoice': {
      const { customer, startingBalance, endingBalance } = fact;
      if (customer === null || endingBalance === null || startingBalance.minor === endingBalance.minor) return null;
      if (isHeld(db, BY_INVOICE, account, id)) return null;
      return { type, customer, reason: `invoice ${id} changed her balance` };
    }
    case 'credit_note': {
      const { customer, customerBalanceTransaction } = fact;
      if (customer === null || customerBalanceTransaction === null) return null;
      if (isHeld(db, BY_ID, account, customerBalanceTransaction)) return null;
      return { type, customer, reason: `credit note ${id} changed her balance` };
    }
    case 'payment_intent': {
      const { customer, amountReceived, paymentMethodTypes } = fact;
      // Source: Stripe API reference, `payment_method_types`: bank transfers pay from the customer's cash balance.
      if (customer === null || amountReceived.minor === 0 || !paymentMethodTypes.includes('customer_balance'))
        return null;
      if (isHeld(db, BY_INTENT, account, id)) return null;
      return { type: 'customer_cash_balance_transaction', customer, reason: `payment ${id} came by bank transfer` };
    }
    case 'charge':
    case 'refund':
    case 'dispute':
    case 'payout':
    case 'topup':
    case 'balance_transaction':
    case 'invoice_payment':
    case 'customer_balance_transaction':
    case 'customer_cash_balance_transaction':
      return null;
  }
}

const BY_ID =
  'SELECT 1 FROM stripe_customer_balance_transaction WHERE account = ? AND customer_balance_transaction_id = ?';
const BY_INVOICE = 'SELECT 1 FROM stripe_customer_balance_transaction WHERE account = ? AND invoice_id = ? LIMIT 1';
const BY_INTENT = 'SELECT 1 FROM stripe_cash_balance_transaction WHERE account = ? AND payment_intent_id = ? LIMIT 1';

function isHeld(db: ReadableLedger, sql: string, account: string, id: string): boolean {
  return statement(db, sql).get(account, id) !== undefined;
}

/** Several changes may fall into one second: any of them may be the last. */
function isBalanceHeld(db: ReadableLedger, account: string, customer: string, minor: number): boolean {
  const latest = statement<{ ending_minor: number }>(
    db,
    `SELECT ending_minor FROM stripe_customer_balance_transaction WHERE account = @account AND customer_id = @customer AND created_at =
       (SELECT max(created_at) FROM stripe_customer_balance_transaction WHERE account = @account AND customer_id = @customer)`,
  ).all({ account, customer });
  return latest.length === 0 ? minor === 0 : latest.some((row) => row.ending_minor === minor);
}
