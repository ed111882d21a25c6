import { dayNumber } from '../../matching/day-number.ts';
import { wordsWithDigits } from '../../matching/duplicates/named-documents.ts';
import { wholeDescriptor } from '../../matching/movements/descriptor-words.ts';
import { numbersIn } from '../../matching/movements/joined-words.ts';
import { compactReference, referencePieces, splitReference } from '../../matching/movements/reference-tokens.ts';
import type { ItemRow, MovementRow, ReceiptRow } from '../../matching/movements/snapshot.ts';
import { stripeMoneyIds } from '../../matching/movements/stripe-money-ids.ts';
import { KEYED_WINDOW_DAYS } from '../../matching/rules.ts';
import { toThousandths } from '../../matching/thousandths.ts';

/** Grows with every change of what keys a row has: pages kept under another version are read anew. */
export const KEYS_VERSION = 3;

/** So many last bits of a hash say how its key ties rows together. */
export const TIE_BITS = 2;
export const TIE = {
  /** All rows that have it, to each other. */
  joining: 0,
  /** Only a name: a movement to the items and receipts that have it, but neither two movements nor two items. Two charges that speak of order 4711 are no rivals while no item has that number. */
  naming: 1,
  /** Rows of one customer whose part its other rows may change: each row of the customer leads to them. */
  customer: 2,
  /** A row of that customer that is settled by what it names (see `quietRows`): it leads to the others, and they do not lead to it unless it is asked for. */
  quiet: 3,
} as const;

/** How a key ties rows together. */
export function tieOf(hash: number): number {
  return hash & 3;
}

/** The same key with another tie. */
export function tied(hash: number, tie: number): number {
  return ((hash & ~3) | tie) >>> 0;
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

const joining = (text: string): number => tied(hashOf(text), TIE.joining);
const naming = (text: string): number => tied(hashOf(text), TIE.naming);

/** The rows of one PeopleSoft customer that are not settled by what they name. */
export const customerKey = (customer: string): number => tied(hashOf(`C${customer}`), TIE.customer);
/** Rows of one PeopleSoft customer over one amount, whatever settles them: each speaks for or against the others. */
const alikeKey = (customer: string, currency: string, thousandths: number): number =>
  joining(`E${customer}|${currency}|${thousandths}`);
/** Charges that are compared with each other to find duplicates; `text` names what they share. */
export const blockKey = (text: string): number => joining(`D${text}`);
/** Everything that Stripe says goes with one charge, refund or payment intent. */
const moneyKey = (id: string): number => joining(`S${id}`);
/** A number as people write it; digits alone where they are enough to find an item by. */
const wordKey = (piece: string): number => {
  const split = splitReference(piece);
  return naming(`T${split === null ? piece : `#${split.core}`}`);
};
/** A word that is a number of an item only just as it stands. */
const oddKey = (word: string): number => naming(`W${word}`);
/** Words that duplicates compare with item numbers as they stand, though no rule reads them as one: ids of Stripe objects, and what `+` and `*` divide. */
const oddWords = (text: string): readonly string[] =>
  !/[_+*]/.test(text)
    ? []
    : wordsWithDigits({ description: text, metadata: {} }).filter(
        (word) => !referencePieces(word).includes(compactReference(word)),
      );
const sizeKey = (currency: string, thousandths: number, day: number): number =>
  naming(`A${currency}|${thousandths}|${day}`);

/** Keys of a movement: each row that may have a say in its outcome shares one of them with it, or with a row that does. */
export function movementKeys(row: MovementRow): Set<number> {
  const keys = new Set<number>();
  if (row.link !== null) keys.add(customerKey(row.link.customer));
  for (const id of [row.objectId, row.chargeId, row.paymentIntentId]) if (id !== null) keys.add(moneyKey(id));
  const size = toThousandths(Math.abs(row.amountMinor), row.exponent);
  if (size !== null && row.link !== null) keys.add(alikeKey(row.link.customer, row.currency, size));
  if (size !== null) keys.add(sizeKey(row.currency, size, dayNumber(row.accountingDate)));
  if (row.kind !== 'charge') return keys;
  const addWords = (text: string | null): void => {
    if (text === null || text === '') return;
    for (const piece of numbersIn(text)) keys.add(wordKey(piece));
  };
  for (const text of [...Object.values(row.metadata), row.description ?? '']) {
    addWords(text);
    for (const word of oddWords(text)) keys.add(oddKey(word));
  }
  if (row.statementDescriptor !== null) addWords(wholeDescriptor(row.statementDescriptor));
  for (const invoice of row.invoices) {
    addWords(invoice.number);
    for (const value of Object.values(invoice.metadata)) addWords(value);
  }
  return keys;
}

/** Keys of an AR item: its customer, what of it may be paid, was, or may go back; its number and its purchase order. */
export function itemKeys(row: ItemRow): Set<number> {
  const keys = new Set([customerKey(row.customer), wordKey(compactReference(row.item))]);
  if (row.poReference !== null) keys.add(wordKey(compactReference(row.poReference)));
  for (const minor of [row.availableMinor, row.originalMinor ?? 0, row.refundableMinor ?? 0]) {
    const size = minor <= 0 ? null : toThousandths(minor, row.exponent);
    if (size !== null) keys.add(alikeKey(row.customer, row.currency, size));
  }
  for (const word of oddWords(row.item)) keys.add(oddKey(word));
  // A credit memo is met by every word of its texts.
  if (row.isCredit === true)
    for (const piece of referencePieces(`${row.item} ${row.poReference ?? ''}`)) keys.add(wordKey(piece));
  return keys;
}

/** Keys of a receipt keyed by hand: whom and what it pays or names; and where it is of no one customer, its size on the days it may be for. */
export function receiptKeys(row: ReceiptRow): Set<number> {
  const keys = new Set<number>();
  const customers = new Set(row.items.map((each) => each.customer));
  for (const customer of customers) keys.add(customerKey(customer));
  for (const { item } of row.items) keys.add(wordKey(compactReference(item)));
  for (const piece of numbersIn(row.comment ?? '')) keys.add(wordKey(piece));
  for (const id of stripeMoneyIds(`${row.comment ?? ''} ${row.paymentId}`)) keys.add(moneyKey(id));
  const size = toThousandths(Math.abs(row.amountMinor), row.exponent);
  if (size === null) return keys;
  for (const customer of customers) keys.add(alikeKey(customer, row.currency, size));
  if (customers.size === 1) return keys;
  const day = dayNumber(row.accountingDate);
  for (let near = day - KEYED_WINDOW_DAYS; near <= day + KEYED_WINDOW_DAYS; near++)
    keys.add(sizeKey(row.currency, size, near));
  return keys;
}
