import { writeCharge, type ChargeRequest } from '../charge.ts';
import type { DisputePlan, RefundPlan } from '../aftermath.ts';
import type { Invoice } from '../desk.ts';
import { naming, ordinaryInvoice, type Story } from './story.ts';

/** A charge that pays an invoice it names, and what comes after it. */
function followed(name: string, most: number, after: (invoice: Invoice) => Partial<ChargeRequest>): Story {
  return {
    name,
    most,
    tell: (desk, day) => {
      const customer = desk.customer();
      const at = desk.instantOn(day, customer);
      const invoice = ordinaryInvoice(desk, customer, at);
      const { quanta } = invoice;
      const pays = [{ invoice, quanta }];
      const charge = { story: 'byReference', customer, at, quanta, pays, ...naming(desk, [invoice]) };
      writeCharge(desk, { ...charge, ...after(invoice) });
    },
  };
}

function part(invoice: Invoice, share: number): number {
  return Math.max(1, Math.floor(invoice.quanta * share));
}

/** Three refunds of one charge, each of a part of it. */
export const refundsInParts = followed('refundsInParts', 4, (invoice) => {
  const refund = (share: number, afterHours: number): RefundPlan => ({
    story: 'refundsInParts',
    quanta: part(invoice, share),
    afterHours,
    status: 'succeeded',
    reason: 'requested_by_customer',
    credits: invoice,
  });
  return { moreRefunds: [refund(0.2, 5), refund(0.3, 29), refund(0.1, 53)] };
});

/** A refund that was taken back before any money moved. */
export const refundCanceled = followed('refundCanceled', 2, (invoice) => ({
  refund: {
    story: 'refundCanceled',
    quanta: invoice.quanta,
    afterHours: 20,
    status: 'canceled',
    reason: 'requested_by_customer',
  },
}));

function disputed(name: string, most: number, course: DisputePlan['course'], share = 1): Story {
  return followed(name, most, (invoice) => ({
    dispute: { story: name, quanta: part(invoice, share), afterHours: 90, course },
  }));
}

export const disputePartial = disputed('disputePartial', 2, 'lost', 0.55);
export const disputePrevented = disputed('disputePrevented', 2, 'prevented');
export const disputeCountered = disputed('disputeCountered', 3, 'countered');
export const inquiryClosed = disputed('inquiryClosed', 2, 'inquiryClosed');
