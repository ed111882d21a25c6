import { getDomain } from 'tldts';
import { foldText, foldWord } from '../text/fold-text.ts';
import { STREET_KINDS, STREET_WORDS } from './name-words.ts';

/** How the values of a column are read and compared. */
export type ValueKind =
  | 'name'
  | 'legalForm'
  | 'word'
  | 'street'
  | 'code'
  | 'phone'
  | 'email'
  | 'date'
  | 'number'
  | 'text';

const NOTHING = new Set([
  '',
  'n a',
  'na',
  'null',
  'none',
  'nan',
  'unknown',
  'not available',
  'undefined',
  'tbd',
  'nil',
]);

/** The value in the one form in which equal things are equal; an empty text when it says nothing. `name` is read by `parseName` instead. */
export function readValue(kind: Exclude<ValueKind, 'name' | 'legalForm'>, raw: string): string {
  if (raw === '') return '';
  switch (kind) {
    case 'word':
    case 'text': {
      const folded = foldText(raw);
      return NOTHING.has(folded) ? '' : folded.split(' ').map(foldWord).join(' ');
    }
    case 'street':
      return readStreet(raw);
    case 'code': {
      const code = foldText(raw).replaceAll(' ', '');
      return NOTHING.has(code) || /^0*$/.test(code) ? '' : code;
    }
    case 'phone':
      return readPhone(raw);
    case 'email':
      return readEmail(raw);
    case 'date':
      return readDate(raw) ?? readValue('code', raw);
    case 'number': {
      const number = readNumber(raw);
      return number === null ? readValue('code', raw) : String(number);
    }
  }
}

/** A tax or VAT id without the country in front of it. */
export function readTaxId(raw: string): string {
  const code = readValue('code', raw);
  return /^[a-z]{2,3}\d/.test(code) && code.replaceAll(/\D/g, '').length >= 6 ? code.replace(/^[a-z]{2,3}/, '') : code;
}

/** House number, a bar, and the words that tell the street from others, sorted. */
function readStreet(raw: string): string {
  const parted = /str/iu.test(raw) ? raw.replaceAll(/([a-zß])(?:str\.|stra(?:ß|ss)e)(?=\W|$)/giu, '$1 str ') : raw;
  const folded = foldText(parted);
  if (NOTHING.has(folded)) return '';
  const words: string[] = [];
  const kinds: string[] = [];
  let number = '';
  for (const word of folded.split(' ')) {
    const short = STREET_WORDS.get(word) ?? word;
    if (/^\d/.test(short)) {
      if (number === '') number = short;
      else words.push(short);
    } else if (STREET_KINDS.has(short)) kinds.push(short);
    else words.push(foldWord(short));
  }
  return `${number}|${(words.length === 0 ? kinds : words).sort().join(' ')}`;
}

/** The last eight digits: enough to tell numbers apart, and without country, trunk prefix and how they are grouped. */
function readPhone(raw: string): string {
  const digits = raw.replaceAll(/\D/g, '').replace(/^0+/, '');
  return digits.length < 5 || /^(\d)\1*$/.test(digits) ? '' : digits.slice(-8);
}

const FREE_MAIL = new Set(
  (
    'gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.fr yahoo.de yahoo.es yahoo.it yahoo.co.jp ymail.com rocketmail.com hotmail.com hotmail.co.uk hotmail.fr hotmail.de hotmail.it outlook.com outlook.de outlook.fr live.com ' +
    'live.co.uk msn.com aol.com icloud.com me.com mac.com gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de freenet.de arcor.de mail.com mail.ru inbox.ru list.ru bk.ru yandex.ru yandex.com rambler.ru qq.com 163.com 126.com ' +
    'sina.com protonmail.com proton.me pm.me zoho.com fastmail.com hey.com tutanota.com orange.fr wanadoo.fr free.fr laposte.net sfr.fr libero.it virgilio.it tiscali.it alice.it telefonica.net terra.es comcast.net verizon.net ' +
    'att.net sbcglobal.net bellsouth.net cox.net charter.net btinternet.com sky.com virginmedia.com ntlworld.com bigpond.com optusnet.com.au rediffmail.com naver.com daum.net uol.com.br bol.com.br terra.com.br ig.com.br ' +
    'bluewin.ch seznam.cz centrum.cz wp.pl o2.pl interia.pl onet.pl abv.bg telia.com online.no example.com mail.example freemail.example'
  ).split(' '),
);

