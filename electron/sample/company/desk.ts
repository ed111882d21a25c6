import { availableAfterCharge, createBalance, exchangeRate, processingFee, settle, type Balance } from './balance.ts';
import { addDays, DAY, HOUR, localDate, localInstant, NOW, type BusinessDay } from './calendar.ts';
import type { BookFact, BookItem, CompanyFact, CompanyRequest, StripeBookFact, TruthFact } from './company.ts';
import { amountText } from './currencies.ts';
import { createCustomers, type Customer, type Customers } from './customers.ts';
import { stripeId } from './identifiers.ts';
import { createRandom, type Random } from './random.ts';
import { invoiceObject, type InvoiceMoney, type InvoiceParts } from './invoice-objects.ts';

/** One receivable of the company: an AR item where PeopleSoft has it, a Stripe invoice where Stripe does. */
export interface Invoice {
  readonly customer: Customer;
  readonly quanta: number;
  /** The number a payer would quote. */
  readonly number: string;
  readonly item: BookItem | null;
  readonly stripeInvoice: string | null;
}

export interface IssueRequest {
  readonly customer: Customer;
  readonly quanta: number;
  /** When it will be paid, in seconds: it was issued some days before. */
  readonly paidAt: number;
  /** stripe: PeopleSoft's item carries Stripe's invoice number; own: PeopleSoft's own; both: own, and a Stripe invoice that names it. */
  readonly numbering: 'stripe' | 'own' | 'both';
  /** What PeopleSoft's item is over, where that is not the invoice's total; null: PeopleSoft has no item. */
  readonly itemQuanta?: number | null;
  /** Default: some days before it is paid. */
  readonly issuedAt?: number;
  /** The customer's order that PeopleSoft's item names. Default: mostly none. */
  readonly purchaseOrder?: string;
  /** What changed the Stripe invoice besides its payments. */
  readonly money?: InvoiceMoney;
}

/** An allocation of true business: this much of a charge is for this invoice. */
export interface Share {
  readonly invoice: Invoice;
  readonly quanta: number;
}

/** A succeeded charge as later facts refer to it. */
export interface Charge {
  readonly id: string;
  readonly paymentIntent: string;
  readonly customer: Customer;
  readonly at: number;
  readonly quanta: number;
}

type OpenInvoice = { parts: Omit<InvoiceParts, 'paidQuanta' | 'paidAt'>; paidQuanta: number; paidAt: number | null };

/**
 * Where the stories of the month are written down: hands out customers and instants, keeps numbers, and collects the facts
 * each story makes until `flush` passes them on. Holds nothing of a story once it is flushed.
 */
export interface Desk {
  readonly random: Random;
  readonly customers: Customers;
  readonly balance: Balance;
  /** Movements written so far. */
  movements: number;
  /** An invoice of an earlier story: what a careless payer may quote by mistake. */
  stranger: Invoice | null;
  customer(): Customer;
  customerNotInPeopleSoft(): Customer;
  instantOn(day: BusinessDay, customer: Customer): number;
  issue(request: IssueRequest): Invoice;
  /** Notes that a Stripe invoice was paid through Stripe. */
  paidThroughStripe(invoice: Invoice, quanta: number, at: number): void;
  toStripe(fact: StripeBookFact): void;
  toPeopleSoft(fact: BookFact): void;
  toTruth(fact: TruthFact): void;
  nextSerial(): number;
  /** Changes what a customer owes (negative: has to her credit) or the cash she has at Stripe; returns where that leaves her, in quanta. */
  changeBalance(which: 'credit' | 'cash', customer: Customer, quanta: number): number;
  flush(): CompanyFact[];
}

/** The desk of one company; everything it hands out follows from the request's seed. */
export function createDesk(request: CompanyRequest, payoutDates: readonly string[]): Desk {
  const random = createRandom(request.seed, 1);
  const customers = createCustomers(request.seed, Math.ceil(request.movements / 12));
  let facts: CompanyFact[] = [];
  const open = new Map<string, OpenInvoice>();
  const balances = new Map<string, number>();
  let serial = 40_000 + (request.seed % 1_000);
  const desk: Desk = {
    random,
    customers,
    balance: createBalance(payoutDates, random),
    movements: 0,
    stranger: null,
    customer: () => {
      for (;;) {
        const customer = customers.at(Math.floor(customers.count * random.unit() ** 1.25));
        if (customer.custId !== null) return customer;
      }
    },
    customerNotInPeopleSoft: () => customers.at(customers.missingNear(random.below(customers.count))),
    instantOn: (day, customer) => localInstant(day.date, 7 * HOUR + random.below(15 * HOUR), customer.unit.zone),
    nextSerial: () => (serial += 1),
    changeBalance: (which, customer, quanta) => {
      const account = `${which} ${customer.stripeId}`;
      const balance = (balances.get(account) ?? 0) + quanta;
      balances.set(account, balance);
      return balance;
    },
    issue: (wanted) => {
      const { invoice, stripe } = issueInvoice(wanted, desk);
      if (invoice.item) facts.push({ to: 'peoplesoft', fact: { kind: 'item', item: invoice.item } });
      if (stripe) open.set(stripe.id, { parts: stripe, paidQuanta: 0, paidAt: null });
      return invoice;
    },
    paidThroughStripe: (invoice, quanta, at) => {
      const entry = invoice.stripeInvoice === null ? undefined : open.get(invoice.stripeInvoice);
      if (!entry) return;
      entry.paidQuanta += quanta;
      entry.paidAt = Math.max(entry.paidAt ?? 0, at);
    },
    toStripe: (fact) => facts.push({ to: 'stripe', ...fact }),
    toPeopleSoft: (fact) => facts.push({ to: 'peoplesoft', fact }),
    toTruth: (fact) => facts.push({ to: 'truth', fact }),
    flush: () => {
      for (const { parts, paidQuanta, paidAt } of open.values())
        facts.push({ to: 'stripe', object: invoiceObject({ ...parts, paidQuanta, paidAt }) });
      open.clear();
      const made = facts;
      facts = [];
      return made;
    },
  };
  return desk;
}

