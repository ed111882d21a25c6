import type { Point } from '../points.ts';
import { isSameDocument } from './named-documents.ts';
import { weighed, type Weighed } from './suspicion.ts';

/** What a charge is compared by, once another one of the same amount lies near it. */
export interface ChargeFacts {
  /** Names of its Stripe customer, of the card, bank account or wallet it was paid by, and of its payment intent that mean something only by being equal; null: not told. */
  readonly customer: string | null;
  readonly card: string | null;
  readonly intent: string | null;
  readonly session: string | null;
  /** Seconds. */
  readonly at: number;
  /** Numbers of invoices and orders that its texts, or Stripe's own link to an invoice, name; compact. */
  readonly documents: readonly string[];
  /** Those of them that are an invoice of Stripe or an item of Receivables, and not just any number in a text. */
  readonly known: readonly string[];
  /** How many charges of this amount the item of such a number has room for, where its currency is the charge's. */
  readonly holds: ReadonlyMap<string, number>;
  /** Items that its own match applies it to, proposed and uncontested, approved or posted; empty: a match with no item. Null: it has none. */
  readonly pays: readonly number[] | null;
  /** Items it might pay, where several fit. */
  readonly choices: readonly number[];
  /** All of it went back to the payer. */
  readonly isRefunded: boolean;
  /** Other charges of this customer over the same amount within some weeks. */
  readonly alike: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** From so many other payments of one amount on it is what this customer always pays. */
const HABIT = 6;

/** Who tries again does so within this time; later on a customer simply pays the same price once more. */
export const NEAR = 2 * HOUR;
const isNear = (one: ChargeFacts, other: ChargeFacts): boolean => Math.abs(one.at - other.at) <= NEAR;

/** What speaks for and against two charges of the same amount in the same currency being one payment made twice. */
export function weighCharges(one: ChargeFacts, other: ChargeFacts): Weighed {
  return weighed([
    { signal: 'amount', text: 'Same amount in the same currency.', points: 15 },
    customer(one, other),
    card(one, other),
    documents(one, other),
    interval(Math.abs(one.at - other.at)),
    intent(one, other),
    room(one, other),
    one.isRefunded !== other.isRefunded && isNear(one, other)
      ? { signal: 'refunded', text: 'One of them was given back to the payer in full.', points: 10 }
      : null,
    Math.max(one.alike, other.alike) > HABIT
      ? { signal: 'habit', text: 'This customer often pays this amount.', points: -15 }
      : null,
  ]);
}

/** Whether both name one and the same document, and so pay for the same thing. */
export function sharedDocuments(one: ChargeFacts, other: ChargeFacts): readonly string[] {
  const shared = one.documents.flatMap((mine) =>
    // Of two spellings the one that says the period, whichever of the two charges has it.
    other.documents.flatMap((its) => (isSameDocument(mine, its) ? [mine.length < its.length ? its : mine] : [])),
  );
  return [...new Set(shared)].sort();
}

function customer(one: ChargeFacts, other: ChargeFacts): Point | null {
  if (one.customer === null && other.customer === null)
    return { signal: 'customer', text: 'Neither names a Stripe customer.', points: 10 };
  if (one.customer === null || other.customer === null) return null;
  return one.customer === other.customer
    ? { signal: 'customer', text: 'Same Stripe customer.', points: 15 }
    : { signal: 'customer', text: 'Different Stripe customers.', points: -10 };
}

function card(one: ChargeFacts, other: ChargeFacts): Point | null {
  if (one.card === null || other.card === null) return null;
  return one.card === other.card
    ? { signal: 'card', text: 'Same card or account.', points: 15 }
    : { signal: 'card', text: 'Different cards or accounts.', points: -5 };
}

function documents(one: ChargeFacts, other: ChargeFacts): Point | null {
  if (one.documents.length === 0 || other.documents.length === 0) return null;
  const shared = sharedDocuments(one, other);
  const allKnown = [...one.known, ...other.known];
  const known = shared.filter((document) => allKnown.some((each) => isSameDocument(document, each)));
  const scarce = known.find((document) => (roomFor(document, one, other) ?? 0) < 2);
  if (scarce !== undefined) return { signal: 'document', text: `Both name ${scarce}.`, points: 35 };
  // What is paid in two equal parts is named twice as well.
  if (known[0] !== undefined)
    return { signal: 'document', text: `Both name ${known[0]}, which is large enough for both.`, points: 10 };
  const [number] = shared;
  if (number === undefined) return { signal: 'document', text: 'They name different invoices or orders.', points: -45 };
  // A number that is no invoice may be that of a product or a plan, which the same customer pays again and again.
  const points = Math.abs(one.at - other.at) <= 3 * DAY ? 20 : 0;
  return { signal: 'document', text: `Both name ${number}, which is no invoice known here.`, points };
}

function interval(seconds: number): Point {
  const text = `${intervalWords(seconds)} apart.`;
  if (seconds <= 15 * MINUTE) return { signal: 'interval', text, points: 25 };
  if (seconds <= NEAR) return { signal: 'interval', text, points: 20 };
  return { signal: 'interval', text, points: seconds <= DAY ? 5 : 0 };
}

function intent(one: ChargeFacts, other: ChargeFacts): Point | null {
  if (one.intent !== null && one.intent === other.intent)
    return { signal: 'intent', text: 'Same payment intent.', points: 25 };
  if (one.session === null || one.session !== other.session) return null;
  return { signal: 'session', text: 'Same checkout session.', points: 25 };
}

/** How many charges of their amount an item that one of them is known to name has room for; null: nobody knows. */
function roomFor(document: string, one: ChargeFacts, other: ChargeFacts): number | null {
  const told = [...one.holds, ...other.holds].filter(([number]) => isSameDocument(document, number));
  return told.length === 0 ? null : Math.max(...told.map(([, count]) => count));
}

/** Whether the receivables have room for both: then they are two payments, as far as the books can say. */
function room(one: ChargeFacts, other: ChargeFacts): Point | null {
  if (one.pays !== null && other.pays !== null && !touches(one.pays, other.pays))
    return { signal: 'room', text: 'Each has a match of its own that the other does not touch.', points: -45 };
  const choices = new Set([...one.choices, ...other.choices]);
  if (one.choices.length > 1 && other.choices.length > 1 && choices.size > 1)
    return { signal: 'room', text: `There are ${choices.size} open items of this amount to pay.`, points: -30 };
  const full = sharedDocuments(one, other).find((document) => (roomFor(document, one, other) ?? 2) < 2);
  if (full !== undefined && one.isRefunded === other.isRefunded)
    return { signal: 'room', text: `${full} has no room for both.`, points: 25 };
  if ((one.pays === null) !== (other.pays === null) && isNear(one, other))
    return { signal: 'room', text: 'Only one of them has an item to pay.', points: 10 };
  return null;
}

function touches(items: readonly number[], others: readonly number[]): boolean {
  return items.some((item) => others.includes(item));
}

/** A span of time as a person says it: `90 seconds`, `14 minutes`, `3 hours`, `2 days`. */
export function intervalWords(seconds: number): string {
  if (seconds < 2 * MINUTE) return `${Math.round(seconds)} seconds`;
  if (seconds < 2 * HOUR) return `${Math.round(seconds / MINUTE)} minutes`;
  if (seconds < 2 * DAY) return `${Math.round(seconds / HOUR)} hours`;
  return `${Math.round(seconds / DAY)} days`;
}
