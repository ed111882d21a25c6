import { TextArena, TOO_FAR } from '../text/text-arena.ts';
import type { ComparedColumn } from './compared-columns.ts';
import { NICKNAME_GROUPS } from './name-words.ts';

/** How well two values of one column agree. */
export const LEVEL = { missing: 0, equal: 1, near: 2, partly: 3, different: 4 } as const;
export type Level = (typeof LEVEL)[keyof typeof LEVEL];

/** Level of two values of a column, by their numbers. Symmetrical. */
export type CompareValues = (left: number, right: number) => Level;

/** How the values of a column are compared. */
export function comparerOf(column: ComparedColumn): CompareValues {
  const compare = comparerOfKind(column);
  return (left, right) => {
    if (left === 0 || right === 0) return LEVEL.missing;
    return left === right ? LEVEL.equal : compare(left, right);
  };
}

function comparerOfKind({ key, kind, values }: ComparedColumn): CompareValues {
  switch (kind) {
    case 'name':
    case 'legalForm':
      return () => LEVEL.different;
    case 'word':
      return compareWords(values);
    case 'text':
      return compareTexts(values);
    case 'street':
      return compareStreets(values);
    case 'email':
      return compareEmails(values);
    case 'phone':
      return comparePhones(values);
    case 'date':
      return compareDates(values);
    case 'number':
      return compareNumbers(values);
    case 'code':
      // Ids of one system follow upon each other: one that is nearly the same is another one.
      return key === 'externalId' ? () => LEVEL.different : compareCodes(values);
  }
}

/** Edits that a text of this length may have and still be nearly the other. */
function fewEdits(length: number): number {
  return length >= 8 ? 2 : length >= 3 ? 1 : 0;
}

/** Place in a small table of words, both ways, whichever form they take. */
const GROUPS_OF = new Map<string, number[]>();
for (const [group, names] of NICKNAME_GROUPS.entries())
  for (const name of names) GROUPS_OF.set(name, [...(GROUPS_OF.get(name) ?? []), group]);

/** Whether two of the texts are everyday forms of one given name. Most are no given names at all, which is looked up once for each. */
export function nicknamesAmong(texts: TextArena): (left: number, right: number) => boolean {
  const [unknown, no, yes] = [0, 1, 2];
  const isGiven = new Uint8Array(texts.size);
  const mayBe = (id: number) => {
    if ((isGiven[id] ?? unknown) === unknown) isGiven[id] = GROUPS_OF.has(texts.textOf(id)) ? yes : no;
    return isGiven[id] !== no;
  };
  return (left, right) => {
    if (!mayBe(left) || !mayBe(right)) return false;
    const others = GROUPS_OF.get(texts.textOf(right));
    return GROUPS_OF.get(texts.textOf(left))?.some((group) => others?.includes(group) ?? false) ?? false;
  };
}

function compareWords(values: TextArena): CompareValues {
  const isNickname = nicknamesAmong(values);
  return (left, right) => {
    const [shorter, longer] = values.lengthOf(left) <= values.lengthOf(right) ? [left, right] : [right, left];
    const length = values.lengthOf(longer);
    const short = values.lengthOf(shorter);
    const edits = values.distance(left, right, Math.max(2, Math.floor(length * 0.34)));
    if (edits <= fewEdits(length)) return LEVEL.near;
    if (isNickname(shorter, longer)) return LEVEL.near;
    const hasBlank = values.mayHaveBlank(shorter) || values.mayHaveBlank(longer);
    const [a, b] = hasBlank ? [values.textOf(shorter), values.textOf(longer)] : ['', ''];
    if (hasBlank && a.replaceAll(' ', '') === b.replaceAll(' ', '')) return LEVEL.near;
    if (edits !== TOO_FAR && edits <= length * 0.34) return LEVEL.partly;
    if (short >= 1 && values.isPrefix(shorter, longer) && (short === 1 || short >= 3)) return LEVEL.partly;
    if (!hasBlank || short < 3) return LEVEL.different;
    const words = b.split(' ');
    return words.includes(a) || a.split(' ').some((word) => word.length >= 4 && words.includes(word))
      ? LEVEL.partly
      : LEVEL.different;
  };
}

/** Share of words in common, each weighed by its length: long ones are rarer. */
function compareTexts(values: TextArena): CompareValues {
  const words = new Map<number, ReadonlySet<string>>();
  const wordsOf = (id: number) => {
    const known = words.get(id);
    if (known !== undefined) return known;
    const found = new Set(values.textOf(id).split(' '));
    words.set(id, found);
    return found;
  };
  const short = compareWords(values);
  return (left, right) => {
    const [ours, theirs] = [wordsOf(left), wordsOf(right)];
    let both = 0;
    let mine = 0;
    let other = 0;
    for (const word of ours) {
      mine += word.length;
      if (theirs.has(word)) both += word.length;
    }
    for (const word of theirs) other += word.length;
    const share = (2 * both) / (mine + other);
    if (share >= 0.75) return LEVEL.near;
    if (share >= 0.4 || both >= 0.8 * Math.min(mine, other)) return LEVEL.partly;
    return values.lengthOf(left) <= 32 ? short(left, right) : LEVEL.different;
  };
}