const TERMS_DAYS = 30;

function issueInvoice(wanted: IssueRequest, desk: Desk) {
  const { customer, quanta } = wanted;
  const issuedAt = wanted.issuedAt ?? wanted.paidAt - desk.random.between(DAY, 33 * DAY);
  const serial = desk.nextSerial();
  const ownNumber = `INV-${String(serial).padStart(7, '0')}`;
  const stripeNumber = `${customer.invoicePrefix}-${String(serial).padStart(4, '0')}`;
  const number = wanted.numbering === 'stripe' ? stripeNumber : ownNumber;
  const itemDate = localDate(issuedAt, customer.unit.zone);
  const itemQuanta = wanted.itemQuanta === undefined ? quanta : wanted.itemQuanta;
  const item: BookItem | null =
    customer.custId === null || itemQuanta === null
      ? null
      : {
          businessUnit: customer.unit.businessUnit,
          custId: customer.custId,
          item: number,
          itemLine: 0,
          amount: amountText(customer.currency, itemQuanta),
          currency: customer.currency.code,
          itemDate,
          dueDate: addDays(itemDate, TERMS_DAYS),
          poReference: wanted.purchaseOrder ?? poReference(wanted.numbering, stripeNumber, desk),
          entryType: 'IN',
        };
  const id = wanted.numbering === 'own' ? null : stripeId('invoice', desk.random);
  const metadata: Record<string, string> = wanted.numbering === 'both' ? { peoplesoft_item: ownNumber } : {};
  const stripe =
    id === null
      ? null
      : {
          ...wanted.money,
          id,
          number: stripeNumber,
          customer,
          issuedAt,
          dueAt: issuedAt + TERMS_DAYS * DAY,
          quanta,
          metadata,
        };
  return { invoice: { customer, quanta, number, item, stripeInvoice: id } satisfies Invoice, stripe };
}

function poReference(numbering: IssueRequest['numbering'], stripeNumber: string, desk: Desk): string | null {
  if (numbering === 'both' && desk.random.chance(0.5)) return stripeNumber;
  return desk.random.chance(0.2) ? `PO${desk.random.between(10_000, 99_999)}` : null;
}

/** Where a truth or receipt points: an item and the part of it that was paid. */
export function itemShare(share: Share) {
  const item = share.invoice.item;
  if (!item) throw new Error(`invoice ${share.invoice.number} has no item in PeopleSoft`);
  return {
    businessUnit: item.businessUnit,
    custId: item.custId,
    item: item.item,
    itemLine: item.itemLine,
    amount: amountText(share.invoice.customer.currency, share.quanta),
  };
}

/** Writes the balance transaction of a movement of the customer's money; returns the object and its settlement amount. */
export function bookCustomerMoney(
  desk: Desk,
  entry: {
    customer: Customer;
    quanta: number;
    type: string;
    category: string;
    at: number;
    source: string;
    withFee: boolean;
    fee?: number;
    feeTaxShare?: number;
  },
  comesAt?: number,
): StripeBookFact {
  const { customer, at } = entry;
  const settlement = customer.unit.settlement;
  const rate = exchangeRate(customer.currency, settlement, at);
  const amount = settle(customer.currency, entry.quanta, rate);
  const fee = entry.withFee ? processingFee(settlement, amount, rate) : (entry.fee ?? 0);
  const fact = desk.balance.book({
    type: entry.type,
    reportingCategory: entry.category,
    amount,
    fee,
    currency: settlement,
    at,
    availableAt: entry.withFee ? availableAfterCharge(at) : at,
    source: entry.source,
    description: null,
    exchangeRate: rate,
    ...(entry.feeTaxShare === undefined ? {} : { feeTax: Math.round(fee * entry.feeTaxShare) }),
  });
  desk.toStripe(comesAt === undefined ? fact : { ...fact, comesAt });
  return fact;
}

/** An instant some time later that the virtual company has already lived through. */
export function laterAt(at: number, byHours: number): number {
  return Math.min(at + Math.round(byHours * HOUR), NOW - HOUR);
}
