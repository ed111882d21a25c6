import { z } from 'zod';

/**
 * How money that no customer owes or pays gets into the books: Stripe's fees, the tax on them, what a conversion costs, reserves, top-ups,
 * payouts and whatever else moves the Stripe balance. A site decides it by class, and what it does not decide is only listed.
 */
export const JOURNAL_CLASSES = [
  'fees',
  'taxOnFees',
  'conversion',
  'reserves',
  'topUps',
  'payouts',
  'otherAdjustments',
] as const;
export type JournalClass = (typeof JOURNAL_CLASSES)[number];
export const journalClassSchema = z.enum(JOURNAL_CLASSES);

const accountingTemplate = z
  .string()
  .min(1)
  .max(30)
  .describe('accounting template or distribution code of the other side, as PeopleSoft spells it');

const directJournal = z.strictObject({ how: z.literal('directJournal'), accountingTemplate });
const readBack = z.strictObject({
  how: z.literal('readBack'),
  words: z
    .string()
    .min(1)
    .max(60)
    .refine((text) => /\{(payout|date)\}/.test(text), {
      error: 'it has to hold {payout} or {date}: else one payment could stand for the money of many days',
    })
    .describe(
      'what the comment of Treasury’s own payment says: {payout}, {date}, {currency} and {class} stand for those of the money',
    ),
  windowDays: z
    .number()
    .int()
    .min(0)
    .max(60)
    .default(10)
    .describe('how many days before or after the money moved its accounting date may lie'),
});
const listed = z.strictObject({ how: z.literal('listed') });

/** Posted by us, booked by Treasury and read back, or listed for the general ledger. */
export const bookingSchema = z.discriminatedUnion('how', [directJournal, readBack, listed]);
export type Booking = z.infer<typeof bookingSchema>;

export const bookingsSchema = z
  .strictObject({
    fees: bookingSchema.optional(),
    taxOnFees: bookingSchema.optional(),
    conversion: bookingSchema.optional(),
    reserves: bookingSchema.optional(),
    topUps: bookingSchema.optional(),
    payouts: bookingSchema.optional(),
    otherAdjustments: bookingSchema.optional(),
    chargesWithoutInvoice: directJournal
      .optional()
      .describe('charges that no invoice stands behind may be journalled directly; left out: they are not'),
  })
  .describe('how money that is nobody’s receivable is booked, by class; what is left out is only listed');
export type Bookings = z.infer<typeof bookingsSchema>;

/** How a unit books one class of money. */
export function bookingOf(bookings: Bookings | undefined, journalClass: JournalClass): Booking {
  return bookings?.[journalClass] ?? { how: 'listed' };
}

/** The accounting templates that the bookings of a unit name, each once. */
export function templatesOf(bookings: Bookings | undefined): readonly string[] {
  const named = Object.values(bookings ?? {}).flatMap((booking) =>
    booking?.how === 'directJournal' ? [booking.accountingTemplate] : [],
  );
  return [...new Set(named)];
}
