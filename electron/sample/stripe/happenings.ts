import { availableAfterCharge, exchangeRate, processingFee, settle } from '../company/balance.ts';
import { SAMPLE_UNITS, type StripeBookObject } from '../company/company.ts';
import { sampleCurrency } from '../company/currencies.ts';
import { opaque } from '../company/identifiers.ts';
import { createRandom, mix } from '../company/random.ts';
import { withoutFields } from './without-fields.ts';

/** What may happen to an object after it came into the books, on demand. */
export const HAPPENINGS = [
  'chargeCaptured', // a charge without balance transaction gets it (asynchronous capture), a pending debit succeeds
  'debitFails', // a pending debit fails
  'debitReturned', // a debit that succeeded is taken back by the bank
  'refundSucceeds',
  'refundFails', // after it was paid out: the money comes back
  'refundCanceled',
  'disputeWon',
  'disputeLost',
  'payoutPaid',
  'payoutFails', // also after it was paid
  'payoutCanceled',
  'customerRenamed',
  'invoiceVoided',
  'invoiceUncollectible',
  'creditNoteVoided',
  'topupReversed',
  'rowDoubled', // a balance transaction comes a second time under another id
] as const;
export type HappeningKind = (typeof HAPPENINGS)[number];

export interface Happening {
  readonly kind: HappeningKind;
  /** The object it happens to, as it is. */
  readonly object: StripeBookObject;
  /** Its balance transaction, where it has one. */
  readonly row: StripeBookObject | null;
  /** For a refund: its charge, where it is in the books. */
  readonly charge?: StripeBookObject | null;
  /** The second at which it happens. */
  readonly at: number;
  /** For a customer: her new name. */
  readonly name?: string;
}

const FAMILIES: Readonly<Record<HappeningKind, string>> = {
  chargeCaptured: 'charge',
  debitFails: 'charge',
  debitReturned: 'charge',
  refundSucceeds: 'refund',
  refundFails: 'refund',
  refundCanceled: 'refund',
  disputeWon: 'dispute',
  disputeLost: 'dispute',
  payoutPaid: 'payout',
  payoutFails: 'payout',
  payoutCanceled: 'payout',
  customerRenamed: 'customer',
  invoiceVoided: 'invoice',
  invoiceUncollectible: 'invoice',
  creditNoteVoided: 'credit_note',
  topupReversed: 'topup',
  rowDoubled: 'balance_transaction',
};

/**
 * The objects as they are once it has happened, balance transactions first, so that nothing names a row that is not there yet. Throws
 * RangeError where it cannot happen to this object.
 */
export function happen(happening: Happening): readonly StripeBookObject[] {
  const { kind, object } = happening;
  if (object.object !== FAMILIES[kind])
    throw new RangeError(`${kind} happens to a ${FAMILIES[kind]}, and ${object.id} is a ${object.object}`);
  return HAPPEN[kind](happening);
}

type Happen = (happening: Happening) => readonly StripeBookObject[];

const HAPPEN: Readonly<Record<HappeningKind, Happen>> = {
  chargeCaptured: ({ object, at }) => {
    if (object['balance_transaction'] !== null)
      throw new RangeError(`${object.id} has its balance transaction already`);
    const row = rowOfCharge(object, at);
    const paid = { status: 'succeeded', paid: true, captured: true, amount_captured: object['amount'] };
    return [row, { ...object, ...paid, balance_transaction: row.id }];
  },
  debitFails: ({ object }) => [
    {
      ...object,
      status: 'failed',
      paid: false,
      failure_code: 'insufficient_funds',
      failure_message: 'Insufficient funds.',
    },
  ],
  debitReturned: (happening) => {
    const back = backRow(happening, 'payment_failure_refund', 'charge_failure');
    const why = { failure_code: 'debit_not_authorized', failure_message: 'The debit was returned by the bank.' };
    return [back, { ...happening.object, ...why, status: 'failed', paid: false, failure_balance_transaction: back.id }];
  },
  refundSucceeds: ({ object, at }) => {
    const row = rowOfMoney(object, at, -1, 'refund', 'refund');
    return [row, { ...withoutPending(object), status: 'succeeded', balance_transaction: row.id }];
  },
  refundFails: (happening) => {
    const failed = { ...withoutPending(happening.object), status: 'failed', failure_reason: 'lost_or_stolen_card' };
    if (happening.row === null) return [...unrefunded(happening), failed];
    const back = backRow(happening, 'refund_failure', 'refund_failure');
    return [back, ...unrefunded(happening), { ...failed, failure_balance_transaction: back.id }];
  },
  refundCanceled: (happening) => [
    ...unrefunded(happening),
    { ...withoutPending(happening.object), status: 'canceled' },
  ],
  disputeWon: (happening) => {
    const { object, row } = happening;
    if (row === null) return [{ ...object, status: 'won' }];
    const back = backRow(happening, 'adjustment', 'dispute_reversal');
    return [back, { ...object, status: 'won', balance_transactions: [row, back] }];
  },
  disputeLost: ({ object }) => [{ ...object, status: 'lost' }],
  payoutPaid: ({ object }) => [{ ...object, status: 'paid' }],
  payoutFails: (happening) => {
    const back = backRow(happening, 'payout_failure', 'payout_reversal');
    const why = { failure_code: 'account_closed', failure_message: 'The bank account has been closed' };
    return [back, { ...happening.object, ...why, status: 'failed', failure_balance_transaction: back.id }];
  },
  payoutCanceled: (happening) => {
    const back = backRow(happening, 'payout_cancel', 'payout_reversal');
    return [back, { ...happening.object, status: 'canceled', failure_balance_transaction: back.id }];
  },
  customerRenamed: ({ object, name }) => [{ ...object, name: name ?? `${String(object['name'])} (new)` }],
  invoiceVoided: ({ object, at }) => [ended(object, 'void', 'voided_at', at)],
  invoiceUncollectible: ({ object, at }) => [ended(object, 'uncollectible', 'marked_uncollectible_at', at)],
  creditNoteVoided: ({ object, at }) => [{ ...object, status: 'void', voided_at: at }],
  topupReversed: (happening) => [
    backRow(happening, 'topup_reversal', 'topup_reversal'),
    { ...happening.object, status: 'reversed' },
  ],
  rowDoubled: ({ object, at }) => [{ ...object, id: rowId(object.id, at) }],
};

