const STRIPE_MONEY_ID = /\b(?:ch|py|pi|re|pyr)_[A-Za-z0-9]+/g;

/** Ids of Stripe's charges, payment intents and refunds in the words around a receipt, each once, in the order they stand there. */
export function stripeMoneyIds(text: string): readonly string[] {
  return [...new Set(text.match(STRIPE_MONEY_ID))];
}
