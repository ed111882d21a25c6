import { NumberList } from '../text/number-list.ts';
import { TextArena } from '../text/text-arena.ts';
import { parseName } from './parse-name.ts';
import type { PartyColumns, PartyField } from './party-columns.ts';
import type { Profiles } from './profiles.ts';
import { readTaxId, readValue, type ValueKind } from './read-value.ts';
import { sniffKind } from './sniff-kind.ts';

/** One thing that both sides know of their parties: the values as they are compared, each distinct one once. */
export interface ComparedColumn {
  /** `name`, a field, `legalForm`, or `other1`, `other2`, … */
  readonly key: string;
  readonly kind: ValueKind;
  /** Evidence of the party itself, or of a place or a family that it may share with others. */
  readonly isShared: boolean;
  /** Distinct values in canonical form; 0 is the missing one. */
  readonly values: TextArena;
  /** Value by profile. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Of names: the spelling by profile, so that the same words in other spellings can be told apart; 0 is none. */
  readonly spelling?: { readonly left: Int32Array; readonly right: Int32Array };
  /** Of names: the words of each value. */
  readonly words?: WordLists;
}

/** Words of value `v` in their order: `word[start[v]] .. word[start[v + 1] - 1]`, numbers of `texts`. */
export interface WordLists {
  readonly texts: TextArena;
  readonly start: Int32Array;
  readonly word: Int32Array;
}

const KINDS: Readonly<Record<Exclude<PartyField, 'name'>, Exclude<ValueKind, 'name' | 'legalForm'>>> = {
  givenName: 'word',
  familyName: 'word',
  street: 'street',
  city: 'word',
  postalCode: 'code',
  region: 'word',
  country: 'word',
  phone: 'phone',
  email: 'email',
  taxId: 'code',
  vatId: 'code',
  birthDate: 'date',
  externalId: 'code',
};
const SHARED: ReadonlySet<string> = new Set([
  'familyName',
  'street',
  'city',
  'postalCode',
  'region',
  'country',
  'phone',
  'email',
]);

export interface Sides {
  readonly left: PartyColumns;
  readonly right: PartyColumns;
  readonly leftProfiles: Profiles;
  readonly rightProfiles: Profiles;
}

/** The columns that both sides have. `kinds` says how columns of the frozen model were read, so that new rows cannot change it. */
export function comparedColumns(sides: Sides, kinds: ReadonlyMap<string, ValueKind> = new Map()): ComparedColumn[] {
  const columns: ComparedColumn[] = [];
  const names = namesOf(sides);
  if (names !== null) columns.push(...nameColumns(sides, names));
  const { left, right } = sides;
  for (const [field, kind] of Object.entries(KINDS)) {
    const key = field as Exclude<PartyField, 'name'>;
    const [ours, theirs] = [left.fields[key], right.fields[key]];
    if (ours === undefined || theirs === undefined || (names?.uses.has(key) ?? false)) continue;
    const read = key === 'taxId' || key === 'vatId' ? readTaxId : (raw: string) => readValue(kind, raw);
    columns.push(column(sides, { key, kind, isShared: SHARED.has(key) }, ours, theirs, read));
  }
  for (const [at, ours] of (left.other ?? []).entries()) {
    const theirs = right.other?.[at];
    if (theirs === undefined) continue;
    const key = `other${at + 1}`;
    const known = kinds.get(key);
    const kind = known === undefined || known === 'name' || known === 'legalForm' ? sniffKind(ours, theirs) : known;
    columns.push(column(sides, { key, kind, isShared: false }, ours, theirs, (raw) => readValue(kind, raw)));
  }
  return columns;
}

interface Names {
  readonly left: readonly string[];
  readonly right: readonly string[];
  /** Fields that the name was put together from. */
  readonly uses: ReadonlySet<string>;
}

/** Whole names of both sides: as they are, or put together where one side has them in two parts. */
function namesOf({ left, right }: Sides): Names | null {
  const isWhole = (side: PartyColumns) => side.fields.name !== undefined;
  if (isWhole(left) && isWhole(right))
    return { left: left.fields.name ?? [], right: right.fields.name ?? [], uses: new Set() };
  if (!isWhole(left) && !isWhole(right)) {
    const has = (field: 'givenName' | 'familyName') =>
      left.fields[field] !== undefined && right.fields[field] !== undefined;
    if (has('givenName') || has('familyName')) return null;
  }
  const [ours, theirs] = [wholeName(left), wholeName(right)];
  return ours === null || theirs === null
    ? null
    : { left: ours, right: theirs, uses: new Set(['givenName', 'familyName']) };
}

