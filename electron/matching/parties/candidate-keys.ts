import { NumberList } from '../text/number-list.ts';
import { TextArena } from '../text/text-arena.ts';
import type { ComparedColumn, WordLists } from './compared-columns.ts';

/** What parties can meet by: the keys of each profile of both sides, numbered in one arena. */
export interface CandidateKeys {
  readonly keys: TextArena;
  readonly left: KeyLists;
  readonly right: KeyLists;
}
export interface KeyLists {
  readonly start: Int32Array;
  readonly key: Int32Array;
}

/** Keys of places and of words in other columns begin with a sign of their own; words of names stand as they are. */
const PLACE = 'X';

/** The keys of a value that is no name. Words keep their kind of place, so that a street that somebody typed into the next column still meets. */
function keysOfValue(column: ComparedColumn, text: string): readonly string[] {
  switch (column.kind) {
    case 'name':
    case 'legalForm':
      return [];
    case 'word':
      // Too many share them.
      if (column.key === 'country' || column.key === 'region') return [];
      if (column.key === 'givenName' || column.key === 'familyName')
        return text.split(' ').filter((word) => word.length > 1);
      return [PLACE + text.replaceAll(' ', '')];
    case 'text':
      return text
        .split(' ')
        .filter((word) => word.length > 2)
        .map((word) => PLACE + word);
    case 'street':
      return text
        .slice(text.indexOf('|') + 1)
        .split(' ')
        .filter((word) => word.length > 2)
        .map((word) => PLACE + word);
    case 'email': {
      const [user = '', domain = ''] = text.split('@');
      const isFree = domain.startsWith('!');
      return [...(isFree ? [] : [`D${domain}`]), ...(user.length >= 6 ? [`U${user}`] : [])];
    }
    case 'phone':
      return [`F${text.slice(-7)}`];
    case 'date':
    case 'code':
    case 'number':
      return [`K${column.key}${text}`];
  }
}

/** The keys of all profiles: words, joined neighbours that are a word elsewhere, and whole values of other columns. */
export function candidateKeys(columns: readonly ComparedColumn[]): CandidateKeys {
  const keys = new TextArena();
  const makers = columns.map((column) => {
    if (column.words === undefined) return { column, finish: valueKeys(column, keys) };
    const keyOfWord = wordKeys(column.words, keys);
    return { column, finish: nameKeys(column.words, keyOfWord, keys) };
  });
  // Joined neighbours are looked for once every word of every column has its number.
  const ofColumn = makers.map(({ column, finish }) => ({ column, lists: finish() }));
  const listsOf = (side: 'left' | 'right'): KeyLists => {
    const count = columns[0]?.[side].length ?? 0;
    const start = new Int32Array(count + 1);
    const key = new NumberList();
    for (let profile = 0; profile < count; profile += 1) {
      const from = key.length;
      for (const { column, lists } of ofColumn) {
        const value = column[side][profile] ?? 0;
        const to = lists.start[value + 1] ?? 0;
        for (let at = lists.start[value] ?? 0; at < to; at += 1) {
          const id = lists.key[at] ?? 0;
          if (!key.hasFrom(from, id)) key.push(id);
        }
      }
      start[profile + 1] = key.length;
    }
    return { start, key: key.toArray() };
  };
  return { keys, left: listsOf('left'), right: listsOf('right') };
}

/** Keys of the values of a column that is no name, by value. */
function valueKeys(column: ComparedColumn, keys: TextArena): () => KeyLists {
  const start = new Int32Array(column.values.size + 1);
  const key = new NumberList();
  for (let id = 1; id < column.values.size; id += 1) {
    for (const text of keysOfValue(column, column.values.textOf(id))) key.push(keys.idOf(text));
    start[id + 1] = key.length;
  }
  return () => ({ start, key: key.toArray() });
}

/** The key of each word of names, numbered in the order of the names; -1 for words of one letter. */
function wordKeys({ texts, word }: WordLists, keys: TextArena): Int32Array {
  const keyOf = new Int32Array(texts.size).fill(-1);
  for (const id of word) if (keyOf[id] === -1 && texts.lengthOf(id) > 1) keyOf[id] = keys.idOf(texts.textOf(id));
  return keyOf;
}

/** Keys of names: their words, and `micro soft` also meets `microsoft`, `international business machine` meets `ibm`, where somebody is called so. */
function nameKeys({ texts, start: wordStart, word }: WordLists, keyOfWord: Int32Array, keys: TextArena) {
  return (): KeyLists => {
    const start = new Int32Array(wordStart.length);
    const key = new NumberList();
    for (let id = 0; id + 1 < wordStart.length; id += 1) {
      const [from, to] = [wordStart[id] ?? 0, wordStart[id + 1] ?? 0];
      for (let at = from; at < to; at += 1) {
        const own = keyOfWord[word[at] ?? 0] ?? -1;
        if (own >= 0) key.push(own);
      }
      for (let at = from; at + 1 < to; at += 1) {
        const found = keys.find(texts.textOf(word[at] ?? 0) + texts.textOf(word[at + 1] ?? 0));
        if (found >= 0) key.push(found);
      }
      if (to - from > 2 && to - from <= MOST_INITIALS) {
        let initials = '';
        for (let at = from; at < to; at += 1) initials += texts.textOf(word[at] ?? 0).charAt(0);
        const found = keys.find(initials);
        if (found >= 0) key.push(found);
      }
      start[id + 1] = key.length;
    }
    return { start, key: key.toArray() };
  };
}
const MOST_INITIALS = 6;
