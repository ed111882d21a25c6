import { instantOf } from '../../shared/domain/calendar.ts';
import type { Instant, PostingId } from '../../shared/domain/ids.ts';
import { defineWrite, type WritableLedger } from '../ledger/operation.ts';
import { setPostingState } from '../ledger/posting-store.ts';
import { statement } from '../ledger/statement.ts';
import { confirmAccepted, type ConfirmReport } from './confirm-accepted.ts';
import { resolveDoubts, type DoubtsReport } from './resolve-doubts.ts';
import { sendDue, type SendReport, type SendRequest, type SenderPorts, type SenderSettings } from './sender.ts';
import { requireClaim, type SenderClaim } from './sender-claim.ts';

const CHUNK = 1_000;

/** Approved payments become due, up to `limit` in one transaction; answers how many there were. */
export const queueApproved = defineWrite(
  'posting.queueApproved',
  (db: WritableLedger, args: { claim: SenderClaim; at: Instant; limit: number }): number => {
    requireClaim(db, args.claim);
    const rows = statement<{ posting_id: PostingId }>(
      db,
      "SELECT posting_id FROM posting WHERE state = 'approved' AND unit = ? ORDER BY posting_id LIMIT ?",
    ).all(args.claim.unit, args.limit);
    for (const { posting_id: postingId } of rows) setPostingState(db, { postingId, to: 'queued', at: args.at });
    return rows.length;
  },
);

/** A person asks for everything approved to go now; noted on each posting so that a closed quiet window does not hold it. */
export const sendNow = defineWrite(
  'posting.sendNow',
  (db: WritableLedger, args: { claim: SenderClaim; at: Instant }): number => {
    requireClaim(db, args.claim);
    return statement(
      db,
      "UPDATE posting SET send_now = 1, version = version + 1 WHERE unit = ? AND send_now = 0 AND state IN ('approved', 'queued')",
    ).run(args.claim.unit).changes;
  },
);

export interface PostUnitReport {
  readonly doubts: DoubtsReport;
  readonly send: SendReport;
  readonly confirm: ConfirmReport;
}

/**
 * One whole round for a unit: settle doubts first, then send what is due, then look at what PeopleSoft has finished. While PeopleSoft
 * cannot be asked about a doubt nothing is sent; `send.stopped` says why a round ended early, wherever that was.
 */
export async function postUnit(
  ports: SenderPorts,
  settings: SenderSettings,
  claim: SenderClaim,
  request: SendRequest,
): Promise<PostUnitReport> {
  const doubts = await resolveDoubts(ports, settings, claim, request.signal);
  if (doubts.stopped !== null)
    return { doubts, send: { ...NOTHING_SENT, stopped: doubts.stopped }, confirm: NOT_LOOKED };
  if (request.bulk)
    while ((await ports.ledger.write(queueApproved, { claim, at: instantOf(ports.now()), limit: CHUNK })) === CHUNK)
      request.signal?.throwIfAborted();
  const send = await sendDue(ports, settings, claim, request);
  const confirm = await confirmAccepted(ports, settings, claim, request);
  const stopped = send.stopped ?? confirm.stopped;
  // What waited for a posting that was just confirmed may go now.
  const isOver = stopped !== null || confirm.confirmed === 0 || request.limit !== undefined;
  const then = isOver ? NOTHING_SENT : await sendDue(ports, settings, claim, request);
  return { doubts, send: { ...added(send, then), stopped: 'stopped' in then ? then.stopped : stopped }, confirm };
}

function added(first: Omit<SendReport, 'stopped'>, second: Omit<SendReport, 'stopped'>): Omit<SendReport, 'stopped'> {
  return {
    sent: first.sent + second.sent,
    returned: first.returned + second.returned,
    rejected: first.rejected + second.rejected,
    unknown: first.unknown + second.unknown,
  };
}

const NOTHING_SENT = { sent: 0, returned: 0, rejected: 0, unknown: 0 };
const NOT_LOOKED: ConfirmReport = { confirmed: 0, waiting: 0, problems: 0, stopped: null };
