import type { Random } from './random.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PER_DRAW = 5; // 62^5 fits in 32 bits

/** `length` characters of base 62 from the stream; ids say nothing about what they name. */
export function opaque(random: Random, length: number): string {
  let text = '';
  while (text.length < length) {
    let bits = random.bits();
    for (let n = 0; n < PER_DRAW && text.length < length; n += 1) {
      text += ALPHABET[bits % 62];
      bits = Math.floor(bits / 62);
    }
  }
  return text;
}

/** Prefixes and lengths as Stripe's own ids look today. */
const FORMS = {
  charge: ['ch_3', 23],
  payment_intent: ['pi_3', 23],
  balance_transaction: ['txn_3', 23],
  invoice: ['in_1', 23],
  invoice_payment: ['inpay_1', 23],
  refund: ['re_3', 23],
  dispute: ['du_1', 23],
  payout: ['po_1', 23],
  customer: ['cus_', 14],
  payment: ['py_3', 23],
  topup: ['tu_1', 23],
  credit_note: ['cn_1', 23],
  customer_balance_transaction: ['cbtxn_1', 23],
  customer_cash_balance_transaction: ['ccsbtxn_1', 23],
} as const;

export function stripeId(kind: keyof typeof FORMS, random: Random): string {
  const [prefix, length] = FORMS[kind];
  return prefix + opaque(random, length);
}
