import { z } from 'zod';
import { instant, key, moneySchema, plainDate, portalLink, postingState, unitName } from './primitives.ts';

/** What a Stripe document is in Receivables. */
export const receivableKind = z.enum(['invoice', 'creditNote', 'void']);
export const invoiceRow = z.strictObject({
  kind: receivableKind,
  objectId: z.string(),
  number: z.string().nullable(),
  item: z.string(),
  customer: z.string().nullable(),
  custId: z.string().nullable(),
  /** With the sign it has in Receivables. */
  amount: moneySchema,
  tax: moneySchema.nullable(),
  date: plainDate,
  /** The day it is booked on: its own, or the first open one. */
  bookingDate: plainDate,
  dueDate: plainDate.nullable(),
  /** Why it cannot be approved; null: it can. */
  obstacle: z.string().nullable(),
  /** Why who looks may not approve it, by her role or limit, in a sentence; null: she may. */
  notHers: z.string().nullable(),
  /** Page of its invoice in Stripe’s dashboard; null in the sample company. */
  sourceUrl: z.string().nullable(),
  /** How the last try ended. */
  lastEnd: z.string().nullable(),
  /** Why the rule leaves it to a person; null: the rule takes it with the next matching run. */
  whyNotByRule: z.string().nullable(),
  /** Where its customer is not linked and exactly one customer is proposed. */
  proposedLink: z
    .strictObject({ linkId: key, seenVersion: z.number().int(), custId: z.string(), basis: z.string() })
    .nullable(),
});
export type InvoiceRow = z.infer<typeof invoiceRow>;
export const approvedItemRow = z.strictObject({
  postingKey: key,
  reference: z.string(),
  state: postingState,
  item: z.string(),
  amount: moneySchema,
  approvedBy: z.string(),
  /** Why who looks may not take it back, by her role or limit, in a sentence; null: she may. */
  notHers: z.string().nullable(),
});
export type ApprovedItemRow = z.infer<typeof approvedItemRow>;
export const workOrderRow = z.strictObject({
  orderId: key,
  version: z.number().int(),
  kind: z.enum(['writeOff', 'closeByHand', 'applyCash', 'transfer']),
  custId: z.string(),
  businessUnit: z.string(),
  item: z.string(),
  amount: moneySchema,
  text: z.string(),
  openedAt: instant,
  /** Its item and customer in PeopleSoft's own pages, where the work is done; empty where the site names no portal. */
  portalLinks: z.array(portalLink),
});
export const invoiceListInput = z.strictObject({ unit: unitName });
export const invoiceList = z.strictObject({
  /** Why nothing can wait here, a sentence; null: the unit makes items of its invoices. */
  off: z.string().nullable(),
  /** Why who looks may not link a customer or close a work order, in a sentence; null: she may. */
  notHers: z.string().nullable(),
  rows: z.array(invoiceRow),
  /** There are more than those shown. */
  hasMore: z.boolean(),
  /** Approved and not sent yet: they can still be taken back. */
  approved: z.array(approvedItemRow),
  orders: z.array(workOrderRow),
});
export type InvoiceList = z.infer<typeof invoiceList>;
export const invoiceApproveInput = z.strictObject({
  unit: unitName,
  kind: receivableKind,
  objectId: z.string().max(255),
  seen: z.strictObject({ amount: moneySchema, bookingDate: plainDate }),
  /** true: send at once. */
  post: z.boolean(),
});
export const invoiceApproveOutput = z.strictObject({
  postingKey: key,
  text: z.string(),
});
export const itemWithdrawInput = z.strictObject({ postingKey: key, reason: z.string().trim().min(1).max(500) });
export const orderOpenInput = z.strictObject({ postingKey: key, text: z.string().trim().min(1).max(500) });
export const orderCloseInput = z.strictObject({
  orderId: key,
  seenVersion: z.number().int(),
  reason: z.string().trim().min(1).max(500),
});
export const saidOutput = z.strictObject({ text: z.string() });
