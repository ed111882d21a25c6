import { formatDecimal, money } from '../../../shared/domain/money.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { AutomaticDecision } from '../engine-types.ts';

interface Row {
  readonly match_id: number;
  readonly kind: AutomaticDecision['kind'];
  readonly object_id: string;
  readonly charge_id: string | null;
  readonly receipt: string | null;
}
interface AllocationRecord {
  readonly business_unit: string;
  readonly cust_id: string;
  readonly item: string;
  readonly item_line: number;
  readonly item_amount_minor: number;
  readonly exponent: number;
  readonly currency: string;
}

/** Live matches that a rule decided alone, in key order, for scoring against known truth. */
export const readAutomaticDecisions = defineRead(
  'views.automaticDecisions',
  (
    db: ReadableLedger,
    args: { afterMatchId: number; limit: number },
  ): { decisions: AutomaticDecision[]; next: number | null } => {
    // CROSS JOIN: matches in key order come first, else every page would read and sort all that is left.
    const rows = statement<Row>(
      db,
      `SELECT m.match_id, m.kind, v.object_id, v.charge_id, p.payment_id AS receipt FROM match m CROSS JOIN match_movement mm ON mm.match_id = m.match_id AND mm.live = 1
     JOIN movement v ON v.movement_key = mm.movement_key LEFT JOIN ps_payment p ON p.payment_key = m.payment_key
     WHERE m.automatic = 1 AND m.match_id > ? ORDER BY m.match_id LIMIT ?`,
    ).all(args.afterMatchId, args.limit);
    const decisions = rows.map((row): AutomaticDecision => ({
      objectId: row.object_id,
      kind: row.kind,
      charge: row.kind === 'refundOfCharge' ? row.charge_id : null,
      receipt: row.receipt,
      allocations: allocationsOf(db, row.match_id),
    }));
    return { decisions, next: rows.length < args.limit ? null : (rows.at(-1)?.match_id ?? null) };
  },
  { bulk: true },
);

function allocationsOf(db: ReadableLedger, matchId: number): AutomaticDecision['allocations'] {
  return statement<AllocationRecord>(
    db,
    `SELECT i.business_unit, i.cust_id, i.item, i.item_line, a.item_amount_minor, i.exponent, i.currency FROM allocation a JOIN ar_item i ON i.item_key = a.item_key WHERE a.match_id = ? ORDER BY a.allocation_id`,
  )
    .all(matchId)
    .map((row) => ({
      businessUnit: row.business_unit,
      custId: row.cust_id,
      item: row.item,
      itemLine: row.item_line,
      amount: formatDecimal(money(row.item_amount_minor, row.exponent, row.currency)),
    }));
}
