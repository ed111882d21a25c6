import { matchingTolerancesSchema } from '../../../../shared/contract/profile-tolerances.ts';
import type { ItemRow, MovementRow } from '../../../../electron/matching/movements/snapshot.ts';
import { charge, item, NOBODY_KEYED, receipt, type Rows } from './company.ts';

/** Customer of all these rows, so that they can stand beside rows of others. */
export const PLANTED = '3003';
/** Half a dollar for this customer: what the rule of tolerances goes by. */
export const PLANTED_TOLERANCES = matchingTolerancesSchema.parse({
  exceptions: [{ customer: PLANTED, currency: 'USD', amountToleranceMinor: 50 }],
});
const link = { linkId: 3, customer: PLANTED, strength: 'confirmed' } as const;

const items = (...amounts: readonly number[]): ItemRow[] =>
  amounts.map((availableMinor, at) => item(31 + at, { customer: PLANTED, availableMinor }));
const charges = (...amounts: readonly number[]): MovementRow[] =>
  amounts.map((amountMinor, at) => charge(301 + at, { link, amountMinor, accountingDate: `2026-10-${15 + at}` }));
const paid = (fields: Partial<MovementRow>): MovementRow => charge(301, { link, ...fields });
const INVOICE = { metadata: { invoice: 'INV-0048031' } };
const back = { chargeId: 'ch_301AAAAAA', amountMinor: -4_000 };
const credit = item(32, {
  customer: PLANTED,
  availableMinor: 0,
  isCredit: true,
  refundableMinor: 4_000,
  poReference: 'INV-0048031',
});
const dollars = (amountMinor: number, feeMinor: number) => ({
  settlement: { amountMinor, feeMinor, exponent: 2, currency: 'USD' },
});

/** For each rule the smallest company in which it is the one that finds something. */
export const RULE_COMPANIES: Readonly<Record<string, Rows>> = {
  'keyed-by-hand': { movements: [paid({})], receipts: [receipt(930, { comment: 'Stripe ch_301AAAAAA' })] },
  'reference-exact': { items: items(10_000), movements: [paid(INVOICE)] },
  'reference-typo': { items: items(10_000), movements: [paid({ description: 'Invoice INV-0084031' })] },
  'amount-customer-date': { items: items(10_000), movements: [paid({})] },
  'amount-customer-set': { items: items(3_000, 7_000), movements: [paid({})] },
  'charges-of-one-item': { items: items(10_000), movements: charges(4_000, 6_000) },
  'charges-and-items': { items: items(3_000, 7_000), movements: charges(4_000, 6_000) },
  'net-of-fee': { items: items(10_300), movements: [paid(dollars(10_000, 300))] },
  'amount-tolerance': { items: items(10_040), movements: [paid({})] },
  'other-currency': {
    items: items(10_000),
    movements: [paid({ currency: 'CAD', amountMinor: 13_700, ...dollars(10_000, 300) })],
  },
  'refund-of-charge': {
    items: [...items(10_000), credit],
    movements: [paid(INVOICE), charge(302, { link, kind: 'refund', objectId: 're_302', ...back })],
  },
  'dispute-of-charge': {
    items: items(10_000),
    movements: [
      paid(INVOICE),
      charge(302, { link, kind: 'dispute', objectId: 'du_302', sourceStatus: 'lost', ...back }),
    ],
  },
};

/** Two charges that name one invoice and pay it in parts, to the cent together. */
export const NAMED_PARTS: Rows = {
  items: items(10_000),
  movements: charges(4_000, 6_000).map((each) => ({ ...each, ...INVOICE })),
};

/** A receipt that nobody has applied yet, and two charges that it may have been keyed for, one of which names an open item. */
export const KEYED_FOR_ONE: Rows = {
  items: items(10_000),
  receipts: [receipt(930, NOBODY_KEYED)],
  movements: charges(10_000, 10_000).map((each, at) => (at === 0 ? { ...each, ...INVOICE } : each)),
};
