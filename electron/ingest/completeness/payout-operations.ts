import { z } from 'zod';
import type { Instant } from '../../../shared/domain/ids.ts';
import { defineRead, defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { noteHint } from '../../ledger/stripe-hint-store.ts';
import {
  askChangedPayouts,
  askPayoutAgain,
  closePayoutList,
  keepPayoutDifferences,
  nextDuePayout,
  openPayouts,
  storePayoutPage,
  writePayoutRefusal,
  writePayoutVerdict,
  type DuePayout,
  type PayoutDifference,
  type PayoutName,
  type PayoutRow,
} from '../../ledger/stripe-payout-store.ts';
import type { Finding } from './find-missing.ts';
import { judgePayout } from './payout-verdict.ts';
import { followFinding } from './settle-watch.ts';
import { readReach } from './stripe-reach.ts';

const STREAM = 'payoutRows';
const DAY_MS = 86_400_000;
/** The rule that names what a payout lists; see `WITNESS_RULES`. */
export const ROWS_OF_PAYOUT = 'rowsOfPayout';
const positionSchema = z.strictObject({ version: z.number().int() });

/** The next payout to ask Stripe for; one that stays open is asked for once a day. Null when none is due. */
export const duePayout = defineRead(
  'completeness.duePayout',
  (db, args: { readonly account: string; readonly now: Instant }): DuePayout | null => {
    const openBefore = new Date(Date.parse(args.now) - DAY_MS).toISOString() as Instant;
    return nextDuePayout(db, args.account, openBefore) ?? null;
  },
);

export interface StorePayoutList extends PayoutName {
  readonly rows: readonly PayoutRow[];
  readonly begins: boolean;
  /** Where to go on; null: this page was the last. */
  readonly readAfter: string | null;
  readonly at: Instant;
}

/** Keeps a page of what Stripe lists of a payout; with the last one the payout is judged. */
export const storePayoutList = defineWrite(
  'completeness.storePayoutList',
  (db, args: StorePayoutList): void => {
    const { at } = args;
    storePayoutPage(db, args, args, at);
    if (args.readAfter !== null) return;
    const gone = notListed(db, args);
    closePayoutList(db, args);
    // Found by this very read and mended by it: it stays on record.
    if (gone.length > 0) keepPayoutDifferences(db, args, gone, at);
    settlePayout(db, args, at);
  },
  { bulk: true },
);

/** What was held under this payout, by an earlier list or a report, and Stripe does not list under it. */
function notListed(db: WritableLedger, { account, payoutId }: PayoutName): readonly PayoutDifference[] {
  return statement<{ id: string }>(
    db,
    `SELECT DISTINCT balance_transaction_id AS id FROM stripe_payout_row r WHERE account = ? AND payout_id = ? AND told_by <> 'reading'
       AND NOT EXISTS (SELECT 1 FROM stripe_payout_row n WHERE n.account = r.account AND n.payout_id = r.payout_id
         AND n.balance_transaction_id = r.balance_transaction_id AND n.told_by = 'reading')`,
  )
    .all(account, payoutId)
    .map(({ id }) => ({ id, kind: 'notListed', otherPayoutId: null }));
}

export const refusePayout = defineWrite(
  'completeness.refusePayout',
  (db, args: PayoutName & { readonly why: string; readonly at: Instant }): void =>
    writePayoutRefusal(db, args, args.why, args.at),
);

/** What came in since the last time: payouts it belongs to are asked for again, and open ones are judged anew by what is held now. */
export const settlePayouts = defineWrite(
  'completeness.settlePayouts',
  (db, { account, now }: { readonly account: string; readonly now: Instant }): void => {
    const top = statement<{ version: number | null }>(
      db,
      'SELECT max(version_key) AS version FROM source_version',
    ).get();
    const to = top?.version ?? 0;
    askChangedPayouts(db, account, { from: checkedTo(db, account), to });
    statement(
      db,
      `INSERT INTO cursor (system, account, stream, position_json, committed_at) VALUES ('stripe', ?, '${STREAM}', ?, ?)
       ON CONFLICT DO UPDATE SET position_json = excluded.position_json, committed_at = excluded.committed_at`,
    ).run(account, JSON.stringify({ version: to }), now);
    for (const payoutId of openPayouts(db, account)) settlePayout(db, { account, payoutId }, now);
  },
  { bulk: true },
);

function checkedTo(db: WritableLedger, account: string): number {
  const row = statement<{ position_json: string }>(
    db,
    `SELECT position_json FROM cursor WHERE system = 'stripe' AND account = ? AND stream = '${STREAM}'`,
  ).get(account);
  return row === undefined ? 0 : positionSchema.parse(JSON.parse(row.position_json)).version;
}

/** Judges a payout by its list; what is not held or differs is asked for, and so is the other payout that claims a row of it. */
function settlePayout(db: WritableLedger, name: PayoutName, now: Instant): void {
  const { verdict, differences } = judgePayout(db, name);
  writePayoutVerdict(db, name, verdict);
  const { account } = name;
  const isNews = (difference: PayoutDifference) => !isKnownDifference(db, name, difference);
  const news = differences.filter(isNews);
  keepPayoutDifferences(db, name, differences, now);
  const context = { account, now, reach: readReach(db, account) };
  for (const { id, kind, otherPayoutId } of news) {
    if (kind === 'missing') followFinding(db, context, findingOf(db, name, id));
    if (kind === 'amount')
      noteHint(db, { account, objectType: 'balance_transaction', objectId: id }, `payout ${name.payoutId}`, now);
    if (otherPayoutId !== null) askPayoutAgain(db, { account, payoutId: otherPayoutId });
  }
}

function isKnownDifference(db: WritableLedger, name: PayoutName, { id, kind }: PayoutDifference): boolean {
  return (
    statement(
      db,
      `SELECT 1 FROM stripe_payout_difference WHERE account = ? AND payout_id = ? AND balance_transaction_id = ? AND kind = ? AND healed_at IS NULL`,
    ).get(name.account, name.payoutId, id, kind) !== undefined
  );
}

function findingOf(db: WritableLedger, { account, payoutId }: PayoutName, id: string): Finding {
  const row = statement<{ created_at: string | null }>(
    db,
    'SELECT created_at FROM stripe_payout WHERE account = ? AND payout_id = ?',
  ).get(account, payoutId);
  return {
    rule: ROWS_OF_PAYOUT,
    objectType: 'balance_transaction',
    objectId: id,
    hintId: id,
    witnessType: 'payout',
    witnessId: payoutId,
    month: row?.created_at?.slice(0, 7) ?? '',
    askFirst: false,
  };
}

/** Payouts that do not come to the rows held. */
export const countOpenPayouts = defineRead(
  'completeness.countOpenPayouts',
  (db, { account }: { readonly account: string }): number =>
    statement<{ count: number }>(
      db,
      "SELECT count(*) AS count FROM stripe_payout_check WHERE account = ? AND state = 'open'",
    ).get(account)?.count ?? 0,
);
