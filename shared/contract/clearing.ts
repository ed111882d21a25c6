import { z } from 'zod';
import { journalClassSchema } from './profile-bookings.ts';
import { instant, key, moneySchema, plainDate, postingState, seenVersion, unitName } from './primitives.ts';

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month as YYYY-MM');
/** What names one line: the day's money of a class, or one payout. */
const lineKey = z.strictObject({
  account: z.string().max(64),
  journalClass: journalClassSchema,
  date: plainDate,
  currency: z.string().length(3),
  balanceTransactionId: z.string().max(64).nullable(),
});

export const clearingListInput = z.strictObject({ unit: unitName, month });
/** Money of one month that is nobody's receivable: a line a day, class and currency, one a payout, and one a document that was made of it. */
export const clearingLine = lineKey.extend({
  amount: moneySchema,
  /** Parts of balance transactions behind it. */
  count: z.number().int(),
  how: z.enum(['directJournal', 'readBack', 'listed']),
  /** Set: the line is a document on its way or in PeopleSoft; null: what no document stands for. */
  posting: z
    .strictObject({
      key,
      version: seenVersion,
      state: postingState,
      reference: z.string(),
      accountingDate: plainDate,
      approvedBy: z.string(),
      takeBack: z.enum(['withdraw', 'reverse']).nullable(),
    })
    .nullable(),
  /** Treasury's own payment, where one was found. */
  seen: z
    .strictObject({ paymentId: z.string(), deposit: z.string(), accountingDate: plainDate, byWords: z.boolean() })
    .nullable(),
  /** How it is booked and where that stands, for a person. */
  words: z.string(),
  canApprove: z.boolean(),
  /** Why who looks may not approve it, or take it back, by her role or limit, in a sentence; null: she may. */
  notHers: z.string().nullable(),
  /** The first open day it would post on, where the period of its own is closed; approving accepts it. */
  acceptedDate: plainDate.nullable(),
});
export type ClearingLine = z.infer<typeof clearingLine>;
export const clearingList = z.strictObject({
  lines: z.array(clearingLine),
  /** Lines beyond those given. */
  more: z.number().int(),
  /** What the month comes to, by currency and where it stands. */
  toApprove: z.number().int(),
  toBook: z.number().int(),
  notSeen: z.number().int(),
  /** The earliest month before this one in which something is to be approved; null: there is none. */
  earlierMonth: month.nullable(),
  /** Why who looks may not write the list "to be booked by GL", by her role, in a sentence; null: she may. */
  whyNotExport: z.string().nullable(),
});
export type ClearingList = z.infer<typeof clearingList>;

export const clearingRowsInput = z.strictObject({
  unit: unitName,
  /** Of a document: its posting; else the line. */
  postingKey: key.nullable(),
  line: lineKey,
});
export const clearingRows = z.strictObject({
  rows: z.array(
    z.strictObject({
      balanceTransactionId: z.string(),
      sourceId: z.string().nullable(),
      part: z.enum(['amount', 'fee', 'tax']),
      category: z.string(),
      amount: moneySchema,
      createdAt: instant,
    }),
  ),
  more: z.number().int(),
});
export type ClearingRows = z.infer<typeof clearingRows>;

export const clearingApproveInput = z.strictObject({
  unit: unitName,
  lines: z
    .array(
      lineKey.extend({
        seenCount: z.number().int().positive(),
        seenMinor: z.number().int(),
        /** The first open day she accepts where the period of its own day is closed. */
        acceptedDate: plainDate.nullable(),
      }),
    )
    .min(1)
    .max(2_000),
  post: z.boolean(),
});
export const clearingApproveOutput = z.strictObject({ approved: z.number().int(), text: z.string() });
export const clearingWithdrawInput = z.strictObject({ postingKey: key, seenVersion });
export const clearingTextOutput = z.strictObject({ text: z.string() });
/** Where the list "to be booked by GL" was written. */
export const clearingExportOutput = z.strictObject({ file: z.string(), lines: z.number().int() });
