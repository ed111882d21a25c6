import { isConnectorFailure } from '../../../shared/errors/connector-failure.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { ItemGroupDocument, PendingItemWriter } from '../../connectors/peoplesoft/types.ts';
import { GROUP_WORDS } from '../sending/document-words.ts';
import { judgeSend, type SendRecord } from '../sending/judge-send.ts';
import { isHersAlone, itemWriterOf, sortBySignIn } from '../sending/personal-writer.ts';
import { count, LOCK_RETRIES, room, startRun, stopAfter, type SendRun } from '../sending/send-run.ts';
import type { SenderClaim } from '../sending/sender-claim.ts';
import { findingsText, isFaultOfMapping, type SendAnswer } from '../sending/send-once.ts';
import type { SendReport, SenderPorts, SenderSettings, SendRequest } from '../sending/sender.ts';
import { thrownAnswer } from '../sending/thrown-answer.ts';
import { stopFor, type Stop } from '../sending/stop.ts';
import { dueItems, type DueItem } from './due-items.ts';
import { watchKey } from './watch-key.ts';
import type { ItemPorts } from './item-ports.ts';
import { recheckItems, type ItemRecheckRead } from './recheck-items.ts';
import { recordItemSend, returnItems, startItemSend } from './send-record.ts';

/** Items that are re-read together before they are sent one by one: few enough that what was read is fresh. */
const CHUNK = 20;

type Run = SendRun<ItemPorts>;

/**
 * Sends the items that are due, each as a group of its own, so that one answer is about one item: re-reads, marks, sends, records. Nothing
 * leaves without its row in the ledger first. The caller holds the unit's claim and has looked at earlier doubts before.
 */
export async function sendItems(
  ports: ItemPorts,
  sender: SenderPorts,
  settings: SenderSettings,
  claim: SenderClaim,
  request: SendRequest,
): Promise<SendReport> {
  const run = startRun(ports, settings, claim, request);
  // What a person sent on its way goes first, whatever waits for the window.
  for (const bulk of request.bulk ? [false, true] : [false]) {
    const stopped = await sendWalk(run, sender, bulk);
    if (stopped !== null) return { ...run.tally, stopped };
  }
  return { ...run.tally, stopped: null };
}

async function sendWalk(run: Run, sender: SenderPorts, bulk: boolean): Promise<Stop | null> {
  const { ports, settings, claim, request, tally } = run;
  let after = 0;
  for (;;) {
    request.signal?.throwIfAborted();
    const left = room(run);
    if (left <= 0) return null;
    await sortBySignIn(sender, claim);
    const scope = { unit: settings.unit.unit, bulk, afterPostingId: after, limit: Math.min(CHUNK, left) };
    const due = await ports.ledger.read(dueItems, scope);
    if (due.length === 0) return null;
    after = due.at(-1)?.postingId ?? after;
    const stopped = await sendChunk(run, due);
    if (stopped !== null) return stopped;
    request.onProgress?.(tally.sent, 'items');
  }
}

async function sendChunk(run: Run, due: readonly DueItem[]): Promise<Stop | null> {
  const { ports, claim, request, tally } = run;
  const read: ItemRecheckRead | Stop = await recheckItems(ports.reader, due, request.signal).catch(stopFor);
  if ('kind' in read) return read;
  const changed = read.results.filter((each) => each.changes.length > 0);
  const step = { claim, at: instantOf(ports.now()), machine: ports.machine };
  if (changed.length > 0)
    tally.returned += await ports.ledger.write(returnItems, { ...step, changed, days: read.days });
  for (const { postingId, isThere, changes } of read.results) {
    request.signal?.throwIfAborted();
    const item = due.find((each) => each.postingId === postingId);
    if (changes.length > 0 || item === undefined) continue;
    const stop = isThere ? await adopt(run, item) : await sendItem(run, item, LOCK_RETRIES);
    if (stop !== null && !isHersAlone(stop, itemWriterOf(ports, item.operatorId))) return stop;
  }
  return null;
}

