import { writeCharge } from '../charge.ts';
import { silent } from '../references.ts';
import { naming, ordinaryInvoice, type Story } from './story.ts';

/**
 * A payer who was not sure that it worked pays again minutes later: same customer, amount, card and words, but one invoice
 * only. The first charge is for the invoice; the second is for nothing, and half of those are refunded.
 */
export const retriedDuplicate: Story = {
  name: 'retriedDuplicate',
  most: 3,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const invoice = ordinaryInvoice(desk, customer, at);
    const { quanta } = invoice;
    const named = desk.random.chance(0.6);
    const how = named ? naming(desk, [invoice]) : { words: silent(desk.random), linked: false };
    writeCharge(desk, { story: 'retriedOriginal', customer, at, quanta, pays: [{ invoice, quanta }], ...how });
    writeCharge(desk, {
      story: 'retriedDuplicate',
      customer,
      at: at + desk.random.between(70, 540),
      quanta,
      words: how.words,
      ...(desk.random.chance(0.5)
        ? {
            refund: {
              story: 'refundDuplicate',
              quanta,
              afterHours: desk.random.between(3, 120),
              status: 'succeeded',
              reason: 'duplicate',
            } as const,
          }
        : {}),
    });
  },
};
