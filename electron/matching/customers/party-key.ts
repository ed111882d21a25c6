/** One text for a Stripe customer of an account. */
export function partyKey(account: string, customerId: string): string {
  return `${account}|${customerId}`;
}
