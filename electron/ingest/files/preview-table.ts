import { formatDecimal, money, type Money } from '../../../shared/domain/money.ts';
import { BALANCE_SUMMARY } from './stripe-report/report-kinds.ts';
import { balanceRowOf } from './stripe-report/report-balance.ts';
import { reportRowOf } from './stripe-report/report-row.ts';
import type { TableRow } from './read-table.ts';
import { mapFaults, type TableKind, type TableMap } from './table-kind.ts';
import { tableRows, type TableFile } from './table-file.ts';

/** A cell that cannot be taken in, by row and column. */
export interface PreviewFault {
  readonly line: number;
  readonly column: string;
  readonly reason: string;
}
export interface TablePreview {
  readonly rows: number;
  readonly faults: readonly PreviewFault[];
  /** How many rows cannot be taken in; `faults` lists the first. */
  readonly faultCount: number;
  readonly first: readonly Readonly<Record<string, string>>[];
  /** Sum of the rows' net by currency, as plain decimals. */
  readonly totals: readonly { readonly currency: string; readonly count: number; readonly net: string }[];
}

const FIRST_ROWS = 20;
const MOST_FAULTS = 200;

/** What an import of this table would take in: its first rows as they are read, what cannot be read, and the sums by currency. */
export async function previewTable(
  table: TableFile,
  kind: TableKind,
  map: TableMap,
  signal?: AbortSignal,
): Promise<TablePreview> {
  const [missing] = mapFaults(kind, map, table.headers);
  if (missing !== undefined) return { ...NOTHING, faults: [{ line: 1, column: '', reason: missing }], faultCount: 1 };
  const faults: PreviewFault[] = [];
  const first: Readonly<Record<string, string>>[] = [];
  const totals = new Map<string, { count: number; minor: number; exponent: number }>();
  let rows = 0;
  let faultCount = 0;
  for await (const entry of tableRows(table, kind, map, signal)) {
    rows += 1;
    const read = 'reason' in entry ? entry : readEntry(kind, map, entry);
    if ('reason' in read) {
      faultCount += 1;
      if (faults.length < MOST_FAULTS) faults.push(read);
      continue;
    }
    if (first.length < FIRST_ROWS) first.push(read.shown);
    const { currency, exponent, minor } = read.net;
    const total = totals.get(currency) ?? { count: 0, minor: 0, exponent };
    totals.set(currency, { exponent, count: total.count + 1, minor: total.minor + minor });
  }
  const sums = [...totals].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return {
    rows,
    faults,
    faultCount,
    first,
    totals: sums.map(([currency, { count, minor, exponent }]) => ({
      currency,
      count,
      net: formatDecimal(money(minor, exponent, currency)),
    })),
  };
}

interface ReadEntry {
  readonly shown: Readonly<Record<string, string>>;
  readonly net: Money;
}

const NOTHING: TablePreview = { rows: 0, faults: [], faultCount: 0, first: [], totals: [] };

function readEntry(kind: TableKind, map: TableMap, row: TableRow): PreviewFault | ReadEntry {
  const read = kind.kind === BALANCE_SUMMARY.kind ? balanceRowOf(row) : reportRowOf(row);
  if ('reason' in read) return { line: row.line, column: map.columns[read.role] ?? read.role, reason: read.reason };
  return { shown: row.cells, net: read.net };
}
