import { Dice } from './dice.ts';
import { garbled, madeParties, noise, numbering, rewritten } from './made-texts.ts';
import { FileMaker, type TwoFiles } from './two-files.ts';

/** Open invoices on one side, payments with remittances on the other. */
export function cashFiles(seed: number, rows: number): TwoFiles {
  const dice = new Dice(seed * 57 + 11);
  const setting = drawSetting(dice, rows);
  const maker = new CashMaker(dice, setting);
  for (const [customer, name] of madeParties(dice, setting.customers).entries()) maker.customer(name, customer);
  return maker.files.done(dice, setting);
}

function drawSetting(dice: Dice, rows: number) {
  return {
    invoices: rows,
    customers: Math.max(5, Math.round(rows / dice.between(3, 12))),
    invoicesAreLeft: dice.chance(0.5),
    days: dice.whole(60, 200),
    termDays: dice.pick([14, 30, 45, 60]),
    roundShare: dice.between(0, 0.35),
    spread: dice.between(0.8, 1.4),
    several: dice.between(0.2, 0.6),
    most: dice.whole(2, 8),
    discounted: dice.between(0, 0.3),
    deducted: dice.between(0, 0.12),
    overpaid: dice.between(0, 0.05),
    short: dice.between(0, 0.06),
    unpaid: dice.between(0.05, 0.25),
    unmatched: dice.between(0.02, 0.12),
    noReference: dice.between(0.03, 0.25),
    someMissing: dice.between(0, 0.15),
    slip: dice.between(0, 0.1),
    damage: dice.between(0.1, 0.6),
    otherPayer: dice.between(0, 0.08),
    hasParty: dice.chance(0.9),
    customerNumber: dice.chance(0.25),
  };
}
type Setting = ReturnType<typeof drawSetting>;

interface Invoice {
  readonly row: number;
  readonly number: string;
  readonly amount: number;
  readonly day: number;
}

class CashMaker {
  readonly files = new FileMaker();
  readonly #dice: Dice;
  readonly #setting: Setting;
  readonly #nextNumber: () => string;
  readonly #foreign: () => string;

  constructor(dice: Dice, setting: Setting) {
    this.#dice = dice;
    this.#setting = setting;
    this.#nextNumber = numbering(dice);
    this.#foreign = numbering(dice);
  }

  /** A customer with invoices, and the payments of some of them. */
  customer(name: string, number: number): void {
    const dice = this.#dice;
    const mean = this.#setting.invoices / this.#setting.customers;
    const open = Array.from({ length: Math.max(1, Math.round(mean * dice.between(0.3, 1.7))) }, () =>
      this.#invoice(name, number),
    );
    open.sort((one, other) => one.day - other.day);
    while (open.length > 0) {
      const count = dice.chance(this.#setting.several) ? Math.min(open.length, dice.whole(2, this.#setting.most)) : 1;
      const from = dice.chance(0.8) ? 0 : dice.whole(0, open.length - count);
      const paid = open.splice(from, count);
      if (!dice.chance(this.#setting.unpaid)) this.#pay(name, number, paid);
    }
    if (dice.chance((this.#setting.unmatched * mean) / 2)) this.#strayPayment(name);
  }

  #invoice(party: string, customer: number): Invoice {
    const dice = this.#dice;
    const { roundShare, spread, days, termDays, invoicesAreLeft, customerNumber } = this.#setting;
    const amount = dice.chance(roundShare)
      ? dice.pick([10_000, 25_000, 50_000, 75_000, 100_000, 120_000, 250_000])
      : Math.max(1_000, Math.round(Math.exp(11 + spread * dice.normal())));
    const day = 19_700 + dice.whole(0, days);
    const number = this.#nextNumber();
    const row = {
      amount,
      day,
      dueDay: day + termDays,
      party,
      reference: number,
      ...(customerNumber ? { text: `C${10_000 + customer}` } : {}),
    };
    return { row: invoicesAreLeft ? this.files.left(row) : this.files.right(row), number, amount, day };
  }

  #pay(party: string, customer: number, invoices: readonly Invoice[]): void {
    const dice = this.#dice;
    const { discounted, deducted, overpaid, short, termDays } = this.#setting;
    const last = Math.max(...invoices.map(({ day }) => day));
    const sum = invoices.reduce((total, { amount }) => total + amount, 0);
    let amount = sum;
    let day = last + Math.round(termDays * dice.between(0.5, 1.4));
    if (dice.chance(discounted)) {
      amount = invoices.reduce((total, invoice) => total + Math.round(invoice.amount * 0.98), 0);
      day = last + dice.whole(2, 10);
    } else if (dice.chance(deducted)) amount = Math.round(sum * (1 - dice.between(0.01, 0.12)));
    else if (dice.chance(overpaid)) amount = Math.round(sum * (1 + dice.between(0.005, 0.1)));
    else if (dice.chance(short)) amount = Math.round(sum * dice.between(0.3, 0.9));
    const payment = this.#payment(party, customer, invoices, amount, day);
    const links = invoices.map(({ row }) =>
      this.#setting.invoicesAreLeft ? ([row, payment] as const) : ([payment, row] as const),
    );
    if (links.length > 1) this.files.batch(links);
    else for (const [left, right] of links) this.files.link(left, right);
  }

  #payment(party: string, customer: number, invoices: readonly Invoice[], amount: number, day: number): number {
    const dice = this.#dice;
    const { noReference, someMissing, slip, damage, otherPayer, hasParty, customerNumber } = this.#setting;
    const isUnnamed = dice.chance(noReference);
    const named = isUnnamed ? [] : invoices.filter((_, at) => at === 0 || !dice.chance(someMissing));
    const between = dice.pick([' ', ', ', '/', ' + ', ';', ' & ']);
    const numbers = named.map(({ number }) => garbled(dice, number, slip)).join(between);
    const payer = dice.chance(otherPayer) ? noise(dice, 2) : rewritten(dice, party, damage);
    const own = customerNumber && dice.chance(0.6) ? ` C${10_000 + customer}` : '';
    const row = {
      amount,
      day,
      ...(hasParty ? { party: payer } : {}),
      text: `${noise(dice, dice.whole(0, 3))} ${hasParty ? '' : payer} ${numbers}${own}`.trim(),
    };
    return this.#setting.invoicesAreLeft ? this.files.right(row) : this.files.left(row);
  }

  /** Money for something that is not among the invoices. */
  #strayPayment(party: string): void {
    const dice = this.#dice;
    const amount = Math.max(1_000, Math.round(Math.exp(11 + this.#setting.spread * dice.normal())));
    const day = 19_700 + dice.whole(10, this.#setting.days + 40);
    const text = dice.chance(0.4) ? `${noise(dice, 2)} ${this.#foreign()}` : noise(dice, 3);
    const row = { amount, day, party: dice.chance(0.5) ? rewritten(dice, party, 0.3) : noise(dice, 2), text };
    if (this.#setting.invoicesAreLeft) this.files.right(row);
    else this.files.left(row);
  }
}
