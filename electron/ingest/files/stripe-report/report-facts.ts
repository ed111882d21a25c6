import type { Instant } from '../../../../shared/domain/ids.ts';
import { negateMoney, type Money } from '../../../../shared/domain/money.ts';
import type { StripeFact, StripeObject, StripeType } from '../../../connectors/stripe/types.ts';
import type { ReportRow } from './report-row.ts';

/** A balance transaction of an object, as held. */
export interface HeldTransaction {
  readonly id: string;
  readonly category: string;
}
/** The object behind a balance transaction, as far as the category tells which it is. */
export interface ReportSource {
  readonly type: Extract<StripeType, 'charge' | 'refund' | 'dispute' | 'payout' | 'topup'>;
  readonly id: string;
  /** The row is the object's own money, not its return. */
  readonly isFirst: boolean;
}

/** Which object a row is about; null where it is none that this program keeps apart from its balance transaction. */
export function sourceOf(row: ReportRow): ReportSource | null {
  const found = SOURCES[row.category];
  if (found === undefined) return null;
  const id = found.type === 'charge' ? (row.charge ?? row.source) : row.source;
  return id === null || !found.ids.test(id) ? null : { type: found.type, id, isFirst: found.isFirst };
}

type SourceRule = Omit<ReportSource, 'id'> & { readonly ids: RegExp };
const CHARGES = /^(?:ch|py)_/;
const REFUNDS = /^(?:re|pyr)_/;
const DISPUTES = /^(?:dp|du|pdp)_/;
const PAYOUTS = /^(?:po|tr)_/;
const TOPUPS = /^tu_/;
const SOURCES: Readonly<Record<string, SourceRule>> = {
  charge: { type: 'charge', isFirst: true, ids: CHARGES },
  charge_failure: { type: 'charge', isFirst: false, ids: CHARGES },
  refund: { type: 'refund', isFirst: true, ids: REFUNDS },
  // A report's charge is of all that was authorised: the refund of the rest takes it off.
  partial_capture_reversal: { type: 'refund', isFirst: true, ids: REFUNDS },
  refund_failure: { type: 'refund', isFirst: false, ids: REFUNDS },
  dispute: { type: 'dispute', isFirst: true, ids: DISPUTES },
  dispute_reversal: { type: 'dispute', isFirst: false, ids: DISPUTES },
  payout: { type: 'payout', isFirst: true, ids: PAYOUTS },
  payout_reversal: { type: 'payout', isFirst: false, ids: PAYOUTS },
  topup: { type: 'topup', isFirst: true, ids: TOPUPS },
  topup_reversal: { type: 'topup', isFirst: false, ids: TOPUPS },
};

/** The balance transaction that a row is. */
export function transactionOf(row: ReportRow, raw: string, known: boolean, now: Instant): StripeObject {
  const fact: StripeFact = {
    type: 'balance_transaction',
    reportingCategory: row.category,
    transactionType: typeOf(row),
    balanceType: row.category.startsWith('issuing_') ? 'issuing' : 'payments',
    amount: row.gross,
    fee: row.fee,
    feeTax: null,
    net: row.net,
    source: row.source,
    status: row.availableAt <= now ? 'available' : 'pending',
    availableAt: row.availableAt,
    exchangeRate: null,
    known,
  };
  return { id: row.id, createdAt: row.createdAt, raw, fact };
}

/** A report names no types; each category has one that is usual. Source: Stripe, "Reporting categories and types". */
function typeOf({ category, source }: ReportRow): string {
  const isCard = !/^pyr?_/.test(source ?? '');
  if (category === 'charge') return isCard ? 'charge' : 'payment';
  if (category === 'refund') return isCard ? 'refund' : 'payment_refund';
  return TYPES[category] ?? category;
}
const TYPES: Readonly<Record<string, string>> = {
  charge_failure: 'payment_failure_refund',
  connect_reserved_funds: 'reserve_transaction',
  dispute: 'adjustment',
  dispute_reversal: 'adjustment',
  fee: 'stripe_fee',
  other_adjustment: 'adjustment',
  partial_capture_reversal: 'refund',
  payout_reversal: 'payout_failure',
  platform_earning: 'application_fee',
  platform_earning_refund: 'application_fee_refund',
  risk_reserved_funds: 'reserved_funds',
  tax: 'tax_fee',
  transfer_reversal: 'transfer_refund',
  unreconciled_customer_funds: 'transferred_to_balance_transaction',
};

