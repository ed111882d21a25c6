import type { OddLeaf, OddLevel, OddService, OddType } from './odd-service.ts';
import { rowsOf, textOf, type OddRow } from './odd-service-data.ts';

/**
 * What PeopleSoft must hold of one component after each operation, kept by the documented rules and independently of
 * client and simulator: a Create takes all rows, Update only adds rows, Updatedata changes rows that are there.
 */
export class OddBooks {
  readonly #service: OddService;
  readonly #today: string;
  #row: OddRow;

  constructor(service: OddService, created: OddRow, number: string | null, today: string) {
    this.#service = service;
    this.#today = today;
    this.#row = complete(service.root, numbered(created, number));
  }

  get row(): OddRow {
    return this.#row;
  }

  keys(): OddRow {
    return Object.fromEntries(this.#service.keys.map(({ name }) => [name, textOf(this.#row, name)]));
  }

  add(sent: OddRow): void {
    this.#row = addRows(this.#service.root, this.#row, sent);
  }

  change(sent: OddRow): void {
    this.#row = changeRow(this.#service.root, this.#row, sent);
  }

  /** The buffer that Get shows: top-level keys in its own spelling, of dated rows the current and the future ones. */
  shown(): OddRow {
    return shownRow(this.#service.root, this.#row, this.#today);
  }
}

/** Rows in the order of their keys, so that two buffers compare whatever order their rows came in. */
export function inKeyOrder(level: OddLevel, row: OddRow): OddRow {
  const collections = level.collections.map((child) => {
    const rows = rowsOf(row, child.name).map((one) => inKeyOrder(child, one));
    return [child.name, rows.toSorted((left, right) => (keyOf(child, left) < keyOf(child, right) ? -1 : 1))] as const;
  });
  return { ...row, ...Object.fromEntries(collections) };
}

function numbered(row: OddRow, number: string | null): OddRow {
  if (number === null) return row;
  const asNumbered = (value: OddRow[string]) => {
    if (typeof value !== 'string') return value.map((below) => numbered(below, number));
    return value === 'NEXT' ? number : value;
  };
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asNumbered(value)] as const));
}

function complete(level: OddLevel, row: OddRow): OddRow {
  const leaves = level.leaves.map((leaf) => {
    const given = Object.hasOwn(row, leaf.name) ? textOf(row, leaf.name) : '';
    return [leaf.name, given === '' ? blank(leaf) : stored(given, leaf.type)] as const;
  });
  const collections = level.collections.map(
    (child) => [child.name, rowsOf(row, child.name).map((one) => complete(child, one))] as const,
  );
  return { ...Object.fromEntries(leaves), ...Object.fromEntries(collections) };
}

function blank({ name, type }: OddLeaf): string {
  if (/EFF_STATUS/.test(name)) return 'A';
  return type.kind === 'int' || type.kind === 'decimal' ? '0' : '';
}

function stored(text: string, type: OddType): string {
  if (type.kind !== 'decimal') return text;
  const [whole = '', fraction = ''] = text.split('.');
  const digits = fraction.replace(/0+$/, '');
  return digits === '' ? whole : `${whole}.${digits}`;
}

function keyOf(level: OddLevel, row: OddRow): string {
  return JSON.stringify(level.leaves.filter(({ isKey }) => isKey).map(({ name }) => textOf(row, name)));
}

function addRows(level: OddLevel, row: OddRow, sent: OddRow): OddRow {
  const collections = level.collections.map((child) => {
    const held = rowsOf(row, child.name);
    const kept = held.map((one) => {
      const same = rowsOf(sent, child.name).find((other) => keyOf(child, other) === keyOf(child, one));
      return same === undefined ? one : addRows(child, one, same);
    });
    const added = rowsOf(sent, child.name).filter(
      (one) => !held.some((other) => keyOf(child, other) === keyOf(child, one)),
    );
    return [child.name, [...kept, ...added.map((one) => complete(child, one))]] as const;
  });
  return { ...row, ...Object.fromEntries(collections) };
}

function changeRow(level: OddLevel, row: OddRow, sent: OddRow): OddRow {
  const leaves = level.leaves
    .filter(({ name, isKey }) => !isKey && Object.hasOwn(sent, name))
    .map(({ name, type }) => [name, stored(textOf(sent, name), type)] as const);
  const collections = level.collections.map((child) => {
    const rows = rowsOf(row, child.name).map((one) => {
      const same = rowsOf(sent, child.name).find((other) => keyOf(child, other) === keyOf(child, one));
      return same === undefined ? one : changeRow(child, one, same);
    });
    return [child.name, rows] as const;
  });
  return { ...row, ...Object.fromEntries(leaves), ...Object.fromEntries(collections) };
}

function shownRow(level: OddLevel, row: OddRow, today: string): OddRow {
  const leaves = level.leaves.map((leaf) => [leaf.getName, textOf(row, leaf.name)] as const);
  const collections = level.collections.map((child) => {
    const rows = rowsOf(row, child.name);
    return [
      child.name,
      rows.filter((one) => !isPast(child, one, rows, today)).map((one) => shownRow(child, one, today)),
    ] as const;
  });
  return { ...Object.fromEntries(leaves), ...Object.fromEntries(collections) };
}

/** Whether a later row of the same series is in force today. */
export function isPast(level: OddLevel, row: OddRow, rows: readonly OddRow[], today: string): boolean {
  const { effectiveDate } = level;
  if (effectiveDate === null) return false;
  const series = (one: OddRow) =>
    JSON.stringify(
      level.leaves.filter(({ isKey, name }) => isKey && name !== effectiveDate).map(({ name }) => textOf(one, name)),
    );
  return rows.some((other) => {
    const date = textOf(other, effectiveDate);
    return series(other) === series(row) && date > textOf(row, effectiveDate) && date <= today;
  });
}
