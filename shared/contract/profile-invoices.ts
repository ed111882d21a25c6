import { z } from 'zod';

/** The part of the connection profile by which Stripe's invoices get into Receivables. */
const plainDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD');
const identifier = (max: number) => z.string().min(1).max(max);

/** A site's service for groups of pending items; the site must let us give the group's id, which is the guard against a second send. */
export const pendingItemServiceSchema = z.strictObject({
  service: identifier(64).describe('service name, e.g. CI_SITE_PENDING_ITEM_CI'),
  version: identifier(8).default('1'),
  properties: z.strictObject({
    groupBu: identifier(60),
    groupId: identifier(60),
    groupType: identifier(60).optional(),
    accountingDate: identifier(60),
    controlAmount: identifier(60),
    controlCount: identifier(60),
    currency: identifier(60),
    items: identifier(60).describe('collection of pending items'),
    itemSeq: identifier(60).optional(),
    businessUnit: identifier(60),
    custId: identifier(60),
    item: identifier(60),
    itemLine: identifier(60),
    entryType: identifier(60),
    entryReason: identifier(60).optional(),
    entryAmount: identifier(60),
    entryCurrency: identifier(60),
    itemDate: identifier(60).optional(),
    dueDate: identifier(60).optional(),
    poReference: identifier(60).optional().describe('field that names the invoice’s item on its credit memo'),
    externalId: identifier(60).optional().describe('field that keeps the whole Stripe id'),
    approvedBy: identifier(60).optional(),
    lines: identifier(60).describe('collection of distribution lines inside an item'),
    lineSeq: identifier(60).optional(),
    account: identifier(60),
    lineAmount: identifier(60),
  }),
});
export type PendingItemService = z.infer<typeof pendingItemServiceSchema>;

const entrySchema = z.strictObject({ entryType: identifier(5), entryReason: identifier(5).optional() });
/** How the invoices of Stripe get into Receivables, where the unit wants them there. */
export const invoiceItemsSchema = z.strictObject({
  fromDate: plainDate.describe('invoices finalised before it are never made into items, whatever the go-live date'),
  businessUnit: identifier(5).describe('business unit of the items and of their groups; one of businessUnits'),
  groupType: z.string().length(1).default('B'),
  invoice: entrySchema,
  creditMemo: entrySchema,
  /** Closes the item of an invoice that was voided. */
  void: entrySchema,
  revenueAccount: identifier(10),
  taxAccount: identifier(10).optional().describe('left out: an invoice with tax waits for a person'),
});
export type InvoiceItems = z.infer<typeof invoiceItemsSchema>;

/** What a person may do with a charge that no item takes; left out: only put it on account. */
export const chargeWithoutItemSchema = z.strictObject({
  onAccount: z.boolean().default(true).describe('as cash on the account of its customer'),
  item: entrySchema
    .extend({
      businessUnit: identifier(5).describe('business unit of the item and of its group; one of businessUnits'),
      groupType: z.string().length(1).default('B'),
      revenueAccount: identifier(10),
      void: entrySchema
        .optional()
        .describe('closes such an item again, where nothing pays it; left out: a clerk does in PeopleSoft'),
    })
    .optional()
    .describe('an item over the charge is made first, and the payment of it follows; left out: not at this site'),
});

interface ItemUnit {
  readonly stripeInvoices?: 'matchOnly' | InvoiceItems | undefined;
  readonly chargeWithoutItem?: z.infer<typeof chargeWithoutItemSchema> | undefined;
  readonly businessUnits: readonly string[];
}
interface ItemSite {
  readonly pendingItem?: PendingItemService | undefined;
  readonly queries: { readonly pendingItems?: string | undefined };
}

/** Entry types that items of a unit go out under. */
export function itemEntryTypesOf({
  stripeInvoices,
  chargeWithoutItem,
}: Pick<ItemUnit, 'stripeInvoices' | 'chargeWithoutItem'>): readonly string[] {
  const item = chargeWithoutItem?.item;
  const ofCharges = item === undefined ? [] : [item.entryType];
  if (stripeInvoices === undefined || stripeInvoices === 'matchOnly') return ofCharges;
  const { invoice, creditMemo, void: voided } = stripeInvoices;
  return [...[invoice, creditMemo, voided].map(({ entryType }) => entryType), ...ofCharges];
}

/** What is missing for a unit that makes items of Stripe invoices or of charges; paths are relative to the unit. */
export function invoiceItemFaults(unit: ItemUnit, site: ItemSite): { path: string[]; message: string }[] {
  const { stripeInvoices, chargeWithoutItem } = unit;
  return [
    ...(stripeInvoices === undefined || stripeInvoices === 'matchOnly'
      ? []
      : itemFaults(['stripeInvoices'], stripeInvoices.businessUnit, unit, site)),
    ...(chargeWithoutItem?.item === undefined
      ? []
      : itemFaults(['chargeWithoutItem', 'item'], chargeWithoutItem.item.businessUnit, unit, site)),
  ];
}

function itemFaults(
  path: string[],
  businessUnit: string,
  { businessUnits }: ItemUnit,
  { pendingItem, queries }: ItemSite,
): { path: string[]; message: string }[] {
  const faults: { path: string[]; message: string }[] = [];
  if (!businessUnits.includes(businessUnit))
    faults.push({ path: [...path, 'businessUnit'], message: 'is none of this unit’s business units' });
  if (pendingItem === undefined)
    faults.push({ path, message: 'needs peoplesoft.pendingItem, the service that items are sent through' });
  if (queries.pendingItems === undefined)
    faults.push({ path, message: 'needs the query peoplesoft.queries.pendingItems, by which items are read back' });
  return faults;
}
