import type { WriterHandle } from '../../../electron/ledger/connect-ledger.ts';
import { readPayload } from '../../../electron/ledger/payload-pack-store.ts';

const TABLES = [
  'stripe_customer',
  'stripe_invoice',
  'stripe_invoice_payment',
  'stripe_credit_note',
  'stripe_payment_intent',
  'stripe_charge',
  'stripe_refund',
  'stripe_dispute',
  'stripe_payout',
  'stripe_topup',
  'stripe_balance_transaction',
  'stripe_customer_balance_transaction',
  'stripe_cash_balance_transaction',
] as const;

/**
 * What the ledger says, without what only tells how it came to say it: row keys, version numbers, times of writing. Two
 * ledgers that say the same give equal text.
 */
export function readBooks(db: WriterHandle): string {
  const versions = db
    .prepare(
      `SELECT object_type, object_id, payload, o.content_hash = v.content_hash AS is_current FROM source_version v JOIN source_object o USING (source_key)
       ORDER BY object_type, object_id, v.content_hash`,
    )
    .all() as { payload: Buffer }[];
  const refused = db
    .prepare(
      'SELECT object_type, object_id, reason, last_seen_at, resolved_at IS NULL AS is_open FROM refused_object ORDER BY 1, 2, 3',
    )
    .all();
  return JSON.stringify({
    ...currentBooks(db),
    versions: versions.map((version) => ({ ...version, payload: readPayload(db, version.payload) })),
    refused,
  });
}

/** The same without what was seen in between: two ledgers that know of the same present give equal objects. */
export function currentBooks(db: WriterHandle) {
  const movements = db.prepare('SELECT * FROM movement ORDER BY kind, object_id').all() as Record<string, unknown>[];
  return {
    movements: movements.map(({ movement_key: _key, version: _version, state_changed_at: _at, ...rest }) => rest),
    tables: TABLES.map((table) => db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()),
    counts: db.prepare('SELECT * FROM movement_count WHERE count > 0 ORDER BY unit, kind, state, attention').all(),
  };
}

/** Movements as a short list, e.g. `charge ch_1 1250 USD unmatched`. */
export function movementLines(db: WriterHandle): string[] {
  return (
    db
      .prepare('SELECT kind, object_id, amount_minor, currency, state FROM movement ORDER BY kind, object_id')
      .raw()
      .all() as unknown[][]
  ).map((row) => row.join(' '));
}
