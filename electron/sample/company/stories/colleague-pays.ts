import { NOW } from '../calendar.ts';
import { writeCharge } from '../charge.ts';
import { chequeFor } from '../receipts.ts';
import { naming, ordinaryInvoice, type Story } from './story.ts';

/**
 * The item is open when Tieout lists it; before Tieout posts, a colleague applies a cheque to it. Matching the charge to
 * it was right; posting it would not be.
 */
export const colleaguePays: Story = {
  name: 'colleaguePays',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const invoice = ordinaryInvoice(desk, customer, at);
    const { quanta } = invoice;
    desk.toPeopleSoft({ kind: 'colleaguePayment', payment: chequeFor(desk, invoice, NOW) });
    writeCharge(desk, {
      story: 'colleaguePays',
      customer,
      at,
      quanta,
      pays: [{ invoice, quanta }],
      ...naming(desk, [invoice]),
    });
  },
};
