import { remembered } from '../remembered.ts';
import { compactReference, KEYS_MOST } from './reference-tokens.ts';

/**
 * What digits without a prefix are worth as the number of an item: `none` a date, a year or too short to say anything · `weak` it may as well
 * be a phone number, an order or an account: worth a look, never a decision · `strong` nothing says that it is something else.
 */
export type NumberStrength = 'none' | 'weak' | 'strong';

/** Where a text stands: in a field that names items, in one that is for something else, or anywhere. */
export type FieldMeaning = 'item' | 'other' | 'free';

/** Digits of a number that is believed without a word beside it; shorter ones are too often something else. */
const STRONG_DIGITS = 5;
const DIGITS_MIN = 4;

const YEAR = '(?:19|20)\\d\\d';
const MONTH = '(?:0[1-9]|1[0-2])';
const DAY = '(?:0[1-9]|[12]\\d|3[01])';
const CALENDAR = new RegExp(
  `^(?:${YEAR}|${YEAR}${MONTH}|${MONTH}${YEAR}|${YEAR}${MONTH}${DAY}|${DAY}${MONTH}${YEAR}|${MONTH}${DAY}${YEAR})$`,
);
/** Month names of some languages by their first three letters, and words for a part of a year. */
const PERIOD =
  /^(?:(?:JAN|FEB|FEV|MAR|MÄR|APR|ABR|AVR|MAI|MAY|JUN|JUL|JUI|AUG|AGO|SEP|SET|OCT|OKT|OTT|NOV|DEC|DEZ|DIC)\p{L}*|FY|CY|YEAR|JAHR|H|Q|KW|WK|WEEK)$/u;

/** Whether a compact piece is a year, a month or a day: it stands in the texts of very many payments and names none. */
export function isCalendar(piece: string): boolean {
  if (CALENDAR.test(piece)) return true;
  const [, letters = '', digits = ''] = /^(\p{L}+)\d{0,2}?((?:19|20)\d\d)$/u.exec(piece) ?? [];
  return digits !== '' && PERIOD.test(letters);
}

/** Whether a piece that two free texts share says that they speak of one document. */
export function isTelling(piece: string): boolean {
  const digits = piece.replaceAll(/\D/g, '').length;
  return digits >= (/^\d+$/.test(piece) ? DIGITS_MIN : DIGITS_MIN - 1) && !isCalendar(piece);
}

/** Words before a number that say it is an item's, of several languages. */
const OF_ITEMS =
  /^(?:INV|INVOICES?|BILLS?|ITEMS?|REF|REFERENCES?|RECHNUNG|RECHNUNGEN|RECH|RG|RE|FACTURES?|FACTURAS?|FATTURA|FATTURE|FATURA|FACT|FAKTURA|FACTUUR|FACTUREN)$/;
/** Words before a number that say it is something else's. */
const OF_OTHERS =
  /^(?:TEL|TELEPHONE|TELEFON|TELEFONO|PHONE|CALL|CELL|MOBILE?|MOBIL|FAX|PO|POS|ORDERS?|BESTELLUNG|AUFTRAG|COMMANDE|PEDIDO|ACCOUNT|ACCT|KONTO|CUSTOMER|CLIENT|CUST|KUNDE|KUNDENNR|ZIP|PLZ|BOX|ROOM|UNIT|SUITE|APT|CARD|ENDING|CHECK|CHEQUE|TICKET|CASE|USER|MEMBER|TABLE|CONTRACT|VERTRAG|QUOTE|BATCH|TRACKING|IBAN)$/;
/** What such a word may end with: `OrderNo48122`. */
const WORD_FOR_NUMBER = /(?:NO|NR|NUM|NUMBER|NUMMER|ID)$/;
/** Words that stand between such a word and its number. */
const BETWEEN_BOTH = /^(?:AND|UND|ET|Y|E|EN|OG|NO|NR|NUM|NUMBERS?|NUMMER|N|THE|OUR|YOUR|DIE|LA|DE|IS)$/;

/** Metadata keys whose values are numbers of something that is no item. */
const OTHER_KEY =
  /phone|tel(?:$|[^a-z])|mobil|fax|zip|post(?:al|_?code)|plz|date|day|month|year|period|time|address|street|(?:^|[^a-z])(?:ip|po|exp|qty)(?:$|[^a-z])|quantity|amount|total|price|purchase|order|customer|client|account|user|member|session|cart|ticket|card|last4|room|seat|table|contract|quote/i;

