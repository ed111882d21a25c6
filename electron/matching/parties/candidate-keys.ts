import { TextArena } from '../text/text-arena.ts';
import type { ComparedColumn } from './compared-columns.ts';

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

/** The keys of a value. Words keep their kind of place, so that a street that somebody typed into the next column still meets. */
function keysOfValue(column: ComparedColumn, text: string): readonly string[] {
  switch (column.kind) {
    case 'name':
      return text.split(' ').filter((word) => word.length > 1);
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
  const ofColumn = columns.map((column) => {
    const lists: (readonly number[])[] = [[]];
    for (let id = 1; id < column.values.size; id += 1)
      lists.push(keysOfValue(column, column.values.textOf(id)).map((key) => keys.idOf(key)));
    return { column, lists };
  });
  for (const { column, lists } of ofColumn) if (column.kind === 'name') addJoined(column, lists, keys);
  const listsOf = (side: 'left' | 'right'): KeyLists => {
    const count = columns[0]?.[side].length ?? 0;
    const start = new Int32Array(count + 1);
    const key: number[] = [];
    for (let profile = 0; profile < count; profile += 1) {
      const from = key.length;
      for (const { column, lists } of ofColumn)
        for (const id of lists[column[side][profile] ?? 0] ?? []) if (!key.includes(id, from)) key.push(id);
      start[profile + 1] = key.length;
    }
    return { start, key: Int32Array.from(key) };
  };
  return { keys, left: listsOf('left'), right: listsOf('right') };
}

/** `micro soft` also meets `microsoft`, and `international business machine` meets `ibm`, where somebody is called so. */
function addJoined({ values }: ComparedColumn, lists: (readonly number[])[], keys: TextArena): void {
  for (let id = 1; id < values.size; id += 1) {
    const words = values.textOf(id).split(' ');
    if (words.length < 2) continue;
    const more: number[] = [];
    for (let at = 0; at + 1 < words.length; at += 1) {
      const found = keys.find(`${words[at] ?? ''}${words[at + 1] ?? ''}`);
      if (found >= 0) more.push(found);
    }
    const initials = words.length > 6 ? '' : words.map((word) => word.charAt(0)).join('');
    const acronym = initials.length > 2 ? keys.find(initials) : -1;
    if (acronym >= 0) more.push(acronym);
    if (more.length > 0) lists[id] = [...(lists[id] ?? []), ...more];
  }
}