function withoutPending(refund: StripeBookObject): StripeBookObject {
  return withoutFields(refund, 'pending_reason');
}

/** The charge of a refund that came to nothing: so much less of it is refunded. It may be refunded once more. */
function unrefunded({ object, charge = null }: Happening): readonly StripeBookObject[] {
  if (charge === null || object['status'] === 'failed' || object['status'] === 'canceled') return [];
  const left = Math.max(0, Number(charge['amount_refunded']) - Number(object['amount']));
  return [{ ...charge, amount_refunded: left, refunded: false }];
}

function ended(invoice: StripeBookObject, status: string, moment: string, at: number): StripeBookObject {
  const { status_transitions: transitions } = invoice;
  const before = typeof transitions === 'object' && transitions !== null ? transitions : {};
  return { ...invoice, status, status_transitions: { ...before, [moment]: at } };
}

/** The row that takes another one's money back; what Stripe took for it stays taken. */
function backRow({ object, row, at }: Happening, type: string, category: string): StripeBookObject {
  if (row === null) throw new RangeError(`no money has moved for ${object.id}, so none comes back`);
  return {
    ...row,
    id: rowId(object.id, at),
    amount: -Number(row['amount']),
    available_on: at,
    created: at,
    fee: 0,
    fee_details: [],
    net: -Number(row['amount']),
    reporting_category: category,
    type,
  };
}

function rowOfCharge(charge: StripeBookObject, at: number): StripeBookObject {
  const row = rowOfMoney(charge, at, 1, 'charge', 'charge');
  const fee = processingFee(
    String(row['currency']).toUpperCase(),
    Number(row['amount']),
    row['exchange_rate'] as number | null,
  );
  const detail = { amount: fee, application: null, currency: row['currency'], description: 'Stripe processing fees' };
  return {
    ...row,
    available_on: availableAfterCharge(at),
    fee,
    fee_details: [{ ...detail, type: 'stripe_fee' }],
    net: Number(row['amount']) - fee,
  };
}

/** A row over the whole amount of an object, in the settlement currency of the unit that trades in its currency. */
function rowOfMoney(
  object: StripeBookObject,
  at: number,
  sign: 1 | -1,
  type: string,
  category: string,
): StripeBookObject {
  const currency = sampleCurrency(String(object['currency']).toUpperCase());
  const unit =
    SAMPLE_UNITS.find(({ currencies }) => currencies.some((code) => code === currency.code)) ?? SAMPLE_UNITS[0];
  const rate = exchangeRate(currency, unit.settlement, at);
  const amount = sign * settle(currency, Number(object['amount']) / currency.quantumMinor, rate);
  return {
    id: rowId(object.id, at),
    object: 'balance_transaction',
    amount,
    available_on: at,
    created: at,
    currency: unit.settlement.toLowerCase(),
    description: null,
    exchange_rate: rate,
    fee: 0,
    fee_details: [],
    net: amount,
    reporting_category: category,
    source: object.id,
    type,
  };
}

/** The same for the same object and second, so that what happens is told alike in every run. */
function rowId(id: string, at: number): string {
  const seed = id.split('').reduce((sum, letter) => mix(sum, letter.charCodeAt(0)), at);
  return `txn_3${opaque(createRandom(seed), 23)}`;
}