/** The object behind a row, from the row and from all balance transactions held of it: what became of it, its money tells. */
export function objectOf(
  source: ReportSource,
  row: ReportRow,
  held: readonly HeldTransaction[],
  raw: string,
): StripeObject {
  const createdAt = source.type === 'charge' ? (row.chargeCreatedAt ?? row.createdAt) : row.createdAt;
  return { id: source.id, createdAt, raw, fact: factOf(source, row, held) };
}

function factOf(source: ReportSource, row: ReportRow, held: readonly HeldTransaction[]): StripeFact {
  const idsOf = (category: string) => held.filter((each) => each.category === category).map(({ id }) => id);
  const [first = null] = idsOf(source.type);
  switch (source.type) {
    case 'charge': {
      const failed = idsOf('charge_failure')[0] ?? row.returnedBy;
      return {
        type: 'charge',
        status: failed === null ? 'succeeded' : 'failed',
        captured: true,
        amount: row.facing ?? positive(row.gross),
        authorised: row.facing ?? positive(row.gross),
        amountRefunded: { ...(row.facing ?? row.gross), minor: 0 },
        disputed: false,
        customer: row.customer,
        paymentIntent: row.paymentIntent,
        paymentMethod: null,
        paymentMethodType: null,
        balanceTransaction: first,
        failureBalanceTransaction: failed,
        description: row.description,
        statementDescriptor: row.statementDescriptor,
        payerFingerprint: null,
        billingName: null,
        metadata: row.metadata,
      };
    }
    case 'refund': {
      const [failed = null] = idsOf('refund_failure');
      return {
        type: 'refund',
        status: failed === null ? 'succeeded' : 'failed',
        amount: row.facing ?? positive(row.gross),
        charge: row.charge,
        paymentIntent: row.paymentIntent,
        balanceTransaction: first ?? idsOf('partial_capture_reversal')[0] ?? null,
        failureBalanceTransaction: failed,
        reason: null,
        failureReason: null,
      };
    }
    case 'dispute': {
      const won = idsOf('dispute_reversal');
      return {
        type: 'dispute',
        status: won.length > 0 ? 'won' : 'needs_response',
        amount: row.facing ?? positive(row.gross),
        charge: row.charge ?? '',
        reason: row.disputeReason ?? 'general',
        balanceTransactions: [...idsOf('dispute'), ...won],
        evidenceDueAt: null,
      };
    }
    case 'payout':
      return payoutOf(row, first, idsOf('payout_reversal')[0] ?? null);
    case 'topup': {
      const [reversed = null] = idsOf('topup_reversal');
      const status = reversed === null ? 'succeeded' : 'reversed';
      return { type: 'topup', status, amount: positive(row.gross), balanceTransaction: first, failureCode: null };
    }
  }
}

function payoutOf(row: ReportRow, first: string | null, failed: string | null): StripeFact {
  return {
    type: 'payout',
    status: row.payoutStatus ?? (failed === null ? 'paid' : 'failed'),
    // Money paid out leaves the balance; a payout of a negative balance brings money in.
    amount: row.category === 'payout' ? negateMoney(row.gross) : row.gross,
    automatic: true,
    method: 'standard',
    arrivalAt: row.payoutArrivalAt ?? row.availableAt,
    balanceTransaction: first,
    failureBalanceTransaction: failed,
    failureCode: null,
    originalPayout: null,
    reversedBy: null,
    reconciliationStatus: 'completed',
  };
}

function positive(amount: Money): Money {
  return amount.minor < 0 ? negateMoney(amount) : amount;
}
