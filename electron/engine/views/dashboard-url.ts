/** Stripe's own page of an object. Source: Stripe documentation on Dashboard links. */
export function dashboardUrl(
  page: 'payments' | 'disputes' | 'invoices' | 'customers',
  objectId: string,
  livemode: boolean,
): string {
  return `https://dashboard.stripe.com/${livemode ? '' : 'test/'}${page}/${encodeURIComponent(objectId)}`;
}