/** What a metadata key says of its value; `isItem`: the key names items. */
export function meaningOf(key: string, isItem: boolean): FieldMeaning {
  return isItem ? 'item' : isOtherKey(key) ? 'other' : 'free';
}
const isOtherKey = remembered((key) => OTHER_KEY.test(key), KEYS_MOST);

const WORD = /[^\s,;|&+*()[\]{}"'<>:=]+/gu;

/**
 * What a compact piece of a text is worth as the number of an item, where it is digits alone or a word joined with the digits behind it. The best
 * place counts. A piece that is written with its own letters is strong wherever it stands.
 */
export function numberStrength(text: string, piece: string, meaning: FieldMeaning): NumberStrength {
  if (meaning === 'item') return 'strong';
  const digits = /\d+$/.exec(piece)?.[0] ?? '';
  const letters = piece.slice(0, piece.length - digits.length);
  const words = [...text.matchAll(WORD)].map((found) => ({
    text: found[0],
    compact: compactReference(found[0]),
    from: found.index,
    to: found.index + found[0].length,
  }));
  let best: NumberStrength = 'none';
  let about: 'item' | 'other' | null = null;
  for (const [at, word] of words.entries()) {
    if (/^\p{L}+$/u.test(word.compact)) {
      if (!BETWEEN_BOTH.test(word.compact)) about = aboutOf(word.compact);
      continue;
    }
    if (letters !== '' && (word.compact === piece || partsOf(word.text).includes(piece))) {
      if (isCalendar(piece)) return best;
      // `Order-48122`, of an item that is not written so: its letters are a word beside the number.
      if (aboutOf(letters) !== 'other') return 'strong';
      best = stronger(best, 'weak');
      continue;
    }
    const isWhole = word.compact === digits;
    if (!isWhole && !partsOf(word.text).includes(digits)) continue;
    const beside = [words[at - 1], words[at + 1]].some(
      (other) => other !== undefined && /^\d+$/.test(other.compact) && isBlank(text, word, other),
    );
    const isDialled = text[word.from - 1] === '+' || beside || (!isWhole && hasOtherNumber(word.text, digits));
    const said = isWhole ? about : (aboutOf(partBefore(word.text, digits)) ?? about);
    const strength = strengthAt(digits, meaning === 'other' ? 'other' : said, isDialled);
    best = stronger(best, strength);
  }
  return best;
}

function strengthAt(digits: string, about: 'item' | 'other' | null, isDialled: boolean): NumberStrength {
  const core = digits.replace(/^0+/, '');
  if (isCalendar(digits)) return about === 'item' ? 'weak' : 'none';
  if (about === 'item') return 'strong';
  if (core.length < DIGITS_MIN) return 'none';
  return about === 'other' || isDialled || core.length < STRONG_DIGITS ? 'weak' : 'strong';
}

/** The stronger of what was found and what another place says. */
function stronger(best: NumberStrength, other: NumberStrength): NumberStrength {
  const rank = { none: 0, weak: 1, strong: 2 } as const;
  return rank[other] > rank[best] ? other : best;
}

/** What a compact word of letters says of the number behind it. */
function aboutOf(letters: string): 'item' | 'other' | null {
  if (OF_ITEMS.test(letters)) return 'item';
  return OF_OTHERS.test(letters.replace(WORD_FOR_NUMBER, '')) ? 'other' : null;
}

/** What stands before the first part of a word that is these digits, compact. */
function partBefore(word: string, digits: string): string {
  const parts = partsOf(word);
  return parts[parts.indexOf(digits) - 1] ?? '';
}

function partsOf(word: string): string[] {
  return word.split(/[/._#]+/u).map(compactReference);
}

/** Whether a word with separators holds other digits than these and a year: `030/48001`, not `2026/48001`. */
function hasOtherNumber(word: string, digits: string): boolean {
  return partsOf(word).some((part) => part !== digits && /^\d+$/.test(part) && !isCalendar(part));
}

function isBlank(text: string, one: Place, other: Place): boolean {
  const [first, second] = one.from < other.from ? [one, other] : [other, one];
  return /^\s+$/u.test(text.slice(first.to, second.from));
}
interface Place {
  readonly from: number;
  readonly to: number;
}
