import type { WriterHandle } from '../../electron/ledger/connect-ledger.ts';
import { readPayloads } from '../../electron/ledger/payload-pack-store.ts';
import { currentBooks } from '../electron/ingest/books.ts';

/**
 * All that a ledger says of Stripe, with nothing that only records in which order it was told: left out are row keys and version numbers,
 * replaced versions (every one that was seen is kept, and who reads seldom sees few), when something was heard or read (`observed_at`,
 * `committed_at`, `listed_at`, cursors, events, runs, the connection's words), balances told in between, what Stripe listed at some time
 * (`stripe_listed`, `in_list`), gaps that are closed, which import brought what, and the audit.
 */
export function stripeContents(db: WriterHandle) {
  const all = (sql: string): unknown[] => db.prepare(sql).all();
  const mirror = db
    .prepare(
      `SELECT account, object_type, object_id, payload FROM source_object o JOIN source_version v ON v.source_key = o.source_key
         AND v.version = o.current_version WHERE system = 'stripe' ORDER BY 1, 2, 3`,
    )
    .all() as { payload: Buffer }[];
  const texts = readPayloads(
    db,
    mirror.map(({ payload }) => payload),
  );
  return {
    ...currentBooks(db),
    mirror: mirror.map((row, index) => ({ ...row, payload: texts[index] })),
    orphans: all(
      'SELECT version_key FROM source_version WHERE source_key NOT IN (SELECT source_key FROM source_object)',
    ),
    refused: all(
      'SELECT object_type, object_id, reason FROM refused_object WHERE resolved_at IS NULL ORDER BY 1, 2, 3',
    ),
    links: all(
      'SELECT DISTINCT account, link_id, invoice_id, payment_intent_id, charge_id FROM file_import_link ORDER BY 1, 2',
    ),
    reportBalances: all(
      'SELECT DISTINCT account, category, as_of_date, currency, exponent, amount_minor FROM stripe_report_balance ORDER BY 1, 2, 3, 4, 6',
    ),
    hints: all('SELECT account, object_type, object_id FROM stripe_hint ORDER BY 1, 2, 3'),
    absent: all('SELECT account, object_type, object_id FROM stripe_absent ORDER BY 1, 2, 3'),
    gaps: all(
      `SELECT account, object_type, object_id, witness, witness_id, coalesce(healed_by, 'open') AS state FROM stripe_gap
       WHERE healed_at IS NULL OR healed_by = 'absent' ORDER BY 1, 2, 3, 4`,
    ),
    watched: all('SELECT account, object_type, object_id, witness, witness_id FROM stripe_watch ORDER BY 1, 2, 3, 4'),
    reach: all('SELECT account, object_type, from_at FROM stripe_reach ORDER BY 1, 2'),
    held: all(
      'SELECT account, object_type, month, currency, exponent, count, sum_minor FROM stripe_held ORDER BY 1, 2, 3, 4',
    ),
    proofs: all(
      `SELECT account, balance_type, currency, exponent, from_at, opening_minor, activity_minor, closing_minor, state, why
       FROM stripe_balance_proof ORDER BY 1, 2, 3`,
    ),
  };
}
