import { writeCharge } from '../charge.ts';
import { invoiceQuanta } from '../currencies.ts';
import type { Desk } from '../desk.ts';
import type { Random } from '../random.ts';
import { quoting, silent, type Words } from '../references.ts';
import type { Story } from './story.ts';

const SHARED_ORDER_SHARE = 0.35;
const ORDER_WORDS = ['PO #', 'Order #', 'Purchase order # - thank you', 'Your order: #'] as const;

/** The charge names the customer's purchase order, which now and then stands for another open invoice too. */
export const byPurchaseOrder: Story = {
  name: 'byPurchaseOrder',
  most: 1,
  tell: (desk, day) => {
    const customer = desk.customer();
    const at = desk.instantOn(day, customer);
    const purchaseOrder = `PO${desk.random.between(100_000, 999_999)}`;
    const order = { customer, paidAt: at, numbering: 'own', purchaseOrder } as const;
    const invoice = desk.issue({ ...order, quanta: invoiceQuanta(desk.random, customer.currency, 0) });
    if (desk.random.chance(SHARED_ORDER_SHARE))
      desk.issue({ ...order, quanta: invoiceQuanta(desk.random, customer.currency, 0) });
    const { quanta } = invoice;
    const words = ordering(purchaseOrder, desk.random);
    writeCharge(desk, { story: 'byPurchaseOrder', customer, at, quanta, words, pays: [{ invoice, quanta }] });
  },
};

function ordering(order: string, random: Random): Words {
  const said = silent(random);
  if (random.chance(0.5)) return { ...said, metadata: { ...said.metadata, purchase_order: order } };
  return { ...said, description: random.pick(ORDER_WORDS).replace('#', order) };
}

/** One invoice that the payer names, wrongly written by `spoil`. */
function misspelt(name: string, spoil: (number: string, random: Random) => string): Story {
  return {
    name,
    most: 1,
    tell: (desk: Desk, day) => {
      const customer = desk.customer();
      const at = desk.instantOn(day, customer);
      const quanta = invoiceQuanta(desk.random, customer.currency, 0);
      const numbering = desk.random.chance(0.4) ? 'stripe' : 'own';
      const invoice = desk.issue({ customer, quanta, paidAt: at, numbering });
      const spoilt = spoil(invoice.number, desk.random);
      // Two equal digits that change places are still right.
      const written = spoilt === invoice.number ? spoilt.slice(0, -1) : spoilt;
      const words = quoting([written], desk.random);
      writeCharge(desk, { story: name, customer, at, quanta, words, pays: [{ invoice, quanta }] });
    },
  };
}

/** One character of the number is another, missing, or has changed places with the next. */
function typo(number: string, random: Random): string {
  const places = Array.from(number.matchAll(/\d/g), ({ index }) => index);
  const at = places[random.below(places.length)] ?? number.length - 1;
  const [before, digit, after] = [number.slice(0, at), number[at] ?? '0', number.slice(at + 1)];
  switch (random.below(3)) {
    case 0:
      return `${before}${(Number(digit) + random.between(1, 9)) % 10}${after}`;
    case 1:
      return before + after;
    default:
      return before + (after[0] ?? '') + digit + after.slice(1);
  }
}

/** As a scan, a form or a tired person gives it: letters for digits, other separators, words around it, a piece of it. */
function garble(number: string, random: Random): string {
  const digits = number.replaceAll(/\D/g, '');
  switch (random.below(5)) {
    case 0:
      return number.replaceAll('0', 'O').replaceAll('1', 'l');
    case 1:
      return number.replace('-', '').split('').join(' ');
    case 2:
      return `${number.replace('-', '/')}/2026-10`;
    case 3:
      return `Nr.${digits.slice(0, -3)}.${digits.slice(-3)} v. Okt.`;
    default:
      return `...${digits.slice(-4)}`;
  }
}

export const oneTypo = misspelt('oneTypo', typo);
export const garbled = misspelt('garbled', garble);
