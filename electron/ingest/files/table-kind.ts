import type { DateFormat } from './date-format.ts';
import type { NumberFormat } from './number-format.ts';

/** What a cell of a column holds. */
export type CellType = 'text' | 'amount' | 'currency' | 'instant';
/** One thing a table of some kind can tell, and how its columns are usually called. */
export interface TableRole {
  readonly role: string;
  readonly label: string;
  readonly type: CellType;
  readonly required: boolean;
  readonly headers: readonly string[];
  /** The column is in UTC whatever the zone of the rest. */
  readonly isUtc?: boolean;
  /** Roles that tell the same better: where one of them has a column, this one is not read. */
  readonly after?: readonly string[];
}
/** A kind of table this program takes in. */
export interface TableKind {
  readonly kind: string;
  readonly title: string;
  readonly roles: readonly TableRole[];
  /** Roles of which the columns of one are enough, e.g. a time in UTC or in the report's zone. */
  readonly oneOf: readonly (readonly string[])[];
  /** What it can be told by: headers that every such table has. */
  readonly marks: readonly string[];
  /** What such a table cannot give, in words. */
  readonly cannotGive: string;
}
/** How the columns of one table are read: kept by a name, for the next file of its kind. */
export interface TableMap {
  /** Column by role; a role without one is left out. */
  readonly columns: Readonly<Record<string, string>>;
  readonly numbers: NumberFormat;
  readonly dates: DateFormat;
  /** Zone of times whose column does not say. */
  readonly zone: string;
}

/** The columns that the usual names of a kind find in a header; case and blanks do not matter. */
export function usualColumns(kind: TableKind, headers: readonly string[]): Readonly<Record<string, string>> {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[\s_()-]+/g, '');
  const found = kind.roles.flatMap(({ role, headers: names }) => {
    const column = names.map((name) => headers.find((header) => plain(header) === plain(name))).find(Boolean);
    return column === undefined ? [] : [[role, column] as const];
  });
  return Object.fromEntries(found);
}

/** Whether times are read from a column that does not say its zone, so that a person has to. */
export function needsZone(kind: TableKind, { columns }: Pick<TableMap, 'columns'>): boolean {
  return kind.roles.some(
    ({ role, type, isUtc, after = [] }) =>
      type === 'instant' &&
      isUtc !== true &&
      columns[role] !== undefined &&
      after.every((better) => columns[better] === undefined),
  );
}

/** Why a map does not fit a header, in words; empty when it does. */
export function mapFaults(
  kind: TableKind,
  map: Pick<TableMap, 'columns'>,
  headers: readonly string[],
): readonly string[] {
  const { columns } = map;
  const unknown = Object.entries(columns).filter(([, column]) => !headers.includes(column));
  const missing = kind.roles.filter(({ role, required }) => required && columns[role] === undefined);
  const none = kind.oneOf.filter((roles) => roles.every((role) => columns[role] === undefined));
  const labelOf = (role: string) => kind.roles.find((each) => each.role === role)?.label ?? role;
  return [
    ...unknown.map(([role, column]) => `The file has no column ${column} (${labelOf(role)}).`),
    ...missing.map(({ label, headers: [usual = ''] }) => `No column is chosen for ${label} (usually ${usual}).`),
    ...none.map((roles) => `A column is needed for ${roles.map(labelOf).join(' or ')}.`),
  ];
}
