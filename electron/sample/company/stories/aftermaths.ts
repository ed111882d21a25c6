import { writeCharge } from '../charge.ts';
import type { DisputePlan, RefundPlan } from '../aftermath.ts';
import { naming, ordinaryInvoice, type Story } from './story.ts';

/** A charge that pays an invoice it names, and afterwards a refund of it. */
function refunded(name: string, status: RefundPlan['status'], part: number): Story {
  return {
    name,
    most: status === 'failed' ? 3 : 2,
    tell: (desk, day) => {
      const customer = desk.customer();
      const at = desk.instantOn(day, customer);
      const invoice = ordinaryInvoice(desk, customer, at);
      const { quanta } = invoice;
      const refund: RefundPlan = {
        story: name,
        quanta: Math.max(1, Math.floor(quanta * part)),
        afterHours: desk.random.between(2, 10 * 24),
        status,
        reason: 'requested_by_customer',
        credits: invoice,
      };
      writeCharge(desk, {
        story: 'byReference',
        customer,
        at,
        quanta,
        pays: [{ invoice, quanta }],
        ...naming(desk, [invoice]),
        refund,
      });
    },
  };
}

/** A charge that pays an invoice it names, and afterwards a dispute over it. */
function disputed(name: string, course: DisputePlan['course']): Story {
  return {
    name,
    most: course === 'won' ? 3 : 2,
    tell: (desk, day) => {
      const customer = desk.customer();
      const at = desk.instantOn(day, customer);
      const invoice = ordinaryInvoice(desk, customer, at);
      const { quanta } = invoice;
      const disputedQuanta = desk.random.chance(0.8) ? quanta : Math.max(1, Math.floor(quanta * 0.6));
      const dispute: DisputePlan = {
        story: name,
        quanta: disputedQuanta,
        afterHours: desk.random.between(30, 12 * 24),
        course,
      };
      writeCharge(desk, {
        story: 'byReference',
        customer,
        at,
        quanta,
        pays: [{ invoice, quanta }],
        ...naming(desk, [invoice]),
        dispute,
      });
    },
  };
}

export const refundFull = refunded('refundFull', 'succeeded', 1);
export const refundPartial = refunded('refundPartial', 'succeeded', 0.37);
export const refundPending = refunded('refundPending', 'pending', 1);
export const refundFailed = refunded('refundFailed', 'failed', 1);
export const disputeLost = disputed('disputeLost', 'lost');
export const disputeWon = disputed('disputeWon', 'won');
export const disputeOpen = disputed('disputeOpen', 'open');
export const inquiry = disputed('inquiry', 'inquiry');
