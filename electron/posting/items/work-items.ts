import { instantOf } from '../../../shared/domain/calendar.ts';
import type { DoubtsReport } from '../resolve-doubts.ts';
import type { ConfirmReport } from '../confirm-accepted.ts';
import type { SenderClaim } from '../sender-claim.ts';
import type { SenderSettings, SendRequest } from '../sender.ts';
import { isAboutOneAnswer, stopFor, type Stop } from '../stop.ts';
import type { ItemPorts } from './item-ports.ts';
import { watchKey } from './item-attempts.ts';
import { sentItems, type SentItem } from './open-items.ts';
import { readBackItem, type ItemLook } from './read-back-item.ts';
import { recordItemLook } from './record-item-look.ts';
import { markInterruptedItems } from './send-record.ts';

const PAGE = 50;
/** Settle times after which a saved item that no read has shown yet is no longer put down to a reporting copy that lags. */
const UNSEEN_SETTLES = 12;

/** Settles what earlier sends of items left open, before anything is sent; as `resolveDoubts` does for deposits. */
export async function resolveItemDoubts(
  ports: ItemPorts,
  settings: SenderSettings,
  claim: SenderClaim,
  { signal, looks }: Pick<SendRequest, 'signal' | 'looks'>,
): Promise<DoubtsReport> {
  const { ledger, now, machine } = ports;
  const absenceCountsFromAt = instantOf(now() + settings.settleSeconds * 1_000);
  await ledger.write(markInterruptedItems, { claim, at: instantOf(now()), machine, absenceCountsFromAt });
  const report = { settled: 0, provenAbsent: 0, stillUnknown: 0 };
  let stopped: Stop | null = null;
  for await (const sent of everyItem(ports, settings, 'doubtful')) {
    signal?.throwIfAborted();
    const key = watchKey(sent.postingId);
    if (stopped !== null || looks?.isDue(key, now()) === false) {
      report.stillUnknown += 1;
      continue;
    }
    const countsFromMs = Date.parse(sent.absenceCountsFromAt ?? instantOf(now() + settings.settleSeconds * 1_000));
    const look: ItemLook | Stop = await readBackItem(ports, settings, sent, countsFromMs, signal).catch(stopFor);
    if ('kind' in look) {
      looks?.looked(key, now(), false);
      report.stillUnknown += 1;
      if (!isAboutOneAnswer(look)) stopped = look;
      continue;
    }
    const isNews = await record(ports, claim, sent, look);
    looks?.looked(key, now(), isNews);
    if (look.verdict !== 'absent') report.settled += 1;
    else if (look.absenceProven) report.provenAbsent += 1;
    else report.stillUnknown += 1;
  }
  return { ...report, stopped };
}

/** Looks at every saved item again, or with `looks` at those that are due: what Receivables Update has posted as approved is confirmed. */
export async function confirmItems(
  ports: ItemPorts,
  settings: SenderSettings,
  claim: SenderClaim,
  { signal, looks }: Pick<SendRequest, 'signal' | 'looks'>,
): Promise<ConfirmReport> {
  const { now } = ports;
  const report = { confirmed: 0, waiting: 0, problems: 0 };
  for await (const sent of everyItem(ports, settings, 'saved')) {
    signal?.throwIfAborted();
    const key = watchKey(sent.postingId);
    if (looks?.isDue(key, now()) === false) {
      report.waiting += 1;
      continue;
    }
    const patienceMs = sent.seen ? 0 : settings.settleSeconds * 1_000 * UNSEEN_SETTLES;
    const countsFromMs = Date.parse(sent.sentAt) + patienceMs;
    const look: ItemLook | Stop = await readBackItem(ports, settings, sent, countsFromMs, signal).catch(stopFor);
    if ('kind' in look) {
      looks?.looked(key, now(), false);
      report.waiting += 1;
      if (isAboutOneAnswer(look)) continue;
      return { ...report, stopped: look };
    }
    if (look.verdict === 'absent' && !look.absenceProven) {
      looks?.looked(key, now(), false);
      report.waiting += 1;
      continue;
    }
    const shown = look.verdict === 'absent' ? vanished(look) : look;
    const isNews = await record(ports, claim, sent, shown);
    looks?.looked(key, now(), isNews);
    if (shown.verdict === 'confirmed') report.confirmed += 1;
    else if (shown.verdict === 'wrong') report.problems += 1;
    else report.waiting += 1;
  }
  return { ...report, stopped: null };
}

/** A saved item that a valid read no longer shows is for a person to look at, never a reason to send again. */
function vanished(look: ItemLook): ItemLook {
  const text = 'PeopleSoft no longer shows this item although it was saved; a person has to look there';
  return { ...look, verdict: 'wrong', text, absenceProven: false };
}

function record(ports: ItemPorts, claim: SenderClaim, sent: SentItem, look: ItemLook): Promise<boolean> {
  const at = instantOf(ports.now());
  return ports.ledger.write(recordItemLook, { claim, postingId: sent.postingId, look, at, machine: ports.machine });
}

async function* everyItem(
  { ledger }: ItemPorts,
  { unit }: SenderSettings,
  which: 'doubtful' | 'saved',
): AsyncGenerator<SentItem> {
  for (let after = 0; ;) {
    const page = await ledger.read(sentItems, { unit: unit.unit, which, after, limit: PAGE });
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1)?.postingId ?? after;
  }
}
