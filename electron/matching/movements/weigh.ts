import { countPhrase, type Point } from '../points.ts';
import { AMOUNT, KEYED_WINDOW_DAYS } from '../rules.ts';
import { amountText } from '../thousandths.ts';
import type { Decisions } from './decisions.ts';
import type { Part } from './rule.ts';
import { daysOutside, toleranceOf } from './date-window.ts';
import { namesMovement, namesSameItem } from './rules/keyed-pairs.ts';
import { currencyOf } from './rules/reference-claim.ts';
import { namesRefund } from './rules/refund-credits.ts';
import {
  IN_DESCRIPTION,
  IN_DESCRIPTOR,
  IN_METADATA,
  IN_PURCHASE_ORDER,
  IN_STRIPE_INVOICE,
  type Share,
  type Snapshot,
} from './snapshot.ts';

const PLACES = [
  { bit: IN_METADATA, words: 'in metadata', noun: 'invoice number', points: 62 },
  { bit: IN_STRIPE_INVOICE, words: 'on the Stripe invoice it paid', noun: 'invoice number', points: 62 },
  { bit: IN_DESCRIPTION, words: 'in the description', noun: 'invoice number', points: 58 },
  { bit: IN_DESCRIPTOR, words: 'in the statement descriptor', noun: 'invoice number', points: 50 },
  { bit: IN_PURCHASE_ORDER, words: 'by purchase order', noun: 'item', points: 46 },
] as const;

function linkPoint(snapshot: Snapshot, movement: number): Point {
  switch (snapshot.movements.strength[movement] ?? 'none') {
    case 'confirmed':
      return { signal: 'link', text: 'Confirmed customer link', points: 10 };
    case 'doubtful':
      return { signal: 'link', text: 'Customer link in doubt', points: 3 };
    case 'proposed':
    case 'none':
      return { signal: 'link', text: 'Customer link only proposed', points: 3 };
  }
}

/** Points of an allocation to items that the charge names. `group`: all charges that pay one item together, where there are several. */
export function weighReference(
  snapshot: Snapshot,
  movement: number,
  shares: readonly Share[],
  group: readonly Part[] | null,
): Point[] {
  const { movements, items } = snapshot;
  const references = movements.references[movement];
  const placesOf = (item: number): number => references?.places[references.own.indexOf(item)] ?? 0;
  const misspelt = shares.filter(
    ({ item }) => references?.own.includes(item) !== true && references?.near.includes(item),
  );
  const written = shares.filter((share) => !misspelt.includes(share));
  const numbers = new Set(written.map((share) => items.item[share.item] ?? '')).size;
  const naming = PLACES.filter((place) => written.every((share) => (placesOf(share.item) & place.bit) !== 0));
  const partly = PLACES.filter((place) => written.some((share) => (placesOf(share.item) & place.bit) !== 0));
  const main = naming[0] ?? partly.at(-1) ?? PLACES[4];
  const points: Point[] = [
    { signal: 'reference', text: `${countPhrase(numbers, main.noun)} ${main.words}`, points: main.points },
  ];
  const second = partly.find((place) => place !== main);
  if (second !== undefined) points.push({ signal: 'secondReference', text: `Also ${second.words}`, points: 2 });
  if (misspelt.length > 0)
    points.push({ signal: 'nearReference', text: 'Another is one slip of the pen from what is written', points: -8 });
  if (shares.some(({ item }) => references?.weak[references.own.indexOf(item)] === true))
    points.push({
      signal: 'weakReference',
      text: 'Digits that may be something else, or of another year',
      points: -15,
    });
  const inParts = partsPoint(snapshot, group ?? []);
  points.push(inParts ?? sumPoint(snapshot, movement, shares), linkPoint(snapshot, movement));
  const closed = references?.own.filter((item) => (items.available[item] ?? 0) === 0).length ?? 0;
  if (closed > 0)
    points.push({
      signal: 'nothingOpen',
      text: `${countPhrase(closed, 'named item')} without an open balance`,
      points: -10,
    });
  const unknown = references?.unknown ?? [];
  if (unknown.length > 0 && misspelt.length === 0) points.push(unknownPoint(unknown));
  const [stranger] = references?.foreign ?? [];
  if (stranger !== undefined)
    points.push({
      signal: 'foreignReference',
      text: `Names ${items.item[stranger] ?? ''} of another customer too`,
      points: -15,
    });
  return points;
}

/** Null where it is no group, or not all of its item. */
function partsPoint({ movements, items }: Snapshot, group: readonly Part[]): Point | null {
  const item = group[0]?.shares[0]?.item ?? -1;
  const sum = group.reduce((total, { movement }) => total + (movements.amount[movement] ?? 0), 0);
  if (group.length < 2 || sum !== items.available[item]) return null;
  const text = `${countPhrase(group.length, 'charge')} that name it equal to the cent together`;
  return { signal: 'namedParts', text, points: 24 };
}

