import type { PlainDate } from '../../../../shared/domain/ids.ts';
import { DAY, localInstant, NOW } from '../calendar.ts';
import { writeCharge } from '../charge.ts';
import type { BookReceipt } from '../company.ts';
import type { Desk, Invoice } from '../desk.ts';
import { keyedReceiptFor } from '../receipts.ts';
import { silent } from '../references.ts';
import { naming, ordinaryInvoice, type Story } from './story.ts';

const NAMES_CHARGE_SHARE = 0.6;

/** Writes the charge, then the receipt a clerk keyed for it (PeopleSoft learns of it after the charge's id is known). */
function chargeKeyedByHand(
  desk: Desk,
  story: string,
  invoice: Invoice,
  at: number,
  how: Pick<Parameters<typeof writeCharge>[1], 'words' | 'linked'>,
  allocatable: boolean,
): BookReceipt {
  const { customer, quanta } = invoice;
  const namesCharge = desk.random.chance(NAMES_CHARGE_SHARE);
  const receipt = keyedReceiptFor(desk, invoice, at, null);
  const charge = writeCharge(desk, {
    story,
    customer,
    at,
    quanta,
    pays: [{ invoice, quanta }],
    allocatable,
    receiptId: receipt.paymentId,
    ...how,
  });
  const comment = namesCharge ? `Stripe ${charge.id}` : null;
  const keyed = { ...receipt, comment };
  desk.toPeopleSoft({ kind: 'receipt', receipt: keyed });
  return keyed;
}

/** In the first days of October a clerk still keyed some Stripe charges by hand; they are posted already. */
export const handKeyed: Story = {
  name: 'handKeyed',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const how = desk.random.chance(0.6) ? null : { words: silent(desk.random) };
    const invoice = ordinaryInvoice(desk, customer, at);
    chargeKeyedByHand(desk, 'handKeyed', invoice, at, how ?? naming(desk, [invoice]), true);
  },
};

/** A charge of September: before go-live, booked in the old way, never posted by Tieout. */
export const beforeGoLive: Story = {
  name: 'beforeGoLive',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const invoice = ordinaryInvoice(desk, customer, at);
    chargeKeyedByHand(desk, 'beforeGoLive', invoice, at, naming(desk, [invoice]), false);
  },
};

/** A charge of last month whose refund falls into October. */
export const refundLastMonth: Story = {
  name: 'refundLastMonth',
  most: 2,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const invoice = ordinaryInvoice(desk, customer, at);
    const { quanta } = invoice;
    const firstOctober = localInstant('2026-10-01', 9 * 3_600, customer.unit.zone);
    const refundAt = firstOctober + desk.random.below(Math.floor((NOW - firstOctober) / DAY)) * DAY;
    const receipt = keyedReceiptFor(desk, invoice, at, null);
    writeCharge(desk, {
      story: 'beforeGoLive',
      receiptId: receipt.paymentId,
      customer,
      at,
      quanta,
      pays: [{ invoice, quanta }],
      allocatable: false,
      ...naming(desk, [invoice]),
      refund: {
        story: 'refundLastMonth',
        quanta,
        afterHours: (refundAt - at) / 3_600,
        status: 'succeeded',
        reason: 'requested_by_customer',
        credits: invoice,
      },
    });
    desk.toPeopleSoft({ kind: 'receipt', receipt });
  },
};

/** Days on which charges were still keyed by hand. */
const KEYED_ON = '2026-10-02' as PlainDate;

/**
 * A charge that was keyed by hand and stands in PeopleSoft's books a second time: an interface ran again with every field the same, or a
 * clerk keyed it once more. Its item is paid by then, so the money is on the customer's account.
 */
function doubled(name: string, by: 'interface' | 'person'): Story {
  return {
    name,
    most: 1,
    tell: (desk, day) => {
      const customer = desk.customer();
      const at = desk.instantOn({ ...day, date: KEYED_ON }, customer);
      const invoice = ordinaryInvoice(desk, customer, at);
      const receipt = chargeKeyedByHand(desk, name, invoice, at, naming(desk, [invoice]), true);
      const paymentId = by === 'interface' ? receipt.paymentId : `M${desk.nextSerial()}`;
      desk.toPeopleSoft({ kind: 'receipt', receipt: { ...receipt, paymentId, items: [] } });
    },
  };
}

export const doubledByInterface = doubled('doubledByInterface', 'interface');
export const doubledByPerson = doubled('doubledByPerson', 'person');
