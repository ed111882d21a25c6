import { itemsNear, spelledOut } from './near-references.ts';
import type { ReferenceIndex } from './reference-index.ts';
import { namesAnItem, referencePieces, wholeDescriptor } from './reference-tokens.ts';
import {
  IN_DESCRIPTION,
  IN_DESCRIPTOR,
  IN_METADATA,
  IN_PURCHASE_ORDER,
  IN_STRIPE_INVOICE,
  type MovementRow,
  type References,
} from './snapshot.ts';
import { toThousandths } from '../thousandths.ts';

export interface ItemFilter {
  /** Whether an item is of the movement's linked customer and of its unit. */
  readonly own: (item: number) => boolean;
  /** Number of that customer; -1: none. */
  readonly customer: number;
  /** Whether an item is of its unit, whoever's it is. */
  readonly unit: (item: number) => boolean;
  /** Order by content, never by position. */
  readonly compare: (left: number, right: number) => number;
}
interface Found {
  readonly own: Map<number, { places: number; stated: number | null }>;
  readonly foreign: Set<number>;
  readonly unknown: Set<string>;
}

/**
 * Every item that the texts around a charge name, and the words in item-like fields that name none. Null when nothing was
 * found at all. A purchase order counts only when no item number was found: it stands for many items.
 */
export function collectReferences(row: MovementRow, index: ReferenceIndex, filter: ItemFilter): References | null {
  const found: Found = { own: new Map(), foreign: new Set(), unknown: new Set() };
  const look = (text: string, place: number, itemLike: boolean): number[] =>
    lookUp(text, place, itemLike, index, filter, found);
  for (const [key, value] of Object.entries(row.metadata)) look(value, IN_METADATA, namesAnItem(key));
  if (row.description !== null) look(row.description, IN_DESCRIPTION, false);
  if (row.statementDescriptor !== null) look(wholeDescriptor(row.statementDescriptor), IN_DESCRIPTOR, false);
  for (const invoice of row.invoices) {
    const named = new Set(invoice.number === null ? [] : look(invoice.number, IN_STRIPE_INVOICE, false));
    for (const [key, value] of Object.entries(invoice.metadata))
      if (namesAnItem(key)) for (const item of look(value, IN_STRIPE_INVOICE, false)) named.add(item);
    state(invoice.paidMinor, invoice.exponent, [...named], found);
  }
  if (found.own.size === 0 && found.foreign.size === 0) purchaseOrders(row, index, filter, found);
  const near = found.own.size === 0 && row.link !== null ? nearItems(row, index, filter) : [];
  return finish(found, near, filter.compare);
}

function lookUp(
  text: string,
  place: number,
  itemLike: boolean,
  index: ReferenceIndex,
  filter: ItemFilter,
  found: Found,
): number[] {
  const named: number[] = [];
  let missed: string | null = null;
  for (const piece of referencePieces(text)) {
    const whole = index.byWhole(piece);
    const digits = index.byDigits(piece);
    let own = whole.filter(filter.own);
    if (own.length === 0) own = digits.filter(filter.own);
    for (const item of own) {
      const before = found.own.get(item);
      found.own.set(item, { places: (before?.places ?? 0) | place, stated: before?.stated ?? null });
      named.push(item);
    }
    if (own.length > 0) continue;
    // Digits alone mean nothing across customers; a number written whole does.
    const foreign = whole.filter(filter.unit);
    const others = foreign.length > 0 || !itemLike ? foreign : digits.filter(filter.unit);
    for (const item of others) found.foreign.add(item);
    if (others.length === 0 && itemLike) missed ??= piece;
  }
  if (missed !== null) found.unknown.add(missed);
  return named;
}

/** What Stripe says went into an invoice counts only when the invoice is exactly one item line. */
function state(paidMinor: number | null, exponent: number | null, named: readonly number[], found: Found): void {
  const only = named[0];
  if (paidMinor === null || exponent === null || only === undefined || named.length > 1) return;
  const paid = toThousandths(paidMinor, exponent);
  const entry = found.own.get(only);
  if (paid === null || entry === undefined) return;
  entry.stated = (entry.stated ?? 0) + paid;
}

function purchaseOrders(row: MovementRow, index: ReferenceIndex, filter: ItemFilter, found: Found): void {
  const texts = [...Object.values(row.metadata), row.description ?? ''];
  for (const text of texts)
    for (const piece of referencePieces(text))
      for (const item of index.byPurchaseOrder(piece))
        if (filter.own(item)) found.own.set(item, { places: IN_PURCHASE_ORDER, stated: null });
}

/** Four digits in a row that are not a year: the number of an invoice, an order, a contract. */
const NUMBER = /(?<!\d)(?!20\d\d(?!\d))\d{4,}/;

/** Whether the texts around a charge hold something like a number, known or not. Ids of Stripe objects are none, nor is a word that is cut off. */
export function quotesNumber(row: MovementRow): boolean {
  const { metadata, description, statementDescriptor, invoices } = row;
  const isQuoting = (text: string): boolean => NUMBER.test(text.replaceAll(/\b[a-z]{2,12}_[A-Za-z0-9_]{6,}/g, ''));
  if (invoices.some(({ number }) => number !== null)) return true;
  if (description !== null && isQuoting(description)) return true;
  if (statementDescriptor !== null && isQuoting(wholeDescriptor(statementDescriptor))) return true;
  for (const key in metadata) if (namesAnItem(key) || isQuoting(metadata[key] ?? '')) return true;
  return false;
}

/** Items of the customer that a word names but for one slip of the pen. */
function nearItems(row: MovementRow, index: ReferenceIndex, filter: ItemFilter): readonly number[] {
  const texts = [
    ...Object.values(row.metadata),
    row.description ?? '',
    wholeDescriptor(row.statementDescriptor ?? ''),
    ...row.invoices.map((invoice) => invoice.number ?? ''),
  ];
  const found = new Set<number>();
  for (const text of texts)
    for (const piece of [...referencePieces(text), ...spelledOut(text)])
      for (const item of itemsNear(index, piece, filter.customer)) if (filter.own(item)) found.add(item);
  return [...found].sort(filter.compare);
}

function finish(found: Found, near: readonly number[], compare: ItemFilter['compare']): References | null {
  if (found.own.size === 0 && found.foreign.size === 0 && found.unknown.size === 0 && near.length === 0) return null;
  const entries = [...found.own].sort((left, right) => compare(left[0], right[0]));
  return {
    own: entries.map(([item]) => item),
    places: entries.map(([, entry]) => entry.places),
    stated: entries.map(([, entry]) => entry.stated),
    foreign: [...found.foreign].sort(compare),
    unknown: [...found.unknown].sort(),
    near: [...near],
  };
}
