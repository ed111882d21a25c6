/** Where Stripe's dashboard shows one object of a family; what has no page of its own there is left to its search. */
const PAGES: Readonly<Record<string, string>> = {
  charge: 'payments',
  payment_intent: 'payments',
  customer: 'customers',
  invoice: 'invoices',
  credit_note: 'credit_notes',
  dispute: 'disputes',
  payout: 'payouts',
  topup: 'topups',
};

/** The address of an object in the dashboard at `base`. */
export function stripeDashboardUrl(base: string, type: string, id: string): string {
  const page = PAGES[type];
  return page === undefined
    ? `${base}/search?query=${encodeURIComponent(id)}`
    : `${base}/${page}/${encodeURIComponent(id)}`;
}
