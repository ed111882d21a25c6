import { dayNumber } from '../../matching/day-number.ts';
import {
  compactReference,
  referencePieces,
  splitReference,
  wholeDescriptor,
} from '../../matching/movements/reference-tokens.ts';
import type { ItemRow, MovementRow, ReceiptRow } from '../../matching/movements/snapshot.ts';
import { stripeMoneyIds } from '../../matching/movements/stripe-money-ids.ts';
import { KEYED_WINDOW_DAYS } from '../../matching/rules.ts';
import { toThousandths } from '../../matching/thousandths.ts';

/** Grows with every change of what keys a row has: pages kept under another version are read anew. */
export const KEYS_VERSION = 1;

/** The last bit of a hash says how its key ties rows together. */
const NAMING = 1;

/**
 * Whether a key is only a name: it ties a movement to the items and receipts that have it, but neither two movements nor two items. Two
 * charges that speak of order 4711 are no rivals while no item has that number.
 */
export function isNaming(hash: number): boolean {
  return (hash & 1) === NAMING;
}

/** 32 bits of a text (FNV-1a over its UTF-16 units); two texts that collide only make a run look at more than it must. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let position = 0; position < text.length; position++) {
    hash ^= text.charCodeAt(position);
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

const joining = (text: string): number => (hashOf(text) & ~1) >>> 0;
const naming = (text: string): number => (hashOf(text) | NAMING) >>> 0;

/** Everything of one PeopleSoft customer. */
export const customerKey = (customer: string): number => joining(`C${customer}`);
/** Everything that Stripe says goes with one charge, refund or payment intent. */
const moneyKey = (id: string): number => joining(`S${id}`);
/** A number as people write it; digits alone where they are enough to find an item by. */
const wordKey = (piece: string): number => {
  const split = splitReference(piece);
  return naming(`T${split === null ? piece : `#${split.core}`}`);
};
const sizeKey = (currency: string, thousandths: number, day: number): number =>
  naming(`A${currency}|${thousandths}|${day}`);

/** Keys of a movement: each row that may have a say in its outcome shares one of them with it, or with a row that does. */
export function movementKeys(row: MovementRow): Set<number> {
  const keys = new Set<number>();
  if (row.link !== null) keys.add(customerKey(row.link.customer));
  for (const id of [row.objectId, row.chargeId, row.paymentIntentId]) if (id !== null) keys.add(moneyKey(id));
  const size = toThousandths(Math.abs(row.amountMinor), row.exponent);
  if (size !== null) keys.add(sizeKey(row.currency, size, dayNumber(row.accountingDate)));
  if (row.kind !== 'charge') return keys;
  const addWords = (text: string | null): void => {
    if (text !== null && text !== '') for (const piece of referencePieces(text)) keys.add(wordKey(piece));
  };
  for (const value of Object.values(row.metadata)) addWords(value);
  addWords(row.description);
  if (row.statementDescriptor !== null) addWords(wholeDescriptor(row.statementDescriptor));
  for (const invoice of row.invoices) {
    addWords(invoice.number);
    for (const value of Object.values(invoice.metadata)) addWords(value);
  }
  return keys;
}

/** Keys of an AR item: its customer, its number and its purchase order. */
export function itemKeys(row: ItemRow): Set<number> {
  const keys = new Set([customerKey(row.customer), wordKey(compactReference(row.item))]);
  if (row.poReference !== null) keys.add(wordKey(compactReference(row.poReference)));
  return keys;
}

/** Keys of a receipt keyed by hand: whom and what it pays or names; and where it is of no one customer, its size on the days it may be for. */
export function receiptKeys(row: ReceiptRow): Set<number> {
  const keys = new Set<number>();
  const customers = new Set(row.items.map((each) => each.customer));
  for (const customer of customers) keys.add(customerKey(customer));
  for (const { item } of row.items) keys.add(wordKey(compactReference(item)));
  for (const piece of referencePieces(row.comment ?? '')) keys.add(wordKey(piece));
  for (const id of stripeMoneyIds(`${row.comment ?? ''} ${row.paymentId}`)) keys.add(moneyKey(id));
  const size = toThousandths(Math.abs(row.amountMinor), row.exponent);
  if (customers.size === 1 || size === null) return keys;
  const day = dayNumber(row.accountingDate);
  for (let near = day - KEYED_WINDOW_DAYS; near <= day + KEYED_WINDOW_DAYS; near++)
    keys.add(sizeKey(row.currency, size, near));
  return keys;
}
