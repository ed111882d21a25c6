import { instantOf } from '../../../shared/domain/calendar.ts';
import type { Instant, PostingId } from '../../../shared/domain/ids.ts';
import { defineWrite, type WritableLedger } from '../../ledger/operation.ts';
import { setPostingState } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { itemRound } from '../items/item-round.ts';
import { postingWork } from './posting-work.ts';
import { confirmAccepted, type ConfirmReport } from '../read-back/confirm-accepted.ts';
import { resolveDoubts, type DoubtsReport } from '../read-back/resolve-doubts.ts';
import { sendDue, type SendReport, type SendRequest, type SenderPorts, type SenderSettings } from './sender.ts';
import { requireClaim, type SenderClaim } from './sender-claim.ts';
import type { Stop } from './stop.ts';

const CHUNK = 1_000;

/**
 * Approved payments become due, up to `limit` in one transaction, and those that waited for a person's sign-in where the site does not ask
 * for it any more; answers how many there were.
 */
export const queueApproved = defineWrite(
  'posting.queueApproved',
  (db: WritableLedger, args: { claim: SenderClaim; at: Instant; limit: number; isPersonal: boolean }): number => {
    requireClaim(db, args.claim);
    const states = args.isPersonal ? "'approved'" : "'approved', 'queuedNeedsSignIn'";
    const rows = statement<{ posting_id: PostingId }>(
      db,
      `SELECT posting_id FROM posting WHERE state IN (${states}) AND unit = ? ORDER BY posting_id LIMIT ?`,
    ).all(args.claim.unit, args.limit);
    for (const { posting_id: postingId } of rows) setPostingState(db, { postingId, to: 'queued', at: args.at });
    return rows.length;
  },
);

export interface PostUnitReport {
  readonly doubts: DoubtsReport;
  readonly send: SendReport;
  readonly confirm: ConfirmReport;
  /** Of `send.sent` those that are items; left out: none. */
  readonly itemsSent?: number;
}

/** What PeopleSoft's database lets a round do: stop, only look, or send. */
interface Passage {
  readonly stop: Stop | null;
  readonly maySend: boolean;
}

/** Nothing is sent into a database that was not recognised just before; a round that only looks trusts an answer for a while. */
async function passDatabase(ports: SenderPorts, unit: string, request: SendRequest): Promise<Passage> {
  const { ledger, database } = ports;
  const work = await ledger.read(postingWork, { unit, bulk: request.bulk });
  if (work === 'looks') return { stop: await database.askLately(request.signal), maySend: false };
  return work === 'sends'
    ? { stop: await database.ask(request.signal), maySend: true }
    : { stop: null, maySend: false };
}

/** What has become due during the round, by a doubt that was settled or by a person, asks for itself. */
async function passNow(ports: SenderPorts, unit: string, request: SendRequest): Promise<Passage> {
  const work = await ports.ledger.read(postingWork, { unit, bulk: request.bulk });
  if (work !== 'sends') return { stop: null, maySend: false };
  return { stop: await ports.database.ask(request.signal), maySend: true };
}

/**
 * One whole round for a unit, once PeopleSoft is recognised as the database that is known: settle doubts first, then send what is due,
 * items before the payments that may wait for them, then look at what PeopleSoft has finished. While PeopleSoft cannot be asked about a
 * doubt nothing is sent; `send.stopped` says why a round ended early, wherever that was.
 */
export async function postUnit(
  ports: SenderPorts,
  settings: SenderSettings,
  claim: SenderClaim,
  request: SendRequest,
): Promise<PostUnitReport> {
  const passage = await passDatabase(ports, settings.unit.unit, request);
  if (passage.stop !== null) return notBegun(passage.stop);
  const items = itemRound(ports, settings, claim, request);
  const doubts = bothDoubts(await resolveDoubts(ports, settings, claim, request), await items.resolve());
  if (doubts.stopped !== null)
    return { doubts, send: { ...NOTHING_SENT, stopped: doubts.stopped }, confirm: NOT_LOOKED };
  const again = passage.maySend ? passage : await passNow(ports, settings.unit.unit, request);
  if (again.stop !== null) return { doubts, send: { ...NOTHING_SENT, stopped: again.stop }, confirm: NOT_LOOKED };
  const isPersonal = ports.personal !== undefined;
  const due = () => ({ claim, at: instantOf(ports.now()), limit: CHUNK, isPersonal });
  if (request.bulk) while ((await ports.ledger.write(queueApproved, due())) === CHUNK) request.signal?.throwIfAborted();
  let itemsSent = 0;
  const sendBoth = async (): Promise<SendReport> => {
    if (!again.maySend) return { ...NOTHING_SENT, stopped: null };
    const sentItems = await items.send();
    itemsSent += sentItems.sent;
    // What PeopleSoft does not answer to items it does not answer to payments; only what is wrong with items is theirs alone.
    if (sentItems.stopped !== null && sentItems.stopped.kind !== 'mapping') return sentItems;
    const used = sentItems.sent + sentItems.rejected + sentItems.unknown;
    const rest = request.limit === undefined ? request : { ...request, limit: Math.max(0, request.limit - used) };
    const payments = await sendDue(ports, settings, claim, rest);
    return { ...added(sentItems, payments), stopped: payments.stopped ?? sentItems.stopped };
  };
  const send = await sendBoth();
  const confirm = bothConfirmed(await items.confirm(), await confirmAccepted(ports, settings, claim, request));
  const stopped = send.stopped ?? confirm.stopped;
  // What waited for a posting that was just confirmed may go now.
  const isOver = stopped !== null || confirm.confirmed === 0 || request.limit !== undefined;
  const then = isOver ? NOTHING_SENT : await sendBoth();
  const both = { ...added(send, then), stopped: 'stopped' in then ? then.stopped : stopped };
  return { doubts, send: both, confirm, itemsSent };
}

function bothDoubts(payments: DoubtsReport, items: DoubtsReport): DoubtsReport {
  return {
    settled: payments.settled + items.settled,
    provenAbsent: payments.provenAbsent + items.provenAbsent,
    stillUnknown: payments.stillUnknown + items.stillUnknown,
    stopped: payments.stopped ?? items.stopped,
  };
}

function bothConfirmed(items: ConfirmReport, payments: ConfirmReport): ConfirmReport {
  return {
    confirmed: payments.confirmed + items.confirmed,
    waiting: payments.waiting + items.waiting,
    problems: payments.problems + items.problems,
    stopped: payments.stopped ?? items.stopped,
  };
}

function added(first: Omit<SendReport, 'stopped'>, second: Omit<SendReport, 'stopped'>): Omit<SendReport, 'stopped'> {
  return {
    sent: first.sent + second.sent,
    returned: first.returned + second.returned,
    rejected: first.rejected + second.rejected,
    unknown: first.unknown + second.unknown,
  };
}

/** The report of a round that was stopped before it looked at anything. */
function notBegun(stopped: Stop): PostUnitReport {
  const doubts: DoubtsReport = { settled: 0, provenAbsent: 0, stillUnknown: 0, stopped };
  return { doubts, send: { ...NOTHING_SENT, stopped }, confirm: NOT_LOOKED };
}

const NOTHING_SENT = { sent: 0, returned: 0, rejected: 0, unknown: 0 };
const NOT_LOOKED: ConfirmReport = { confirmed: 0, waiting: 0, problems: 0, stopped: null };
