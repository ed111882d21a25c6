import type { CompletenessMonth, UnitMonth } from '../../../shared/contract/completeness.ts';
import { monthEdge, nextMonth } from '../../ingest/completeness/held-edges.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** A zone in which months are kept, and the units that keep them so. */
export interface UnitZone {
  readonly zone: string;
  readonly units: readonly string[];
}
type UtcMonth = Pick<CompletenessMonth, 'month' | 'state' | 'why' | 'held' | 'sums'>;
interface Edge {
  readonly zone: string;
  readonly month: string;
  readonly currency: string;
  readonly exponent: number;
  readonly count: number;
  readonly sumMinor: number;
}

/** The zones of units, one entry each; UTC's months are those that stand already. */
export function unitZones(units: readonly { readonly unit: string; readonly zone: string }[]): readonly UnitZone[] {
  const zones = [...new Set(units.map(({ zone }) => zone))].filter((zone) => zone !== 'UTC');
  return zones.map((zone) => ({ zone, units: units.filter((each) => each.zone === zone).map(({ unit }) => unit) }));
}

/** What lies between the midnights, of one family. */
export function readEdges(db: ReadableLedger, account: string, type: string): readonly Edge[] {
  return statement<Edge>(
    db,
    `SELECT zone, month, currency, exponent, count, sum_minor AS sumMinor FROM stripe_held_edge WHERE account = ? AND object_type = ?`,
  ).all(account, type);
}

/**
 * One month as each zone has it. It is complete where every UTC month it reaches into is: whatever was created in it was created in one of
 * those. Its counts and sums tie to theirs by what lies between the midnights.
 */
export function unitMonthsOf(
  month: string,
  months: ReadonlyMap<string, UtcMonth>,
  edges: readonly Edge[],
  zones: readonly UnitZone[],
): UnitMonth[] {
  return zones.map(({ zone, units }): UnitMonth => {
    const ofZone = edges.filter((edge) => edge.zone === zone);
    const beginning = ofZone.filter((edge) => edge.month === month);
    const end = ofZone.filter((edge) => edge.month === nextMonth(month)).map(negated);
    const utc = months.get(month);
    const atBeginning = total(beginning.map(({ count }) => count));
    const atEnd = total(end.map(({ count }) => count));
    return {
      zone,
      units: [...units],
      ...stateOf(month, zone, months),
      held: (utc?.held ?? 0) + atBeginning + atEnd,
      atBeginning,
      atEnd,
      sums: sumsOf(utc?.sums ?? [], [...beginning, ...end]),
    };
  });
}

/** The first of the UTC months it reaches into that is not complete, by name. */
function stateOf(month: string, zone: string, months: ReadonlyMap<string, UtcMonth>): Pick<UnitMonth, 'state' | 'why'> {
  const before = monthEdge(month, zone)?.sign === 1 ? [monthBefore(month)] : [];
  const after = monthEdge(nextMonth(month), zone)?.sign === -1 ? [nextMonth(month)] : [];
  const reached = [month, ...before, ...after].flatMap((name) => months.get(name) ?? []);
  const troubled = reached.find(({ state }) => state === 'gap') ?? reached.find(({ state }) => state !== 'complete');
  if (troubled === undefined) return { state: 'complete', why: null };
  const why = troubled.month === month ? troubled.why : `${troubled.month} UTC: ${troubled.why ?? ''}`;
  return { state: troubled.state, why };
}

function monthBefore(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}

function negated(edge: Edge): Edge {
  return { ...edge, count: -edge.count, sumMinor: -edge.sumMinor };
}

function sumsOf(utc: UtcMonth['sums'], edges: readonly Edge[]): UnitMonth['sums'] {
  const sums = new Map<string, UnitMonth['sums'][number]>();
  const add = (currency: string, exponent: number, minor: number) => {
    if (currency === '') return;
    sums.set(currency, { currency, exponent, heldMinor: (sums.get(currency)?.heldMinor ?? 0) + minor });
  };
  for (const { currency, exponent, heldMinor } of utc) add(currency, exponent, heldMinor);
  for (const { currency, exponent, sumMinor } of edges) add(currency, exponent, sumMinor);
  return [...sums.values()].toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
