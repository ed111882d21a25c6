import { startOfDay } from '../../../shared/domain/calendar.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { putRow } from '../put-row.ts';
import { balanceAt, BALANCE_TYPE, movedIn, snapshotAt, type Amounts } from './balance-at.ts';
import { readReach } from './stripe-reach.ts';

export interface ProveReports {
  readonly account: string;
  /** The report does not tell its zone: UTC and these are tried, and the one it fits is named. */
  readonly zones: readonly string[];
  /** The earliest creation among the rows that changed; null: only what was never proven is held against the rows. */
  readonly changedFrom: string | null;
  readonly at: Instant;
}
interface Stated {
  readonly category: string;
  readonly currency: string;
  readonly exponent: number;
  readonly amountMinor: number;
}
interface Report {
  readonly importId: number;
  readonly fromDate: string;
  readonly toDate: string;
}
interface Proof extends Stated {
  readonly heldMinor: number;
  readonly snapshot: { readonly minor: number; readonly at: Instant } | null;
  readonly state: 'tied' | 'open' | 'notEvaluated';
  readonly why: string | null;
}
interface Proven {
  readonly zone: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly proofs: readonly Proof[];
}

/**
 * Holds what report files state of Stripe's balance against the rows held: opening and closing, what moved and what was paid out between.
 * The same is said out of the nearest balance that Stripe itself has told. The difference is named and never put anywhere.
 */
export const proveReports = defineWrite(
  'completeness.proveReports',
  (db, args: ProveReports): void => {
    for (const report of reportsToProve(db, args)) {
      const zones = [...new Set(['UTC', ...args.zones])];
      const tried = zones.map((zone) => prove(db, args.account, report, zone));
      const best = tried.toSorted((a, b) => openOf(a) - openOf(b))[0];
      if (best !== undefined) keep(db, report.importId, best, zones, args.at);
    }
  },
  { bulk: true },
);

function openOf({ proofs }: Proven): number {
  return proofs.filter(({ state }) => state === 'open').length;
}

/** Reports with both days, that were never proven or whose period may hold something that has changed. */
function reportsToProve(db: ReadableLedger, { account, changedFrom }: ProveReports): readonly Report[] {
  return statement<Report>(
    db,
    `SELECT b.import_id AS importId, min(iif(b.category = 'starting_balance', b.as_of_date, NULL)) AS fromDate,
       max(iif(b.category = 'ending_balance', b.as_of_date, NULL)) AS toDate
     FROM stripe_report_balance b JOIN file_import i USING (import_id) WHERE b.account = @account AND i.state = 'done'
       AND (NOT EXISTS (SELECT 1 FROM stripe_report_proof p WHERE p.import_id = b.import_id)
         OR EXISTS (SELECT 1 FROM stripe_report_proof p WHERE p.import_id = b.import_id AND p.to_at > @changedFrom))
     GROUP BY b.import_id HAVING fromDate IS NOT NULL AND toDate IS NOT NULL ORDER BY b.import_id`,
  ).all({ account, changedFrom });
}

function prove(db: ReadableLedger, account: string, report: Report, zone: string): Proven {
  const from = startOfDay(report.fromDate, zone);
  const to = startOfDay(report.toDate, zone);
  const stated = statement<Stated>(
    db,
    `SELECT category, currency, exponent, amount_minor AS amountMinor FROM stripe_report_balance WHERE import_id = ? ORDER BY currency, category`,
  ).all(report.importId);
  const read = readReach(db, account).get('balance_transaction') ?? null;
  const period = movedIn(db, account, from, to);
  const opening = balanceAt(db, account, from, read);
  const context = { db, account, from, to, read, period, opening };
  return { zone, from, to, proofs: stated.map((each) => proofOf(context, each, stated)) };
}

interface ProofContext {
  readonly db: ReadableLedger;
  readonly account: string;
  readonly from: Instant;
  readonly to: Instant;
  /** From when on rows were read; null: Stripe was never read, rows came by file. */
  readonly read: string | null;
  readonly period: Amounts;
  /** Null where nothing tells what was there before. */
  readonly opening: ReadonlyMap<string, number> | null;
}

function proofOf(context: ProofContext, line: Stated, all: readonly Stated[]): Proof {
  const { db, account, from, to, period, opening } = context;
  const { category, currency, amountMinor } = line;
  const moved = period.get(currency) ?? { activityMinor: 0, payoutsMinor: 0 };
  const own = all.find((each) => each.category === 'starting_balance' && each.currency === currency)?.amountMinor ?? 0;
  const before = opening === null ? own : (opening.get(currency) ?? 0);
  switch (category) {
    case 'starting_balance': {
      const why = opening === null ? 'Nothing tells what was there before; the report’s own word is taken.' : null;
      return judged(context, line, before, snapshotAt(db, account, from, currency), why);
    }
    case 'ending_balance': {
      const held = before + moved.activityMinor + moved.payoutsMinor;
      return judged(context, line, held, snapshotAt(db, account, to, currency), null);
    }
    case 'activity':
      return judged(context, line, moved.activityMinor, null, null);
    case 'payouts':
      return judged(context, line, moved.payoutsMinor, null, null);
    default: {
      const why = `“${category}” is no line that rows can be held against.`;
      return { ...line, heldMinor: amountMinor, snapshot: null, state: 'notEvaluated', why };
    }
  }
}

function judged(
  { read, from }: ProofContext,
  line: Stated,
  heldMinor: number,
  snapshot: Proof['snapshot'],
  notEvaluated: string | null,
): Proof {
  const late = read !== null && read > from ? `Stripe was read from ${read.slice(0, 10)} on only.` : null;
  const why = notEvaluated ?? late;
  const isTied = heldMinor === line.amountMinor && (snapshot === null || snapshot.minor === line.amountMinor);
  return { ...line, heldMinor, snapshot, state: why !== null ? 'notEvaluated' : isTied ? 'tied' : 'open', why };
}

function keep(db: WritableLedger, importId: number, best: Proven, zones: readonly string[], at: Instant): void {
  statement(db, 'DELETE FROM stripe_report_proof WHERE import_id = ?').run(importId);
  const { zone, from, to } = best;
  const tried = `It ties in none of ${zones.join(', ')}.`;
  for (const { category, currency, exponent, amountMinor, heldMinor, snapshot, state, why } of best.proofs)
    putRow(
      db,
      'stripe_report_proof',
      { import_id: importId, category, currency },
      {
        balance_type: BALANCE_TYPE,
        exponent,
        zone,
        from_at: from,
        to_at: to,
        stated_minor: amountMinor,
        held_minor: heldMinor,
        snapshot_minor: snapshot?.minor ?? null,
        snapshot_at: snapshot?.at ?? null,
        state,
        why: state === 'open' ? tried : why,
        checked_at: at,
      },
    );
}