/** The registered domain of an address or a host, lower case; null where it is none, or gives mailboxes to everybody. */
export function companyDomain(raw: string): string | null {
  const host = raw.trim().toLowerCase().split('@').at(-1) ?? '';
  const domain = getDomain(host) ?? (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host) ? host : null);
  return domain === null || FREE_MAIL.has(domain) ? null : domain;
}

/** Mailbox, `@`, and the registered domain; a domain of free mail keeps its mailbox alone as evidence, behind `!`. A web address has no mailbox. */
function readEmail(raw: string): string {
  const trimmed = raw
    .trim()
    .toLowerCase()
    .replace(/^mailto:/, '');
  const at = trimmed.lastIndexOf('@');
  const host = trimmed.slice(at + 1);
  if (at < 0 && !host.includes('.')) return '';
  const domain = getDomain(host) ?? (/^[a-z0-9.-]+$/.test(host) ? host : '');
  const user = at < 0 ? '' : trimmed.slice(0, at).replace(/\+.*$/, '');
  if (domain === '' && user === '') return '';
  return `${user}@${FREE_MAIL.has(domain) ? '!' : ''}${domain}`;
}

const MONTHS = new Map(
  'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ').map((month, at) => [month, at + 1] as const),
);

/** A date of whatever notation as `YYYYMMDD`; null when it is none. Where day and month could both be meant, day first unless that is no date. */
export function readDate(raw: string): string | null {
  const text = raw.trim().toLowerCase();
  const iso = /^(\d{4})[-/. ]?(\d{2})[-/. ]?(\d{2})(?:[t ].*)?$/.exec(text);
  if (iso !== null) return dated(iso[1], Number(iso[2]), Number(iso[3]));
  const named = /^(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]{3})[a-z]*[-/., ]*(\d{4})$/.exec(text);
  if (named !== null) return dated(named[3], MONTHS.get(named[2] ?? '') ?? 0, Number(named[1]));
  const american = /^([a-z]{3})[a-z]*[. ]+(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})$/.exec(text);
  if (american !== null) return dated(american[3], MONTHS.get(american[1] ?? '') ?? 0, Number(american[2]));
  const plain = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[t ].*)?$/.exec(text);
  if (plain === null) return null;
  const [first, second] = [Number(plain[1]), Number(plain[2])];
  const year = plain[3]?.length === 2 ? `${Number(plain[3]) > 30 ? '19' : '20'}${plain[3]}` : plain[3];
  return text.includes('/') && second > 12
    ? dated(year, first, second)
    : (dated(year, second, first) ?? dated(year, first, second));
}

function dated(year: string | undefined, month: number, day: number): string | null {
  if (year === undefined || month < 1 || month > 12 || day < 1 || day > 31) return null;
  return `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
}

/** A number in plain notation, with a currency sign or thousands marks; null when it is none. */
export function readNumber(raw: string): number | null {
  const text = raw.replaceAll(/[\s$€£¥%]|usd|eur|gbp/gi, '');
  if (!/^[-+]?\d[\d.,]*$/.test(text)) return null;
  const decimal = /[.,]\d{1,2}$/.exec(text);
  const digits =
    decimal === null
      ? text.replaceAll(/[.,]/g, '')
      : `${text.slice(0, decimal.index).replaceAll(/[.,]/g, '')}.${text.slice(decimal.index + 1)}`;
  const number = Number(digits);
  return Number.isFinite(number) ? number : null;
}