function wholeName({ count, fields: { name, givenName, familyName } }: PartyColumns): readonly string[] | null {
  if (name !== undefined) return name;
  if (givenName === undefined && familyName === undefined) return null;
  return Array.from({ length: count }, (_, row) => `${givenName?.[row] ?? ''} ${familyName?.[row] ?? ''}`.trim());
}

function nameColumns(sides: Sides, names: Names): ComparedColumn[] {
  const reader = new NameReader();
  const ours = nameIds(sides.leftProfiles, names.left, reader);
  const theirs = nameIds(sides.rightProfiles, names.right, reader);
  const name: ComparedColumn = {
    key: 'name',
    kind: 'name',
    isShared: false,
    values: reader.values,
    left: ours.words,
    right: theirs.words,
    spelling: { left: ours.spelling, right: theirs.spelling },
    words: reader.wordLists(),
  };
  const legalForm = { key: 'legalForm', kind: 'legalForm', isShared: true, values: reader.forms } as const;
  return reader.forms.size === 1 ? [name] : [name, { ...legalForm, left: ours.form, right: theirs.form }];
}

/** Reads each name once, and numbers its words, its legal form and its spelling. */
class NameReader {
  readonly values = new TextArena();
  readonly forms = new TextArena();
  readonly #spellings = new TextArena();
  readonly #raw = new TextArena();
  /** By number of the raw name: words, legal form and spelling, three each. */
  readonly #ids = new NumberList();
  readonly #words = new TextArena();
  readonly #start = new NumberList();
  readonly #word = new NumberList();

  constructor() {
    this.forms.idOf('');
    this.#spellings.idOf('');
    this.#numberWords([]);
  }

  /** Place of the three numbers of a name, for `idAt`. */
  read(raw: string): number {
    const at = this.#raw.idOf(raw);
    if (at * 3 < this.#ids.length) return at * 3;
    const { words, legal, folded } = parseName(raw);
    this.#ids.push(this.#numberWords(words));
    this.#ids.push(this.forms.idOf(legal ?? ''));
    this.#ids.push(this.#spellings.idOf(folded));
    return at * 3;
  }

  idAt(place: number): number {
    return this.#ids.at(place);
  }

  /** The words of all names read; asked for once, at the end. */
  wordLists(): WordLists {
    this.#start.push(this.#word.length);
    return { texts: this.#words, start: this.#start.toArray(), word: this.#word.toArray() };
  }

  #numberWords(words: readonly string[]): number {
    const id = this.values.idOf(words.length === 1 ? (words[0] ?? '') : words.join(' '));
    if (id < this.#start.length) return id;
    this.#start.push(this.#word.length);
    for (const word of words) this.#word.push(this.#words.idOf(word));
    return id;
  }
}

function nameIds({ firstRow }: Profiles, cells: readonly string[], reader: NameReader) {
  const words = new Int32Array(firstRow.length);
  const form = new Int32Array(firstRow.length);
  const spelling = new Int32Array(firstRow.length);
  for (let profile = 0; profile < firstRow.length; profile += 1) {
    const place = reader.read(cells[firstRow[profile] ?? 0] ?? '');
    words[profile] = reader.idAt(place);
    form[profile] = reader.idAt(place + 1);
    spelling[profile] = reader.idAt(place + 2);
  }
  return { words, form, spelling };
}

function column(
  sides: Sides,
  about: { readonly key: string; readonly kind: ValueKind; readonly isShared: boolean },
  ours: readonly string[],
  theirs: readonly string[],
  read: (raw: string) => string,
): ComparedColumn {
  const values = new TextArena();
  values.idOf('');
  const raws = new TextArena();
  const idOfRaw = new NumberList();
  const ids = ({ firstRow }: Profiles, cells: readonly string[]) => {
    const found = new Int32Array(firstRow.length);
    for (let profile = 0; profile < found.length; profile += 1) {
      const raw = cells[firstRow[profile] ?? 0] ?? '';
      const at = raws.idOf(raw);
      if (at === idOfRaw.length) idOfRaw.push(values.idOf(read(raw)));
      found[profile] = idOfRaw.at(at);
    }
    return found;
  };
  return { ...about, values, left: ids(sides.leftProfiles, ours), right: ids(sides.rightProfiles, theirs) };
}
