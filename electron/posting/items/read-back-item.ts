import { mustWaitMs, readingLagMs } from '../read-back/canary.ts';
import { GROUP_WORDS } from '../sending/document-words.ts';
import { absenceDoubt, type AbsenceDoubt } from '../read-back/read-back.ts';
import type { SenderSettings } from '../sending/sender.ts';
import type { ArItem } from '../../connectors/peoplesoft/types.ts';
import type { ItemPorts } from './item-ports.ts';
import { watchKey } from './watch-key.ts';
import { itemOf } from './item-payload.ts';
import { judgeItem, type ItemVerdict } from './judge-item.ts';
import { itemCanary, type SentItem } from './open-items.ts';

/** What one read shows of one item. */
export interface ItemLook extends ItemVerdict {
  /** Only of `absent`: it is proven and the item may go again. */
  readonly absenceProven: boolean;
  readonly why: AbsenceDoubt['why'] | null;
  /** The item as Receivables shows it, for the ledger's own picture. */
  readonly items: readonly ArItem[];
}

/**
 * Reads one item by its number, in the pending items first and in Receivables after that: the way it moves. Absence carries the sentence
 * that says why it cannot be believed. Throws ConnectorError when PeopleSoft cannot be read.
 */
export async function readBackItem(
  ports: ItemPorts,
  settings: Pick<SenderSettings, 'settleSeconds'>,
  sent: SentItem,
  countsFromMs: number,
  signal?: AbortSignal,
): Promise<ItemLook> {
  const { ledger, watch, now, reader } = ports;
  const { settleSeconds } = settings;
  const wanted = itemOf(sent.document);
  const { businessUnit, item } = wanted;
  const known = await ledger.read(itemCanary, { businessUnit, notItem: item, notPostingId: sent.postingId });
  const own = known?.canary.own ?? null;
  const key = watchKey(sent.postingId);
  const sentAfterDoubtMs = own === null ? null : watch.sentAfterDoubtMs(own.depositKey, key);
  const startedAtMs = now();
  const waitedMs = watch.doubtedForMs(key);
  const lagMs = readingLagMs(known?.canary ?? null, {
    asOfMs: countsFromMs,
    nowMs: startedAtMs,
    settleSeconds,
    sentAfterDoubtMs,
  });
  const found = await reader.findPendingItems(businessUnit, [item], known?.item ?? null, signal);
  const items = await reader.itemsByKey([wanted], signal);
  const verdict = judgeItem(sent, found.rows, items);
  const doubt =
    verdict.verdict === 'absent'
      ? absenceDoubt({
          nowMs: startedAtMs,
          countsFromMs,
          waitedMs,
          mustWaitMs: mustWaitMs(lagMs, settleSeconds),
          lagMs,
          canarySeen:
            found.canarySeen && (known?.item !== item || found.rows.some((row) => row.groupId === known.groupId)),
          staged: false,
          keyTaken: sent.keyTaken,
          words: GROUP_WORDS,
        })
      : null;
  return {
    ...verdict,
    text: verdict.text ?? doubt?.text ?? null,
    absenceProven: verdict.verdict === 'absent' && doubt === null,
    why: doubt?.why ?? null,
    items,
  };
}
