import type {
  AccountCompleteness,
  CompletenessMonth,
  CompletenessType,
  GapRow,
} from '../../../shared/contract/completeness.ts';
import { FAMILIES, isListedFamily } from '../../ingest/completeness/stripe-families.ts';
import { readReach } from '../../ingest/completeness/stripe-reach.ts';
import { witnessRule } from '../../ingest/completeness/witness-rules.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { countByMonth, familyCounts, type FamilyCounts, type MonthCounts } from './completeness-counts.ts';
import { payoutsOf } from './completeness-payouts.ts';
import { absentOf, reportsOf, waitingOf } from './completeness-waiting.ts';
import { monthState } from './month-state.ts';
import { readEdges, unitMonthsOf, unitZones, type UnitZone } from './unit-months.ts';

const GAPS_SHOWN = 200;
/** What the ledger knows; the handler adds where the dashboard is. */
export type AccountFacts = Omit<AccountCompleteness, 'dashboard'>;

/**
 * Whether everything Stripe has is here, for each account of which anything was read. Months stand in UTC and in the zone of each unit.
 * Nothing is counted while she waits but the families.
 */
export const readCompleteness = defineRead(
  'views.completeness',
  (
    db,
    { units }: { readonly units: readonly { readonly unit: string; readonly zone: string }[] },
  ): readonly AccountFacts[] =>
    statement<{ account: string }>(
      db,
      'SELECT account FROM stripe_reach UNION SELECT account FROM stripe_report_balance ORDER BY account',
    )
      .all()
      .map(({ account }) => accountFacts(db, account, unitZones(units))),
);

function accountFacts(db: ReadableLedger, account: string, zones: readonly UnitZone[]): AccountFacts {
  const checked = statement<{ committed_at: string }>(
    db,
    "SELECT committed_at FROM cursor WHERE system = 'stripe' AND account = ? AND stream = 'completeness'",
  ).get(account);
  return {
    account,
    checkedAt: checked?.committed_at ?? null,
    types: FAMILIES.map((type) => typeOf(db, account, type, zones)),
    balances: balancesOf(db, account),
    payouts: payoutsOf(db, account),
    reports: reportsOf(db, account),
    ...absentOf(db, account),
    waiting: waitingOf(db, account),
    gaps: gapsOf(db, account),
    gapCounts: gapCountsOf(db, account),
  };
}

function typeOf(db: ReadableLedger, account: string, type: string, zones: readonly UnitZone[]): CompletenessType {
  const counts = familyCounts(db, account, type);
  const reach = readReach(db, account).get(type) ?? null;
  const edges = readEdges(db, account, type);
  const inUtc = withMonths(countByMonth(db, account, type), edges).map(({ inList, ...row }) => {
    const { waiting, ...known } = ofMonth(counts, row.month);
    const facts = { ...row, ...known, inList, waiting, reach, undated: counts.undated };
    return { ...row, ...known, ...monthState(facts) };
  });
  const byName = new Map(inUtc.map((month) => [month.month, month]));
  const months = inUtc.map((month): CompletenessMonth => ({
    ...month,
    units: unitMonthsOf(month.month, byName, edges, zones),
  }));
  const { held, missing, unknown, refused, waiting } = counts;
  const isListed = isListedFamily(type) && (reach !== null || months.some((month) => month.listed !== null));
  const listed = isListed ? sum(months.map((month) => month.listed ?? 0)) : null;
  return { type, held, listed, missing, unknown, refused, waiting, months, ...worst(counts, reach, months) };
}

/** A month that only a zone further east has anything in stands as well. */
function withMonths(
  months: readonly MonthCounts[],
  edges: readonly { readonly month: string; readonly count: number }[],
) {
  const known = new Set(months.map(({ month }) => month));
  const more = new Set(edges.filter(({ month, count }) => count > 0 && !known.has(month)).map(({ month }) => month));
  const empty = [...more].map((month) => ({ month, held: 0, inList: 0, listed: null, sums: [] }));
  return [...months, ...empty].toSorted((a, b) => (a.month < b.month ? 1 : -1));
}

function ofMonth({ byMonth }: FamilyCounts, month: string) {
  return byMonth.get(month) ?? { missing: 0, unknown: 0, refused: 0, waiting: 0 };
}

/** A family stands as its worst month does; one without anything in it is whole once it was listed. */
function worst(
  { missing, unknown, refused, waiting }: FamilyCounts,
  reach: string | null,
  months: readonly CompletenessMonth[],
): Pick<CompletenessType, 'state' | 'why'> {
  const whole = {
    month: '9999-12',
    held: 0,
    listed: null,
    inList: 0,
    sums: [],
    undated: 0,
    reach: reach === null ? null : '',
  };
  const all = monthState({ ...whole, missing, unknown, refused, waiting });
  if (all.state === 'gap') return all;
  const found = months.find(({ state }) => state === 'gap') ?? months.findLast(({ state }) => state === 'notEvaluated');
  return found === undefined ? all : { state: found.state, why: `${found.month}: ${found.why ?? ''}` };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function balancesOf(db: ReadableLedger, account: string): AccountFacts['balances'] {
  return statement<Omit<AccountFacts['balances'][number], 'from'> & { readonly from: string }>(
    db,
    `SELECT balance_type AS balanceType, currency, exponent, from_at AS "from", to_at AS "to", opening_minor AS openingMinor,
       activity_minor AS activityMinor, closing_minor AS closingMinor, state, why
     FROM stripe_balance_proof WHERE account = ? ORDER BY balance_type <> 'payments', balance_type, currency`,
  )
    .all(account)
    .map((row) => ({ ...row, from: row.from === '' ? null : row.from }));
}

function gapsOf(db: ReadableLedger, account: string): GapRow[] {
  const rows = statement<Omit<GapRow, 'proof' | 'id'> & { readonly id: string; readonly witness: string }>(
    db,
    // Of several proofs of one object the first is shown: SQLite takes the other columns from the row of min().
    `SELECT min(gap_key) AS key, object_type AS type, object_id AS id, witness, witness_type AS witnessType, witness_id AS witnessId,
       count(*) AS proofs, found_at AS foundAt, healed_at AS healedAt, healed_by AS healedBy
     FROM stripe_gap WHERE account = ? GROUP BY object_type, object_id, healed_at, healed_by
     ORDER BY healed_at IS NOT NULL, healed_by <> 'absent', found_at DESC, key DESC LIMIT ${GAPS_SHOWN}`,
  ).all(account);
  return rows.map(({ witness, ...row }) => {
    const rule = witnessRule(witness);
    return { ...row, id: rule?.named === undefined && rule !== null ? null : row.id, proof: rule?.words ?? 'names it' };
  });
}

function gapCountsOf(db: ReadableLedger, account: string): AccountFacts['gapCounts'] {
  const row = statement<AccountFacts['gapCounts']>(
    db,
    `SELECT count(*) FILTER (WHERE healed_at IS NULL) AS open, count(*) FILTER (WHERE healed_by = 'absent') AS unknown,
       count(*) FILTER (WHERE healed_by <> 'absent') AS healed
     FROM (SELECT DISTINCT object_type, object_id, healed_at, healed_by FROM stripe_gap WHERE account = ?)`,
  ).get(account);
  return row ?? { open: 0, unknown: 0, healed: 0 };
}
