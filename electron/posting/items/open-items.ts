import type { Instant, PostingId } from '../../../shared/domain/ids.ts';
import type { PostingState } from '../../../shared/domain/states.ts';
import type { ItemGroupDocument } from '../../connectors/peoplesoft/types.ts';
import type { Canary } from '../read-back/canary.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { readItemPayload } from './item-payload.ts';
import { watchKey } from './watch-key.ts';

/** An item that was sent and of which PeopleSoft has not said its last word. */
export interface SentItem {
  readonly postingId: PostingId;
  readonly state: PostingState;
  readonly reason: string | null;
  readonly document: ItemGroupDocument;
  readonly takesBack: boolean;
  readonly sentAt: Instant;
  readonly absenceCountsFromAt: Instant | null;
  readonly keyTaken: boolean;
  /** A read has shown it before. */
  readonly seen: boolean;
}

interface Row {
  readonly id: PostingId;
  readonly state: PostingState;
  readonly reason: string | null;
  readonly payload_json: string;
  readonly payload_hash: string;
  readonly reverses: number | null;
  readonly sent_at: Instant;
  readonly absence_counts_from_at: Instant | null;
  readonly key_taken: number;
  readonly seen: number;
}

/** Items of a unit in doubt, or saved and not confirmed, oldest first. */
export const sentItems = defineRead(
  'items.sent',
  (
    db: ReadableLedger,
    args: {
      readonly unit: string;
      readonly which: 'doubtful' | 'saved';
      readonly after: number;
      readonly limit: number;
    },
  ): SentItem[] => {
    const states = args.which === 'doubtful' ? "'unknown'" : "'accepted', 'postingError'";
    return statement<Row>(
      db,
      `SELECT p.posting_id AS id, p.state, p.state_reason AS reason, p.payload_json, p.payload_hash, p.reverses, s.sent_at, s.absence_counts_from_at, s.key_taken,
         EXISTS (SELECT 1 FROM item_attempt a WHERE a.posting_id = p.posting_id AND a.kind = 'readBack' AND a.outcome = 'found') AS seen
       FROM posting p JOIN item_send s USING (posting_id)
       WHERE p.unit = ? AND p.kind = 'pendingItem' AND p.state IN (${states}) AND p.posting_id > ? ORDER BY p.posting_id LIMIT ?`,
    )
      .all(args.unit, args.after, args.limit)
      .map((row) => ({
        postingId: row.id,
        state: row.state,
        reason: row.reason,
        document: readItemPayload(row.payload_json, row.payload_hash).document,
        takesBack: row.reverses !== null,
        sentAt: row.sent_at,
        absenceCountsFromAt: row.absence_counts_from_at,
        keyTaken: row.key_taken === 1,
        seen: row.seen === 1,
      }));
  },
);

/** An item of the business unit that a read must show; `own.depositKey` is the watch's key of an item of ours. */
export interface ItemCanary {
  readonly item: string;
  /** Group of an item of ours; null: somebody else's. */
  readonly groupId: string | null;
  readonly canary: Canary;
}

/**
 * The canary of a business unit: the item we sent last of those known to be saved, because a reporting copy that lags would hide it first;
 * else the newest open item of Receivables, which came there as a pending item too. Null: only a person can judge absence.
 */
export const itemCanary = defineRead(
  'items.canary',
  (
    db: ReadableLedger,
    args: { readonly businessUnit: string; readonly notItem: string; readonly notPostingId: number },
  ): ItemCanary | null => {
    const own = statement<{ id: number; item: string; groupId: string; sentAt: Instant; firstSeenAt: Instant | null }>(
      db,
      `SELECT p.posting_id AS id, json_extract(p.payload_json, '$.document.items[0].item') AS item, p.reference AS groupId, s.sent_at AS sentAt,
         (SELECT min(a.started_at) FROM item_attempt a WHERE a.posting_id = p.posting_id AND a.kind = 'readBack' AND a.outcome = 'found') AS firstSeenAt
       FROM item_send s JOIN posting p USING (posting_id)
       WHERE p.state IN ('accepted', 'confirmed') AND json_extract(p.payload_json, '$.document.items[0].businessUnit') = @businessUnit
         AND p.posting_id <> @notPostingId
       ORDER BY s.sent_at DESC, p.posting_id DESC LIMIT 1`,
    ).get(args);
    if (own !== undefined) {
      const { id, item, groupId, sentAt, firstSeenAt } = own;
      return { item, groupId, canary: { paymentId: item, own: { depositKey: watchKey(id), sentAt, firstSeenAt } } };
    }
    const other = statement<{ item: string }>(
      db,
      `SELECT item FROM ar_item WHERE business_unit = @businessUnit AND status = 'open' AND item <> @notItem COLLATE NOCASE
         AND item NOT GLOB '*[,;|]*' ORDER BY item_date DESC, item_key DESC LIMIT 1`,
    ).get(args);
    return other === undefined
      ? null
      : { item: other.item, groupId: null, canary: { paymentId: other.item, own: null } };
  },
);
