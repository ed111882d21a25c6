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

/** Number of the words, of the legal form and of the spelling of a name. */
type NameIds = readonly [words: number, form: number, spelling: number];

function nameColumns(sides: Sides, names: Names): ComparedColumn[] {
  const values = new TextArena();
  const forms = new TextArena();
  const spellings = new Map<string, number>([['', 0]]);
  values.idOf('');
  forms.idOf('');
  const known = new Map<string, NameIds>();
  const read = (raw: string): NameIds => {
    const found = known.get(raw);
    if (found !== undefined) return found;
    const { words, legal, folded } = parseName(raw);
    const spelling = spellings.get(folded) ?? spellings.size;
    spellings.set(folded, spelling);
    const ids: NameIds = [values.idOf(words.join(' ')), forms.idOf(legal ?? ''), spelling];
    known.set(raw, ids);
    return ids;
  };
  const ours = nameIds(sides.leftProfiles, names.left, read);
  const theirs = nameIds(sides.rightProfiles, names.right, read);
  const name: ComparedColumn = {
    key: 'name',
    kind: 'name',
    isShared: false,
    values,
    left: ours.words,
    right: theirs.words,
    spelling: { left: ours.spelling, right: theirs.spelling },
  };
  const legalForm = { key: 'legalForm', kind: 'legalForm', isShared: true, values: forms } as const;
  return forms.size === 1 ? [name] : [name, { ...legalForm, left: ours.form, right: theirs.form }];
}

function nameIds({ firstRow }: Profiles, cells: readonly string[], read: (raw: string) => NameIds) {
  const words = new Int32Array(firstRow.length);
  const form = new Int32Array(firstRow.length);
  const spelling = new Int32Array(firstRow.length);
  for (const [profile, row] of firstRow.entries())
    [words[profile], form[profile], spelling[profile]] = read(cells[row] ?? '');
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
  const known = new Map<string, number>();
  const idOf = (raw: string): number => {
    let id = known.get(raw);
    if (id === undefined) known.set(raw, (id = values.idOf(read(raw))));
    return id;
  };
  const ids = ({ firstRow }: Profiles, cells: readonly string[]) =>
    Int32Array.from(firstRow, (row) => idOf(cells[row] ?? ''));
  return { ...about, values, left: ids(sides.leftProfiles, ours), right: ids(sides.rightProfiles, theirs) };
}