function unknownPoint(unknown: readonly string[]): Point {
  return {
    signal: 'unknownReference',
    text: `Names ${unknown.slice(0, 2).join(', ')}, which no item has`,
    points: -20,
  };
}

function sumPoint(snapshot: Snapshot, movement: number, shares: readonly Share[]): Point {
  const amount = snapshot.movements.amount[movement] ?? 0;
  const open = shares.reduce((sum, share) => sum + (snapshot.items.available[share.item] ?? 0), 0);
  const applied = shares.reduce((sum, share) => sum + share.amount, 0);
  const text = (difference: number): string =>
    amountText(difference, snapshot.movements.exponent[movement] ?? 2, currencyOf(snapshot, movement));
  if (applied === amount && open === amount)
    return {
      signal: 'amount',
      text: shares.length === 1 ? 'Amount equal to the cent' : 'Sum equal to the cent',
      points: 24,
    };
  const references = snapshot.movements.references[movement];
  const isStated = shares.every((share) => references?.stated[references.own.indexOf(share.item)] === share.amount);
  if (applied === amount && isStated)
    return { signal: 'statedPart', text: 'Stripe applied exactly this part to the invoice', points: 24 };
  return amount < open
    ? { signal: 'short', text: `${text(open - amount)} less than is open`, points: 4 }
    : { signal: 'over', text: `${text(amount - applied)} more than is open`, points: 4 };
}

/** Points of one item by amount and date. `alone`: neither side has another choice. */
export function weighAmount(snapshot: Snapshot, movement: number, item: number, alone: boolean): Point[] {
  const points: Point[] = [
    { signal: 'amount', text: 'Amount equal to the cent', points: 40 },
    linkPoint(snapshot, movement),
    datePoint(snapshot, movement, item),
  ];
  if (alone) points.push({ signal: 'alone', text: 'Only open item and only charge of this amount', points: 20 });
  const unknown = snapshot.movements.references[movement]?.unknown ?? [];
  if (unknown.length > 0) points.push(unknownPoint(unknown));
  return points;
}

function datePoint(snapshot: Snapshot, movement: number, item: number): Point {
  const day = snapshot.movements.day[movement] ?? 0;
  const { dateWindowDays: days, dayCount } = toleranceOf(snapshot, item, AMOUNT);
  const distance = daysOutside(snapshot, item, day);
  const points = Math.max(0, Math.round((15 * (days + 1 - distance)) / (days + 1)));
  if (distance === 0) return { signal: 'date', text: 'Paid between item date and due date', points };
  const isBefore = day < Math.min(snapshot.items.itemDay[item] ?? 0, snapshot.items.dueDay[item] ?? 0);
  const noun = dayCount === 'business' ? 'business day' : 'day';
  const side = isBefore ? 'before the item date' : 'after the due date';
  return { signal: 'date', text: `${countPhrase(distance, noun)} ${side}`, points };
}

/** Points of a set of items found by their sum alone. */
export function weighSet(snapshot: Snapshot, movement: number, shares: readonly Share[]): Point[] {
  const points: Point[] = [
    { signal: 'sum', text: `${countPhrase(shares.length, 'open item')} equal to the cent together`, points: 35 },
    { signal: 'onlySum', text: 'No other items of this customer add up to it', points: 15 },
    linkPoint(snapshot, movement),
  ];
  const unknown = snapshot.movements.references[movement]?.unknown ?? [];
  if (unknown.length > 0) points.push(unknownPoint(unknown));
  return points;
}

/** Points of a receipt that somebody keyed by hand. */
export function weighReceipt(snapshot: Snapshot, movement: number, receipt: number): Point[] {
  const { movements, receipts } = snapshot;
  const sameAmount = receipts.amount[receipt] === movements.amount[movement];
  if (namesMovement(snapshot, movement, receipt)) {
    const text = sameAmount ? 'Amount equal to the cent' : 'Sum of the named charges equal to the cent';
    const group = receipts.names[receipt] ?? [];
    const sum = group.reduce((total, each) => total + (movements.amount[each] ?? 0), 0);
    const amount: Point =
      sum === receipts.amount[receipt]
        ? { signal: 'amount', text, points: 20 }
        : { signal: 'amountDiffers', text: 'Amount differs', points: 0 };
    return [
      {
        signal: 'receiptNamesCharge',
        text: `The receipt names this ${movements.kind[movement] ?? 'charge'}`,
        points: 80,
      },
      amount,
    ];
  }
  const days = Math.abs((receipts.day[receipt] ?? 0) - (movements.day[movement] ?? 0));
  // Of a charge whose receipt does not say who paid, its link says nothing.
  const isOfNobody = movements.kind[movement] === 'charge' && (receipts.customer[receipt] ?? -1) < 0;
  const points: Point[] = [
    { signal: 'amount', text: 'Receipt of the same amount', points: 30 },
    isOfNobody
      ? { signal: 'payerUnknown', text: 'The receipt is of no one customer', points: 0 }
      : linkPoint(snapshot, movement),
    {
      signal: 'date',
      text: `${countPhrase(days, 'day')} between charge and receipt`,
      points: 2 * (KEYED_WINDOW_DAYS - days),
    },
  ];
  if (namesSameItem(snapshot, movement, receipt))
    points.push({ signal: 'receiptNamesInvoice', text: 'The receipt names the same invoice', points: 45 });
  return points;
}

