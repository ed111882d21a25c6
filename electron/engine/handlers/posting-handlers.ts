import type { CommandInput, CommandOutput, QueryInput, QueryOutput } from '../../../shared/contract/contract.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { PostingRow } from '../../../shared/contract/views.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { quietWindowState } from '../../posting/sending/quiet-window.ts';
import { closesChargeItems } from '../../posting/items/take-item-back.ts';
import { replayPosting } from '../../posting/payments/replay.ts';
import { reversePosting } from '../../posting/reversals/reverse-posting.ts';
import type { Settled } from '../../posting/read-back/settle.ts';
import type { Session } from '../contract/session.ts';
import { postingJob } from '../rounds/posting-job.ts';
import { postingDetail } from '../views/posting-detail.ts';
import { postingRows, postingUnit } from '../views/posting-view.ts';
import { approver, decider } from './decision-handlers.ts';
import type { EngineContext } from './engine-context.ts';
import { maySettle, settler, whyNotDecide } from './permissions.ts';
import { whyNotAtOnce } from './send-at-once.ts';
import { verifiedPosting } from './verified-posting.ts';

export async function readPostingDetail(
  context: EngineContext,
  input: QueryInput<'posting.detail'>,
  session: Session,
): Promise<QueryOutput<'posting.detail'>> {
  return context.ledger.read(postingDetail, {
    postingId: input.postingKey,
    maySettle: maySettle(session),
    whyNotDecide: whyNotDecide(session),
    viewer: { id: session.actor.id, isSignedIn: session.actor.operatorId !== null },
    approverSignsIn: context.company.profile.peoplesoft.approverSignsIn,
    portal: context.company.profile.peoplesoft.portal,
    unitsClosingItems: context.company.profile.units.filter(closesChargeItems).map(({ unit }) => unit),
  });
}

async function rowOf(context: EngineContext, postingKey: number): Promise<PostingRow> {
  const [row] = await context.ledger.read(postingRows, { keys: [postingKey] });
  if (row === undefined) throw new TieoutError('NOT_FOUND', 'This posting is not in the ledger.');
  return row;
}

async function unitOf(context: EngineContext, postingId: number): Promise<UnitProfile> {
  return context.company.unit(await context.ledger.read(postingUnit, { postingId }));
}

async function lookAgain({ work }: EngineContext, actor: string, unit: UnitProfile): Promise<void> {
  await work.post({ actor, now: false, limit: null, bulk: false, unit });
}

/** Reads PeopleSoft again about one posting, and about everything else that is in doubt in its unit. */
export async function verifyPosting(
  context: EngineContext,
  input: CommandInput<'posting.verify'>,
  session: Session,
): Promise<CommandOutput<'posting.verify'>> {
  const before = await rowOf(context, input.postingKey);
  await lookAgain(context, decider(context, session).actor, await unitOf(context, input.postingKey));
  const posting = await rowOf(context, input.postingKey);
  return { posting, ...verifiedPosting(posting, before.state) };
}

/** Approves again what PeopleSoft refused, and sends it, or lets it wait where the site wants even one payment to. */
export async function replay(
  context: EngineContext,
  input: CommandInput<'posting.replay'>,
  session: Session,
): Promise<CommandOutput<'posting.replay'>> {
  const unit = await unitOf(context, input.postingKey);
  const { peoplesoft } = context.company.profile;
  const waitsForWindow = whyNotAtOnce(peoplesoft, context.nowMs());
  const postingId = await context.ledger.write(replayPosting, {
    postingId: input.postingKey,
    seenVersion: input.seenVersion,
    unit,
    setId: peoplesoft.setId,
    post: waitsForWindow === null,
    ...approver(context, session),
  });
  context.hub.changed('postings', 'movements', 'audit');
  if (waitsForWindow === null) context.work.postSoon(unit);
  const text =
    'Approved again; it goes out under a new reference, and the customer, items and account are read again before.';
  return {
    posting: await rowOf(context, postingId),
    text: waitsForWindow === null ? text : `${text} It waits: ${waitsForWindow}.`,
  };
}