/** PeopleSoft holds it although this ledger has not sent it (a restored copy, a second machine): it is read back, never sent. */
async function adopt(run: Run, { postingId }: DueItem): Promise<null> {
  const { ports, claim, settings } = run;
  const step = { claim, machine: ports.machine, postingId };
  const started = await ports.ledger.write(startItemSend, { ...step, at: instantOf(ports.now()), isFound: true });
  if (started === null) return null;
  ports.watch.doubted(watchKey(postingId));
  const reason = 'PeopleSoft already holds this item although this ledger has not sent it; it is read back';
  const answer: SendAnswer = { outcome: 'unknown', reason, answer: null, request: '' };
  await finish(run, {
    postingId,
    attemptId: started.attemptId,
    answer,
    groupId: started.document.groupId,
    settings,
    retries: 0,
  });
  run.silence = 0;
  return null;
}

async function sendItem(run: Run, item: DueItem, retries: number): Promise<Stop | null> {
  const { ports, claim, settings, request } = run;
  const { postingId } = item;
  const writer = itemWriterOf(ports, item.operatorId);
  if (writer === null) return null; // it waits for its approver
  const held = await stopBeforeSend(writer, item.payload.document);
  if (held !== null) return held;
  const step = { claim, machine: ports.machine, postingId };
  const started = await ports.ledger.write(startItemSend, { ...step, at: instantOf(ports.now()) });
  if (started === null) return null;
  ports.watch.sending(watchKey(postingId));
  const answer = await sendOnce(writer, started.document, request.signal);
  const { groupId } = started.document;
  const record = await finish(run, { postingId, attemptId: started.attemptId, answer, groupId, settings, retries });
  const over = stopAfter(run, record, GROUP_WORDS);
  if (over !== null) return over;
  return record.isRetry ? sendItem(run, item, retries - 1) : null;
}

async function finish(
  run: Run,
  of: {
    readonly postingId: number;
    readonly attemptId: number;
    readonly answer: SendAnswer;
    readonly groupId: string;
    readonly settings: SenderSettings;
    readonly retries: number;
  },
): Promise<SendRecord> {
  const { ports, claim } = run;
  const { postingId, attemptId, retries, settings } = of;
  const sent = { postingIds: [postingId], document: { depositId: of.groupId } };
  const record = judgeSend(of.answer, sent, {
    retries,
    settleSeconds: settings.settleSeconds,
    nowMs: ports.now(),
    words: GROUP_WORDS,
  });
  const at = instantOf(ports.now());
  await ports.ledger.write(recordItemSend, { claim, machine: ports.machine, at, postingId, attemptId, record });
  if (record.outcome === 'unknown') ports.watch.doubted(watchKey(postingId));
  count(run, record, 1);
  return record;
}

/** Sends once and never throws: a `ConnectorError` is the writer's word that nothing left, anything else counts as unknown. */
async function sendOnce(
  writer: PendingItemWriter,
  document: ItemGroupDocument,
  signal: AbortSignal | undefined,
): Promise<SendAnswer> {
  try {
    return await writer.createItemGroup(document, signal);
  } catch (error) {
    if (!isConnectorFailure(error) || error.kind !== 'mapping') return thrownAnswer(error);
    return { outcome: 'unsendable', paymentSeqs: [1], text: error.message, nextStep: error.nextStep, request: '' };
  }
}

/** Whether the service as it is now would take items at all, asked before one is marked as being sent. */
async function stopBeforeSend(writer: PendingItemWriter, document: ItemGroupDocument): Promise<Stop | null> {
  try {
    const { findings } = await writer.dryRunItemGroup(document);
    if (!isFaultOfMapping(findings)) return null;
    return {
      kind: 'mapping',
      message: `items break the site’s schema ${findingsText(findings)}`,
      nextStep: 'Nothing was sent. Correct peoplesoft.pendingItem in the connection profile; the items wait.',
    };
  } catch (error) {
    return stopFor(error);
  }
}
