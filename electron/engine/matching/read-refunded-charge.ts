import type { ReadableLedger } from '../../ledger/operation.ts';
import type { MovementRow } from '../../matching/movements/snapshot.ts';

type RefundedCharge = Pick<Required<MovementRow>, 'chargePays' | 'chargeLeftMinor'>;

/** The match of a refund's charge that counts: approved, or standing in PeopleSoft. */
const CHARGE = `SELECT m.match_id AS matchId, m.kind, m.payment_key AS paymentKey, abs(c.amount_minor) AS amountMinor FROM movement c
    JOIN match_movement mm ON mm.movement_key = c.movement_key AND mm.live = 1 JOIN match m USING (match_id)
  WHERE c.kind = 'charge' AND c.account = @account AND c.object_id = @chargeId AND m.state IN ('approved', 'posted') LIMIT 1`;
const PAYS =
  'SELECT item_key AS itemKey, amount_minor AS amountMinor FROM allocation WHERE match_id = ? ORDER BY allocation_id';
/** What a receipt paid that somebody keyed for the charge; in minor units of the receipt, which are those of the charge or are left out. */
const KEYED_PAYS = `SELECT i.item_key AS itemKey, l.amount_minor AS amountMinor FROM ps_payment_item l
    JOIN ps_payment p USING (payment_key) JOIN ar_item i USING (business_unit, cust_id, item, item_line)
    WHERE l.payment_key = ? AND l.amount_minor > 0 AND p.exponent = i.exponent ORDER BY i.item_key`;
/** What has gone out of the cash that a charge left on account. */
const GONE = `SELECT coalesce(sum(-r.amount_minor - (SELECT coalesce(sum(a.amount_minor), 0) FROM allocation a WHERE a.match_id = r.match_id)), 0) AS minor
  FROM posting p JOIN posting r ON r.depends_on = p.posting_id WHERE p.match_id = ? AND r.reverses IS NULL AND r.state NOT IN ('rejected', 'reversed', 'withdrawn')`;

/** Reads what the decided charge of a refund pays and what of it is still on account. */
export function refundedChargeReader(
  db: ReadableLedger,
): (row: { readonly account: string; readonly charge_id: string | null }) => RefundedCharge {
  const charges = db.prepare<
    [{ account: string; chargeId: string | null }],
    { matchId: number; kind: string; paymentKey: number | null; amountMinor: number }
  >(CHARGE);
  const pays = db.prepare<[number], { itemKey: number; amountMinor: number }>(PAYS);
  const keyedPays = db.prepare<[number], { itemKey: number; amountMinor: number }>(KEYED_PAYS);
  const gone = db.prepare<[number], { minor: number }>(GONE);
  return ({ account, charge_id: chargeId }) => {
    const charge = charges.get({ account, chargeId });
    if (charge === undefined) return { chargePays: [], chargeLeftMinor: 0 };
    if (charge.kind === 'alreadyKeyed')
      return { chargePays: charge.paymentKey === null ? [] : keyedPays.all(charge.paymentKey), chargeLeftMinor: 0 };
    const chargePays = pays.all(charge.matchId);
    const applied = chargePays.reduce((sum, each) => sum + each.amountMinor, 0);
    return { chargePays, chargeLeftMinor: charge.amountMinor - applied - (gone.get(charge.matchId)?.minor ?? 0) };
  };
}