/** A person has a confirmed posting taken back; the reversal leaves at once, or where the site says so with the next window. */
export async function reverse(
  context: EngineContext,
  input: CommandInput<'posting.reverse'>,
  session: Session,
): Promise<CommandOutput<'posting.reverse'>> {
  const unit = await unitOf(context, input.postingKey);
  const waitsForWindow = whyNotAtOnce(context.company.profile.peoplesoft, context.nowMs());
  const reversalId = await context.ledger.write(reversePosting, {
    postingId: input.postingKey,
    seenVersion: input.seenVersion,
    unit,
    reason: input.reason,
    post: waitsForWindow === null,
    ...approver(context, session),
  });
  context.hub.changed('postings', 'movements', 'audit');
  if (waitsForWindow === null) context.work.postSoon(unit);
  const reversal = await rowOf(context, reversalId);
  const posting = await rowOf(context, input.postingKey);
  return {
    posting,
    reversal,
    text: `Its reversal ${reversal.reference} ${waitsForWindow === null ? 'is on its way' : `waits: ${waitsForWindow}`}; both stay, and ${reversedMeans(posting)} once it is confirmed.`,
  };
}

function reversedMeans({ effect }: PostingRow): string {
  return effect === 'item' ? 'the item is closed' : 'the movement comes back';
}

const SETTLED: Readonly<Record<Settled, string>> = {
  saved: 'Taken as saved; it is confirmed once PeopleSoft shows it applied and posted.',
  due: 'Taken as not saved; the payments of its deposit are due again.',
  ended: 'Taken as not there; its movement is in the workbench again and can be approved anew.',
};

const SETTLED_ITEM: Readonly<Record<Settled, string>> = {
  saved: 'Taken as saved; it is confirmed once PeopleSoft shows it posted and in Receivables.',
  due: 'Taken as not saved; the item is due again.',
  ended: 'Taken as not there; what it was made of can be approved anew.',
};

/**
 * A reviewer says what she saw in PeopleSoft. Before she may say that it is not there PeopleSoft is read once more: news changes the row, and
 * her word about the row as it was is refused; so it is while PeopleSoft shows it as before.
 */
export async function settle(
  context: EngineContext,
  input: CommandInput<'posting.settle'>,
  session: Session,
): Promise<CommandOutput<'posting.settle'>> {
  const { postingKey, seenVersion, as, reason } = input;
  const actor = settler(session);
  const unit = await context.ledger.read(postingUnit, { postingId: postingKey });
  if (as === 'absent') await lookAgain(context, actor, context.company.unit(unit));
  const settled = await context.posting.settle(unit, () => {
    const who = { actor, machine: session.machine, at: instantOf(context.nowMs()) };
    return { postingId: postingKey, seenVersion, as, reason, ...who };
  });
  context.hub.changed('postings', 'movements', 'items', 'audit');
  const posting = await rowOf(context, postingKey);
  return { posting, text: (posting.kind === 'pendingItem' ? SETTLED_ITEM : SETTLED)[settled] };
}

/**
 * Sends everything approved of the named unit, or of all, in the background; outside the quiet window only with a reason, which the
 * audit keeps.
 */
export async function sendPostings(
  context: EngineContext,
  input: CommandInput<'posting.send'>,
  session: Session,
): Promise<CommandOutput<'posting.send'>> {
  const { actor } = decider(context, session);
  const window = quietWindowState(context.company.profile.peoplesoft, context.nowMs());
  const reason = input.reason?.trim() ?? '';
  if (!window.open && input.now && reason === '')
    throw new TieoutError(
      'POSTING_REASON_NEEDED',
      `Outside the quiet window (${window.text}) sending now needs a reason.`,
      { nextStep: 'Enter the reason, or let them wait for the window.' },
    );
  const { work, jobs } = context;
  const { now } = input;
  const unit = input.unit === undefined ? {} : { unit: context.company.unit(input.unit) };
  const who = { actor, machine: session.machine };
  const before = async () => (now ? work.noteSendNow(who, { reason, limit: null, ...unit }) : undefined);
  return { jobId: postingJob({ work, jobs }, actor, { now, before, ...unit }).jobId };
}
