import { DAY } from '../calendar.ts';
import { writeCharge } from '../charge.ts';
import { chequeFor } from '../receipts.ts';
import { silent } from '../references.ts';
import { naming, ordinaryInvoice, type Story } from './story.ts';

const NAMED_SHARE = 0.7;

/**
 * The invoice this charge was meant for had already been paid by cheque, and one other open item has the very same amount.
 * It is the only candidate and it is wrong. Most such charges name the paid invoice; the others can only be told by the
 * cheque of the same customer and amount in PeopleSoft.
 */
export const loneWrongCandidate: Story = {
  name: 'loneWrongCandidate',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const meant = ordinaryInvoice(desk, customer, at);
    const { quanta } = meant;
    desk.issue({ customer, quanta, paidAt: at, numbering: 'own' });
    desk.toPeopleSoft({ kind: 'receipt', receipt: chequeFor(desk, meant, at - desk.random.between(DAY / 2, 6 * DAY)) });
    const how = desk.random.chance(NAMED_SHARE) ? naming(desk, [meant]) : { words: silent(desk.random) };
    writeCharge(desk, {
      story: 'loneWrongCandidate',
      customer,
      at,
      quanta,
      pays: [{ invoice: meant, quanta }],
      allocatable: false,
      ...how,
    });
  },
};
