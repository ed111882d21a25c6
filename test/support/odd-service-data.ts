import type { Random } from '../../electron/sample/company/random.ts';
import type { OddLeaf, OddLevel, OddService, OddType } from './odd-service.ts';

/** A row as it is sent, and as PeopleSoft is expected to hold it. */
export interface OddRow {
  readonly [name: string]: string | readonly OddRow[];
}

/** Effective dates around the simulator's day: past, current, future. */
const DATES = ['2024-01-31', '2026-02-28', '2026-12-01'] as const;
const TEXTS = [
  'plain',
  '  kept in front',
  'a & b <c> "d"',
  "it's ]]>",
  'Größe',
  '漢字',
  'x😀y',
  'tab\there',
  '0',
  'two  blanks',
];

/** Makes the data of one service; everything it makes differs from what it made before. */
export class OddData {
  readonly #service: OddService;
  readonly #random: Random;
  #made = 0;

  constructor(service: OddService, random: Random) {
    this.#service = service;
    this.#random = random;
  }

  /** A whole new component, with rows in about every collection. */
  create(): OddRow {
    return this.#row(this.#service.root, {}, null);
  }

  /** Another row for a collection, with rows below it. */
  row(level: OddLevel, above: OddRow): OddRow {
    return this.#row(level, above, DATES[2]);
  }

  /** Keys of an existing row with other values for everything else that is required, and for some that is not. */
  changed(level: OddLevel, row: OddRow): OddRow {
    return this.#fill(level, (leaf) => (leaf.isKey ? textOf(row, leaf.name) : this.#value(leaf)));
  }

  /** Keys that no row has. */
  absentKeys(keys: readonly OddLeaf[]): OddRow {
    return Object.fromEntries(keys.map((key) => [key.name, this.#key(key.type)]));
  }

  #row(level: OddLevel, above: OddRow, date: string | null): OddRow {
    const isRoot = level === this.#service.root;
    const numbered = isRoot && this.#service.isNumbered ? this.#service.keys.at(-1)?.name : undefined;
    const own = this.#fill(level, (leaf) => {
      if (leaf.name === numbered) return 'NEXT';
      if (leaf.isRepeated) return textOf(above, leaf.name);
      if (leaf.name === level.effectiveDate) return date ?? DATES[1];
      return leaf.isKey ? this.#key(leaf.type) : this.#value(leaf);
    });
    const below = { ...above, ...own };
    const collections = level.collections.flatMap((child) => {
      const rows = this.#rows(child, below);
      return rows.length === 0 ? [] : [[child.name, rows] as const];
    });
    return { ...own, ...Object.fromEntries(collections) };
  }

  #rows(level: OddLevel, above: OddRow): readonly OddRow[] {
    const count = this.#random.between(level.wantsRow ? 1 : 0, 2);
    const rows = Array.from({ length: count }, () => this.#row(level, above, null));
    const { effectiveDate } = level;
    if (effectiveDate === null) return rows;
    // The same thing at other dates: PeopleSoft keeps such rows side by side.
    return rows.flatMap((row) => {
      const others = DATES.filter((date) => date !== row[effectiveDate] && this.#random.chance(0.6));
      return [row, ...others.map((date) => ({ ...this.changed(level, row), [effectiveDate]: date }))];
    });
  }

  #fill(level: OddLevel, valueOf: (leaf: OddLeaf) => string): OddRow {
    const given = level.leaves.filter(({ isKey, isRequired }) => isKey || isRequired || this.#random.chance(0.6));
    return Object.fromEntries(given.map((leaf) => [leaf.name, valueOf(leaf)]));
  }

  #key(type: OddType): string {
    this.#made += 1;
    if (type.kind === 'char') return `K${this.#made.toString(36).toUpperCase().padStart(3, '0')}`.slice(0, type.length);
    return String(this.#made);
  }

  #value({ type, isRequired, name }: OddLeaf): string {
    const random = this.#random;
    if (/EFF_STATUS/.test(name)) return random.pick(['A', 'I']);
    switch (type.kind) {
      case 'char': {
        const text = TEXTS[random.below(TEXTS.length)] ?? '';
        const fitting = Array.from(text).slice(0, type.length).join('').trimEnd();
        return fitting === '' && isRequired ? 'Q' : fitting;
      }
      case 'int':
        return String(random.between(random.chance(0.3) ? -9 : 1, 9));
      case 'decimal': {
        const fraction = random.pick(['', '.5', '.250', '.125000', '.001']).slice(0, type.decimals + 1);
        return `${random.chance(0.2) ? '-' : ''}${random.between(1, 99_999)}${fraction === '.' ? '' : fraction}`;
      }
      case 'date':
        return random.pick(['2024-02-29', '1999-12-31', '2031-07-04']);
      case 'dateTime':
        return random.pick(['2026-11-02T08:30:00', '2026-11-02T08:30:00.250000-05:00']);
    }
  }
}

export function textOf(row: OddRow, name: string): string {
  const value = row[name];
  if (typeof value !== 'string') throw new Error(`${name} has no value`);
  return value;
}

export function rowsOf(row: OddRow, name: string): readonly OddRow[] {
  const rows = Object.hasOwn(row, name) ? row[name] : undefined;
  return typeof rows === 'string' || rows === undefined ? [] : rows;
}
