/** Whether an id kept on a PeopleSoft customer is one of a Stripe customer: Stripe's ids of customers begin with `cus_` (docs.stripe.com/api/customers). */
export function namesStripeCustomer(externalId: string | null): boolean {
  return externalId?.trim().startsWith('cus_') ?? false;
}
