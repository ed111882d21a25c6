import type { Dice } from './dice.ts';

const FIRST =
  'Alder Birch Cobalt Dorset Ember Falcon Garnet Harbor Indigo Juniper Kestrel Lumen Meridian Nimbus Orchard Pioneer Quarry Raven Summit Tundra Umber Vector Willow Xenon Yarrow Zephyr Anchor Beacon Cascade Delta Eastgate Foundry Granite Highland Ironwood Jasper Keystone Lakeside Maple Northwind Oakmont Pinnacle Ridgeway Sterling Thornbury Uplands Valley Westbrook Blackwater Silverline'.split(
    ' ',
  );
const SECOND =
  'Logistics Foods Systems Textiles Motors Partners Supply Energy Media Health Plastics Robotics Trading Consulting Builders Printing Optics Farms Marine Tools Packaging Chemicals Software Interiors Catering Travel Insurance Steel Paper Dental'.split(
    ' ',
  );
const FORMS = ['Ltd', 'GmbH', 'Inc', 'LLC', 'S.A.', 'AB', 'BV', 'SpA', 'Oy', ''];
const PEOPLE =
  'Anna Boris Carla David Elena Frank Greta Hugo Irene Jonas Karin Luis Marta Nils Olga Pedro Quinn Rosa Stefan Tania Ulla Victor Wanda Yusuf Zoe'.split(
    ' ',
  );
const SURNAMES =
  'Adler Bergmann Costa Dupont Eriksen Fischer Garcia Hansen Ivanov Jensen Keller Lindqvist Moreau Novak Olsen Petrov Quist Rossi Schmidt Tanaka Ueda Vogel Weber Xu Young Zimmer Brandt Carlsen Duarte Engel'.split(
    ' ',
  );
const NOISE =
  'PAYMENT TRANSFER SEPA CREDIT ACH WIRE POS CARD ONLINE REF INVOICE RECEIVED FROM THANK YOU DEPOSIT BANK SETTLEMENT ORDER CUSTOMER'.split(
    ' ',
  );

/** Names of companies and people, some alike. */
export function madeParties(dice: Dice, count: number): string[] {
  const names = new Set<string>();
  while (names.size < count) {
    const isPerson = dice.chance(0.15);
    const more = count > 1_200 || dice.chance(0.15) ? ` ${dice.pick(SURNAMES)}` : '';
    names.add(
      isPerson
        ? `${dice.pick(PEOPLE)} ${dice.pick(SURNAMES)}${count > 400 ? ` ${dice.pick(SURNAMES)}` : ''}`
        : `${dice.pick(FIRST)}${more} ${dice.pick(SECOND)} ${dice.pick(FORMS)}`.trim(),
    );
  }
  return [...names];
}

/** A name as another system would write it. */
export function rewritten(dice: Dice, name: string, damage: number): string {
  let text = name;
  if (dice.chance(damage)) text = text.replace(/ (Ltd|GmbH|Inc|LLC|S\.A\.|AB|BV|SpA|Oy)$/, '');
  if (dice.chance(damage)) text = text.toUpperCase();
  if (dice.chance(damage * 0.5)) text = text.slice(0, dice.whole(8, 18)).trim();
  if (dice.chance(damage * 0.5)) text = slipped(dice, text);
  if (dice.chance(damage * 0.2)) text = text.split(' ').toReversed().join(' ');
  return text;
}

/** One sign changed, left out, doubled, or swapped with the next. */
export function slipped(dice: Dice, text: string): string {
  if (text.length < 3) return text;
  const at = dice.whole(1, text.length - 2);
  const sign = text[at] ?? '';
  const other = /\d/.test(sign) ? String(dice.whole(0, 9)) : String.fromCharCode(65 + dice.whole(0, 25));
  switch (dice.whole(0, 3)) {
    case 0:
      return text.slice(0, at) + other + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + text.slice(at + 1);
    case 2:
      return text.slice(0, at) + sign + text.slice(at);
    default:
      return text.slice(0, at) + (text[at + 1] ?? '') + sign + text.slice(at + 2);
  }
}

export function noise(dice: Dice, words: number): string {
  return Array.from({ length: words }, () => dice.pick(NOISE)).join(' ');
}

/** A style of document numbers, and its numbers in turn. */
export function numbering(dice: Dice): () => string {
  const prefix = dice.pick(['INV-', 'INV', 'RE', 'SI-', '', 'F', '2024-', 'INV/2024/', 'TX', 'PO#', 'A-']);
  const digits = dice.whole(prefix === '' ? 6 : 4, 8);
  const isDense = dice.chance(0.5);
  let number = dice.whole(1, 9) * 10 ** (digits - 1) + dice.whole(0, 99);
  const used = new Set<string>();
  return () => {
    for (;;) {
      number += isDense ? 1 : dice.whole(1, 40);
      const text = `${prefix}${String(number).padStart(digits, '0')}`;
      if (used.has(text)) continue;
      used.add(text);
      return text;
    }
  };
}

/** A document number as it arrives in a text: parted otherwise, without prefix, or with a slip. */
export function garbled(dice: Dice, code: string, slip: number): string {
  let text = code;
  if (dice.chance(0.25)) text = text.replace(/[-/#]/g, dice.pick(['', ' ', '-']));
  if (dice.chance(0.1)) text = text.replace(/^[^\d]+/, '');
  if (dice.chance(0.2)) text = text.toLowerCase();
  if (dice.chance(slip)) text = slipped(dice, text);
  return text;
}
