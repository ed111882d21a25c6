import { z } from 'zod';
import { aliasListRequest, aliasRow } from './customer-aliases.ts';
import { customerListRequest, customerRow } from './customers.ts';
import { duplicateListRequest, duplicateRow } from './duplicates.ts';
import { twoFileListRequest, twoFileRow } from './two-files.ts';
import {
  attention,
  instant,
  key,
  moneySchema,
  movementKind,
  movementState,
  plainDate,
  postingState,
  unitName,
} from './primitives.ts';

/**
 * Lists are view snapshots: opening one orders the ids once under a token; pages are slices of it, so positions hold still
 * while new rows arrive. A view expires; the client then opens it again and asks `view.locate` for its place.
 */
export const FACETS = [
  'needsReview',
  'severalCandidates',
  'amountDiffers',
  'noCustomerLink',
  'refundsAndDisputes',
  'lookupFailed',
  'notEvaluated',
  'matched',
  'excluded',
  'all',
] as const;
export const facet = z.enum(FACETS);
export type Facet = z.infer<typeof facet>;

const sort = <const Columns extends readonly [string, ...string[]]>(columns: Columns) =>
  z.strictObject({ column: z.enum(columns), descending: z.boolean() }).optional();

export const viewRequest = z.discriminatedUnion('list', [
  z.strictObject({
    list: z.literal('movements'),
    unit: unitName,
    facet,
    text: z.string().max(200).optional(),
    sort: sort(['date', 'object', 'customer', 'amount', 'state']),
  }),
  z.strictObject({
    /** Candidates of the movement first, then the customer's other open items; with `text` or without a movement: any open item of the unit. */
    list: z.literal('items'),
    unit: unitName,
    movementKey: key.nullable(),
    text: z.string().max(200).optional(),
    sort: sort(['due', 'item', 'customer', 'days', 'open']),
  }),
  z.strictObject({
    list: z.literal('postings'),
    unit: unitName,
    states: z.array(postingState).max(20).optional(),
    text: z.string().max(200).optional(),
    sort: sort(['approved', 'state', 'reference', 'customer', 'amount', 'deposit']),
  }),
  duplicateListRequest,
  customerListRequest,
  aliasListRequest,
  twoFileListRequest,
]);
export type ViewRequest = z.infer<typeof viewRequest>;
/** Lists of what is in the books. */
export type LedgerViewRequest = Exclude<ViewRequest, { readonly list: 'twoFiles' }>;

export const movementRow = z.strictObject({
  key,
  version: z.number().int(),
  kind: movementKind,
  objectId: z.string(),
  occurredAt: instant,
  accountingDate: plainDate,
  /** Its name; of one that counts as one with others the name that was picked. */
  customer: z.string().nullable(),
  /** What its own record says and ids of the others; null: it stands for itself. */
  merged: z.strictObject({ ownName: z.string().nullable(), others: z.array(z.string()) }).nullable(),
  amount: moneySchema,
  state: movementState,
  attention: attention.nullable(),
  score: z.number().nullable(),
  /** Short words for the state column, e.g. "2 candidates", "short 19.60", "0.96 · 3 items". */
  stateText: z.string(),
  stateTone: z.enum(['ok', 'warn', 'bad', 'mute']),
});
export const itemRow = z.strictObject({
  key,
  version: z.number().int(),
  businessUnit: z.string(),
  custId: z.string(),
  customer: z.string(),
  item: z.string(),
  itemLine: z.number().int(),
  dueDate: plainDate.nullable(),
  itemDate: plainDate,
  daysPastDue: z.number().int().nullable(),
  open: moneySchema,
  held: moneySchema,
  /** What a refund may be paid back on it: of a credit memo what is left of the credit, else what was paid. */
  refundable: moneySchema,
  /** proposed: in the match on screen · runnerUp: a candidate that lost or tied · null: just another open item */
  standing: z.enum(['proposed', 'runnerUp']).nullable(),
  proposedAmount: moneySchema.nullable(),
});
export const postingRow = z.strictObject({
  key,
  version: z.number().int(),
  /** What is sent: a payment in a deposit, an item in a group, an application of cash on account. */
  kind: z.enum(['payment', 'pendingItem', 'application']),
  /**
   * What it does: a charge comes in, a refund or dispute goes out, a reversal takes a confirmed posting back, a journal moves money that is
   * nobody's receivable, an item is made of an invoice, a credit of a credit note, an application spends cash on account.
   */
  effect: z.enum(['payment', 'refund', 'dispute', 'reversal', 'journal', 'item', 'credit', 'application']),
  state: postingState,
  /** Why it is in that state, or what it waits for. */
  stateReason: z.string().nullable(),
  reference: z.string(),
  objectId: z.string(),
  /** Null where no movement stands behind it. */
  movementKey: key.nullable(),
  customer: z.string(),
  custId: z.string(),
  items: z.array(z.string()),
  amount: moneySchema,
  accountingDate: plainDate,
  deposit: z.string().nullable(),
  approvedBy: z.string(),
  approvedRule: z.string().nullable(),
  approvedAt: instant,
});
export type MovementRow = z.infer<typeof movementRow>;
export type ItemRow = z.infer<typeof itemRow>;
export type PostingRow = z.infer<typeof postingRow>;

export const viewOpened = z.strictObject({
  token: z.string(),
  total: z.number().int(),
  expiresAt: instant,
  /** when the rows behind it were read from the source system */ readAt: instant.nullable(),
});
export const viewPage = z.discriminatedUnion('list', [
  z.strictObject({ list: z.literal('movements'), rows: z.array(movementRow), arrivedSince: z.number().int() }),
  z.strictObject({ list: z.literal('items'), rows: z.array(itemRow), arrivedSince: z.number().int() }),
  z.strictObject({ list: z.literal('postings'), rows: z.array(postingRow), arrivedSince: z.number().int() }),
  z.strictObject({ list: z.literal('duplicates'), rows: z.array(duplicateRow), arrivedSince: z.number().int() }),
  z.strictObject({ list: z.literal('customers'), rows: z.array(customerRow), arrivedSince: z.number().int() }),
  z.strictObject({ list: z.literal('aliases'), rows: z.array(aliasRow), arrivedSince: z.number().int() }),
  z.strictObject({ list: z.literal('twoFiles'), rows: z.array(twoFileRow), arrivedSince: z.number().int() }),
]);
export type ViewPage = z.infer<typeof viewPage>;