/** Values that are made of two parts, compared part by part. */
function splitValues(values: TextArena, sign: string) {
  const parts = new TextArena();
  parts.idOf('');
  const first = new Int32Array(values.size);
  const second = new Int32Array(values.size);
  for (let id = 1; id < values.size; id += 1) {
    const text = values.textOf(id);
    const at = text.indexOf(sign);
    first[id] = parts.idOf(at < 0 ? '' : text.slice(0, at));
    second[id] = parts.idOf(text.slice(at + 1));
  }
  return { parts, first, second };
}

function compareStreets(values: TextArena): CompareValues {
  const { parts, first, second } = splitValues(values, '|');
  const compareStreet = compareWords(parts);
  return (left, right) => {
    const [number, otherNumber] = [first[left] ?? 0, first[right] ?? 0];
    const [street, otherStreet] = [second[left] ?? 0, second[right] ?? 0];
    const level = street === otherStreet ? LEVEL.equal : compareStreet(street, otherStreet);
    const isNumber = number === otherNumber || number === 0 || otherNumber === 0;
    if (level === LEVEL.different) return LEVEL.different;
    if (isNumber && level !== LEVEL.partly) return LEVEL.near;
    return isNumber || level === LEVEL.equal || (level === LEVEL.near && parts.distance(number, otherNumber, 1) <= 1)
      ? LEVEL.partly
      : LEVEL.different;
  };
}

function compareEmails(values: TextArena): CompareValues {
  const { parts, first, second } = splitValues(values, '@');
  const isFree = Uint8Array.from(second, (id) => (parts.textOf(id).startsWith('!') ? 1 : 0));
  return (left, right) => {
    const isDomain = second[left] === second[right];
    const [user, otherUser] = [first[left] ?? 0, first[right] ?? 0];
    const length = Math.max(parts.lengthOf(user), parts.lengthOf(otherUser));
    if (isDomain && isFree[left] === 0) return LEVEL.partly;
    if (isDomain && length >= 6 && parts.distance(user, otherUser, 2) <= 2) return LEVEL.near;
    if (user === otherUser && length >= 7) return LEVEL.partly;
    return values.distance(left, right, 2) <= 2 ? LEVEL.near : LEVEL.different;
  };
}

function comparePhones(values: TextArena): CompareValues {
  return (left, right) => {
    const [shorter, longer] = values.lengthOf(left) <= values.lengthOf(right) ? [left, right] : [right, left];
    if (values.lengthOf(shorter) >= 6 && values.isEnding(shorter, longer)) return LEVEL.near;
    return values.distance(left, right, 1) <= 1 ? LEVEL.near : LEVEL.different;
  };
}

function compareDates(values: TextArena): CompareValues {
  return (left, right) => {
    if (values.distance(left, right, 1) <= 1) return LEVEL.near;
    const [a, b] = [values.textOf(left), values.textOf(right)];
    if (a.length !== 8 || b.length !== 8) return LEVEL.different;
    const [year, month, day] = [a.slice(0, 4), a.slice(4, 6), a.slice(6)];
    const [otherYear, otherMonth, otherDay] = [b.slice(0, 4), b.slice(4, 6), b.slice(6)];
    if (year === otherYear && month === otherDay && day === otherMonth) return LEVEL.near;
    const same = Number(year === otherYear) + Number(month === otherMonth) + Number(day === otherDay);
    return same >= 2 || values.distance(left, right, 2) <= 2 ? LEVEL.partly : LEVEL.different;
  };
}

const NEARLY = 0.02;
const ROUGHLY = 0.15;
function compareNumbers(values: TextArena): CompareValues {
  return (left, right) => {
    const [a, b] = [Number(values.textOf(left)), Number(values.textOf(right))];
    const apart = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
    if (apart <= NEARLY) return LEVEL.near;
    const length = Math.max(values.lengthOf(left), values.lengthOf(right));
    return apart <= ROUGHLY || (length >= 3 && values.distance(left, right, 1) <= 1) ? LEVEL.partly : LEVEL.different;
  };
}

function compareCodes(values: TextArena): CompareValues {
  return (left, right) => {
    const [shorter, longer] = values.lengthOf(left) <= values.lengthOf(right) ? [left, right] : [right, left];
    const length = values.lengthOf(longer);
    const edits = values.distance(left, right, 2);
    if (edits <= 1 && length >= 3) return LEVEL.near;
    if (edits <= 2 && length >= 7) return LEVEL.partly;
    return values.lengthOf(shorter) >= 3 && length >= 5 && values.isPrefix(shorter, longer)
      ? LEVEL.partly
      : LEVEL.different;
  };
}
