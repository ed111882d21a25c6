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
import { countByMonth, familyCounts, type FamilyCounts } from './completeness-counts.ts';
import { monthState } from './month-state.ts';

const GAPS_SHOWN = 200;
/** What the ledger knows; the handler adds where the dashboard is. */
export type AccountFacts = Omit<AccountCompleteness, 'dashboard'>;

/** Whether everything Stripe has is here, for each account of which anything was read. Nothing is counted while she waits but the families. */
export const readCompleteness = defineRead('views.completeness', (db, _args: null): readonly AccountFacts[] =>
  statement<{ account: string }>(db, 'SELECT DISTINCT account FROM stripe_reach ORDER BY account')
    .all()
    .map(({ account }) => accountFacts(db, account)),
);

function accountFacts(db: ReadableLedger, account: string): AccountFacts {
  const checked = statement<{ committed_at: string }>(
    db,
    "SELECT committed_at FROM cursor WHERE system = 'stripe' AND account = ? AND stream = 'completeness'",
  ).get(account);
  return {
    account,
    checkedAt: checked?.committed_at ?? null,
    types: FAMILIES.map((type) => typeOf(db, account, type)),
    balances: balancesOf(db, account),
    gaps: gapsOf(db, account),
    gapCounts: gapCountsOf(db, account),
  };
}

function typeOf(db: ReadableLedger, account: string, type: string): CompletenessType {
  const counts = familyCounts(db, account, type);
  const reach = readReach(db, account).get(type) ?? null;
  const months = countByMonth(db, account, type).map(({ inList, ...row }): CompletenessMonth => {
    const { waiting, ...known } = ofMonth(counts, row.month);
    const facts = { ...row, ...known, inList, waiting, reach, undated: counts.undated };
    return { ...row, ...known, ...monthState(facts) };
  });
  const { held, missing, unknown, refused, waiting } = counts;
  const isListed = isListedFamily(type) && (reach !== null || months.some((month) => month.listed !== null));
  const listed = isListed ? sum(months.map((month) => month.listed ?? 0)) : null;
  return { type, held, listed, missing, unknown, refused, waiting, months, ...worst(counts, reach, months) };
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