/** Points of a refund: on the charge that Stripe names, and on what it is paid back on. */
export function weighRefund(
  snapshot: Snapshot,
  decisions: Readonly<Decisions>,
  movement: number,
  shares: readonly Share[],
): Point[] {
  const points: Point[] = [
    { signal: 'charge', text: 'Stripe names the charge', points: 40 },
    { signal: 'withinCharge', text: 'All refunds are within the charge', points: 10 },
  ];
  const [first] = shares;
  if (first === undefined) return [...points, { signal: 'onAccount', text: 'Its charge is on account', points: 50 }];
  if (snapshot.items.isCredit[first.item] !== true)
    return [...points, { signal: 'withoutCredit', text: 'No credit memo: it opens the item again', points: 0 }];
  points.push({ signal: 'amount', text: 'Credit memo equal to the cent', points: 20 });
  if (namesRefund(snapshot, movement, first.item, decisions))
    points.push({ signal: 'creditNames', text: 'The credit memo names what its charge paid', points: 30 });
  return points;
}

/** Points of a dispute: Stripe names its charge, and a person decides the rest. */
export function weighDispute(): Point[] {
  return [{ signal: 'charge', text: 'Stripe names the charge', points: 40 }];
}

/** Points of one item whose number is a slip of the pen from a word of the charge, and which is open to the cent. */
export function weighTypo(snapshot: Snapshot, movement: number, shares: readonly Share[]): Point[] {
  const points: Point[] = [
    {
      signal: 'nearReference',
      text: 'Its number is one slip of the pen from what is written',
      points: 50,
    },
    sumPoint(snapshot, movement, shares),
    linkPoint(snapshot, movement),
  ];
  const foreign = snapshot.movements.references[movement]?.foreign ?? [];
  if (foreign.length > 0)
    points.push({
      signal: 'foreignReference',
      text: `What is written is ${snapshot.items.item[foreign[0] ?? -1] ?? ''} of another customer`,
      points: -15,
    });
  return points;
}

/** Points of charges that together are one item, or several, to the cent. */
export function weighGroup(snapshot: Snapshot, movement: number, group: readonly Part[]): Point[] {
  const paid = new Set(group.flatMap(({ shares }) => shares.map(({ item }) => item))).size;
  const charges = countPhrase(group.length, 'charge');
  const text =
    paid === 1 ? `${charges} equal to the cent together` : `${charges} and ${paid} items equal to the cent together`;
  return [
    { signal: 'sum', text, points: paid === 1 ? 30 : 25 },
    { signal: 'onlySum', text: 'No others of this customer add up so', points: 15 },
    linkPoint(snapshot, movement),
  ];
}

/** Points of one item that differs from the charge by exactly what Stripe kept of it. */
export function weighNet(snapshot: Snapshot, movement: number, item: number): Point[] {
  const fee = amountText(
    snapshot.movements.fee[movement] ?? 0,
    snapshot.movements.exponent[movement] ?? 2,
    currencyOf(snapshot, movement),
  );
  const more = (snapshot.items.available[item] ?? 0) > (snapshot.movements.amount[movement] ?? 0);
  const text = `Equal to the cent with the fee of ${fee} ${more ? 'added' : 'taken off'}`;
  return [{ signal: 'netOfFee', text, points: 30 }, linkPoint(snapshot, movement), datePoint(snapshot, movement, item)];
}

/** Points of one item whose amount is within the tolerance that a person set. */
export function weighTolerance(snapshot: Snapshot, movement: number, item: number): Point[] {
  const difference = Math.abs((snapshot.items.available[item] ?? 0) - (snapshot.movements.amount[movement] ?? 0));
  const text = amountText(difference, snapshot.movements.exponent[movement] ?? 2, currencyOf(snapshot, movement));
  return [
    { signal: 'amountWithin', text: `${text} apart, within the tolerance`, points: 25 },
    linkPoint(snapshot, movement),
    datePoint(snapshot, movement, item),
  ];
}

/** Points of an item in the currency that Stripe converted the charge to. */
export function weighConverted(snapshot: Snapshot, movement: number, item: number): Point[] {
  const { movements, items } = snapshot;
  const isNamed = (movements.references[movement]?.own ?? []).includes(item);
  const isEqual = items.available[item] === movements.settled[movement];
  const points: Point[] = [linkPoint(snapshot, movement)];
  if (isNamed) points.push({ signal: 'reference', text: 'Named by the charge', points: 40 });
  points.push(
    isEqual
      ? { signal: 'converted', text: 'Equal to the cent after Stripe converted it', points: 24 }
      : { signal: 'converted', text: 'Near its amount after Stripe converted it', points: 10 },
  );
  return points;
}
