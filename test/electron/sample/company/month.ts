import { generateCompany } from '../../../../electron/sample/company/generate-company.ts';
import type {
  BookCustomer,
  BookItem,
  BookReceipt,
  ColleaguePayment,
  CompanyRequest,
  StripeBookFact,
  TruthFact,
} from '../../../../electron/sample/company/company.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A whole sample month held in memory, sorted by what the facts are about. */
export interface Month {
  /** Every object once, as it is at the sample's start. */
  readonly stripe: readonly StripeBookFact[];
  /** What comes later, by the virtual clock. */
  readonly coming: readonly StripeBookFact[];
  readonly items: ReadonlyMap<string, BookItem>;
  readonly bookCustomers: readonly BookCustomer[];
  readonly receipts: readonly BookReceipt[];
  readonly colleaguePayments: readonly ColleaguePayment[];
  readonly customerTruth: readonly Extract<TruthFact, { kind: 'customerTruth' }>[];
  readonly bookCustomerTruth: readonly Extract<TruthFact, { kind: 'bookCustomerTruth' }>[];
  readonly movementTruth: readonly Extract<TruthFact, { kind: 'movementTruth' }>[];
}

export function itemKey(item: Pick<BookItem, 'businessUnit' | 'custId' | 'item' | 'itemLine'>): string {
  return [item.businessUnit, item.custId, item.item, item.itemLine].join('|');
}

/** Generates a month; throws when a receipt names an item or an item a customer that has not come yet. */
export function month(request: CompanyRequest): Month {
  const items = new Map<string, BookItem>();
  const customers = new Map<string, BookCustomer>();
  const made = {
    stripe: [] as StripeBookFact[],
    coming: [] as StripeBookFact[],
    receipts: [] as BookReceipt[],
    colleaguePayments: [] as ColleaguePayment[],
    customerTruth: [] as Extract<TruthFact, { kind: 'customerTruth' }>[],
    bookCustomerTruth: [] as Extract<TruthFact, { kind: 'bookCustomerTruth' }>[],
    movementTruth: [] as Extract<TruthFact, { kind: 'movementTruth' }>[],
  };
  const places = new Map<string, number>();
  const addStripe = (fact: StripeBookFact) => {
    if (fact.comesAt !== undefined) {
      made.coming.push(fact);
      return;
    }
    const known = fact.again === true ? places.get(fact.object.id) : undefined;
    if (known === undefined) places.set(fact.object.id, made.stripe.push(fact) - 1);
    else made.stripe[known] = { ...made.stripe[known], object: fact.object };
  };
  const demandItems = (receipt: BookReceipt) => {
    for (const paid of receipt.items)
      if (!items.has(itemKey(paid))) throw new Error(`${receipt.paymentId} comes before its item`);
  };
  for (const fact of generateCompany(request)) {
    if (fact.to === 'stripe') addStripe(fact);
    else if (fact.to === 'truth') {
      if (fact.fact.kind === 'customerTruth') made.customerTruth.push(fact.fact);
      else if (fact.fact.kind === 'bookCustomerTruth') made.bookCustomerTruth.push(fact.fact);
      else made.movementTruth.push(fact.fact);
    } else if (fact.to === 'bank' || fact.to === 'priorMonth') {
      continue; // they follow from the rest
    } else if (fact.fact.kind === 'customer') customers.set(fact.fact.customer.custId, fact.fact.customer);
    else if (fact.fact.kind === 'item') {
      const { item } = fact.fact;
      if (!customers.has(item.custId)) throw new Error(`item ${item.item} comes before its customer`);
      if (items.has(itemKey(item))) throw new Error(`item ${item.item} comes twice`);
      items.set(itemKey(item), item);
    } else if (fact.fact.kind === 'receipt') {
      demandItems(fact.fact.receipt);
      made.receipts.push(fact.fact.receipt);
    } else if (fact.fact.kind === 'colleaguePayment') {
      demandItems(fact.fact.payment);
      made.colleaguePayments.push(fact.fact.payment);
    }
  }
  return { ...made, items, bookCustomers: [...customers.values()] };
}

/** The Stripe objects of one kind. */
export function objectsOf(from: Month, object: string): Row[] {
  return from.stripe.filter((fact) => fact.object.object === object).map((fact) => fact.object);
}
