import { instantOf } from '../../../shared/domain/calendar.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { PeopleSoftReader, PeopleSoftWriter } from '../../connectors/peoplesoft/types.ts';
import type { Ledger } from '../../ledger/operation.ts';
import { adoptSent } from './adopt-sent.ts';
import { cutDeposit, type CutDeposit } from '../deposits/cut-deposit.ts';
import type { DatabaseGate } from '../database/database-gate.ts';
import { DEPOSIT_WORDS } from './document-words.ts';
import { depositDocument } from '../deposits/deposit-document.ts';
import { readDepositMapping } from '../deposits/deposit-mapping-in-force.ts';
import { nextDepositGroup } from '../deposits/due-postings.ts';
import { foreignPayments } from './foreign-payments.ts';
import { judgeSend } from './judge-send.ts';
import type { ItemSystem } from '../items/item-ports.ts';
import type { LookPace } from '../read-back/look-pace.ts';
import { readBackDeposit } from '../read-back/read-back-deposit.ts';
import { isHersAlone, SIGNED_OUT, sortBySignIn, writerOf } from './personal-writer.ts';
import { recheckPostings, type RecheckedPosting } from './recheck.ts';
import { recordReadBack } from '../read-back/record-read-back.ts';
import { recordSend } from './record-send.ts';
import { doubtAgain, resumeDeposit, unsentDeposits, type UnsentDeposit } from '../deposits/resume-deposit.ts';
import { returnChanged, type ReturnArgs } from './return-changed.ts';
import { sendOnce, stopBeforeCut } from './send-once.ts';
import { count, LOCK_RETRIES, room, startRun, stopAfter, type SendRun } from './send-run.ts';
import type { SenderClaim } from './sender-claim.ts';
import type { SenderWatch } from './sender-watch.ts';
import { stopFor, type Stop } from './stop.ts';
import type { PersonalSenders } from './wait-for-sign-in.ts';

export interface SenderPorts {
  readonly ledger: Ledger;
  readonly peopleSoft: PeopleSoftReader & PeopleSoftWriter;
  readonly now: () => number;
  /** One for the whole life of a sender. */
  readonly watch: SenderWatch;
  readonly machine: string;
  /** Passed by every round before it looks or sends. */
  readonly database: DatabaseGate;
  /** Given: only the approver's own credential sends, while she is signed in; absent: the site's integration id sends everything. */
  readonly personal?: PersonalSenders;
  /** Where the site takes items from outside. */
  readonly items?: ItemSystem;
}
export interface SenderSettings {
  readonly unit: UnitProfile;
  readonly depositIds: 'given' | 'next';
  readonly paymentsPerDeposit: number;
  readonly settleSeconds: number;
}
export interface SendRequest {
  /** false: only what people sent on its way themselves. */
  readonly bulk: boolean;
  /** At most this many payments in this run. */
  readonly limit?: number;
  /** Given: of the saved deposits only those due for a look are looked at; absent: all of them. */
  readonly looks?: LookPace;
  readonly signal?: AbortSignal;
  /** How many have left so far; `of` says of what, where it is no payments. */
  readonly onProgress?: (sent: number, of?: 'items') => void;
}
export interface SendReport {
  readonly sent: number;
  /** Payments that went back to the workbench because something they rest on had changed since approval. */
  readonly returned: number;
  readonly rejected: number;
  readonly unknown: number;
  /** Why the run ended before everything due was sent; null when nothing was left. */
  readonly stopped: Stop | null;
}
type Run = SendRun<SenderPorts>;

/**
 * Sends what is due, one deposit at a time: looks whether PeopleSoft holds it already, re-reads, cuts, sends, records. Nothing leaves without its row in the ledger first,
 * and whatever may have left is recorded as saved, refused for certain, or unknown. The caller holds the unit's claim and
 * has looked at earlier doubts (`resolveDoubts`) before.
 */
export async function sendDue(
  ports: SenderPorts,
  settings: SenderSettings,
  claim: SenderClaim,
  request: SendRequest,
): Promise<SendReport> {
  const run = startRun(ports, settings, claim, request);
  const stopped = (await sendUnsent(run)) ?? (await sendGroups(run));
  return { ...run.tally, stopped };
}

/** Deposits proven absent after a doubt: the very same document goes again, with the same references, or what is left of it when payments changed. */
async function sendUnsent(run: Run): Promise<Stop | null> {
  const { ledger, now } = run.ports;
  const { bulk } = run.request;
  for (const deposit of await ledger.read(unsentDeposits, { unit: run.settings.unit.unit, bulk })) {
    run.request.signal?.throwIfAborted();
    if (deposit.postings.length > room(run)) continue; // it goes whole or not at all
    const operatorId = run.ports.personal === undefined ? null : deposit.operatorId;
    if (writerOf(run.ports, operatorId) === null) continue; // it waits for its approver
    const look = await isStillAbsent(run, deposit);
    if (typeof look !== 'boolean') return look;
    if (!look) continue;
    const checked = await recheck(run, deposit.postings);
    if ('stop' in checked) return checked.stop;
    if (checked.clean.length === 0) continue; // nothing is left of it; what else was given back is no part of it any more
    const cut = await ledger.write(resumeDeposit, {
      claim: run.claim,
      operatorId,
      depositKey: deposit.depositKey,
      at: instantOf(now()),
      machine: run.ports.machine,
    });
    if (cut === null) continue; // a payment of it stands no more meanwhile
    const stop = await sendCut(run, cut, LOCK_RETRIES);
    if (stop !== null && !isHersAlone(stop, writerOf(run.ports, operatorId))) return stop;
  }
  return null;
}

/** One more look just before a resend: PeopleSoft may have finished a late save since the absence was proven. */
async function isStillAbsent(run: Run, deposit: UnsentDeposit): Promise<boolean | Stop> {
  const { ports, settings, claim, request } = run;
  const lines = await readBackDeposit(ports, settings, deposit.doubt, request.signal).catch(stopFor);
  if (!Array.isArray(lines)) return lines;
  if (lines.every((line) => line.absenceProven)) return true;
  const { depositKey } = deposit;
  const reason = 'the last look before sending it again did not prove its absence';
  await ports.ledger.write(doubtAgain, { claim, depositKey, at: instantOf(ports.now()), reason });
  const at = instantOf(ports.now());
  await ports.ledger.write(recordReadBack, { claim, depositKey, lines, at, machine: ports.machine });
  return false;
}

async function sendGroups(run: Run): Promise<Stop | null> {
  const { ports, settings, request } = run;
  while (room(run) > 0) {
    request.signal?.throwIfAborted();
    await sortBySignIn(ports, run.claim);
    const group = await ports.ledger.read(nextDepositGroup, {
      unit: settings.unit.unit,
      bulk: request.bulk,
      paymentsPerDeposit: Math.min(settings.paymentsPerDeposit, room(run)),
      byOperator: ports.personal !== undefined,
    });
    if (group === null) return null;
    if (writerOf(run.ports, group.operatorId) === null) continue; // she signed out just now
    const adopted = await adoptSent(ports, settings, run.claim, group, request.signal).catch(stopFor);
    if (typeof adopted !== 'number') return adopted;
    if (adopted > 0) continue;
    const foreign = await foreignPayments(ports, group, request.signal).catch(stopFor);
    if ('kind' in foreign) return foreign;
    if (foreign.length > 0) {
      await giveBack(run, { changed: foreign, items: [], days: [] });
      continue;
    }
    const checked = await recheck(run, group.postings);
    if ('stop' in checked) return checked.stop;
    const held = await serviceStop(run, group, checked.clean);
    if (held !== null) return held;
    const clean = checked.clean.map((posting) => posting.postingId);
    const stop = await cutAndSend(run, group, clean, null, LOCK_RETRIES);
    if (stop !== null && !isHersAlone(stop, writerOf(run.ports, group.operatorId))) return stop;
  }
  return null;
}

/** Asks the service before a cut, so that one that cannot be sent at all costs no deposit and no row that says it was being sent. */
async function serviceStop(
  { ports, settings }: Run,
  group: CutDeposit['group'],
  postings: readonly RecheckedPosting[],
): Promise<Stop | null> {
  if (postings.length === 0) return null;
  const payloads = postings.map(({ payload }) => payload);
  const at = instantOf(ports.now());
  const mapping = await ports.ledger.read(readDepositMapping, { at, depositIds: settings.depositIds });
  return stopBeforeCut(ports.peopleSoft, {
    document: depositDocument({ ...group, depositId: 'NEXT' }, payloads),
    mapping,
  });
}

/** Cuts what is still due of these payments into a deposit and sends it. */
async function cutAndSend(
  run: Run,
  group: CutDeposit['group'],
  postingIds: readonly number[],
  after: number | null,
  retries: number,
): Promise<Stop | null> {
  if (postingIds.length === 0 || writerOf(run.ports, group.operatorId) === null) return null;
  const deposit = await cut(run, group, postingIds, after);
  return deposit === null ? null : sendCut(run, deposit, retries);
}

async function cut(
  run: Run,
  group: CutDeposit['group'],
  postingIds: readonly number[],
  after: number | null,
): Promise<CutDeposit | null> {
  const { unit, depositBu, bankCode, bankAccountKey, currency, accountingDate, operatorId } = group;
  const args = {
    claim: run.claim,
    group: { unit, depositBu, bankCode, bankAccountKey, currency, accountingDate, operatorId },
    postingIds,
    depositIds: run.settings.depositIds,
    afterCut: after,
    at: instantOf(run.ports.now()),
    machine: run.ports.machine,
  };
  return run.ports.ledger.write(cutDeposit, args);
}

async function recheck(
  run: Run,
  postings: readonly RecheckedPosting[],
): Promise<{ clean: readonly RecheckedPosting[] } | { stop: Stop }> {
  const { ports, request } = run;
  const read = await recheckPostings(ports.peopleSoft, postings, request.signal).catch(stopFor);
  if ('kind' in read) return { stop: read };
  const changed = read.results.filter((result) => result.changes.length > 0);
  if (changed.length === 0) return { clean: postings };
  await giveBack(run, { changed, items: read.items, days: read.days });
  const changedIds = new Set(changed.map((result) => result.postingId));
  return { clean: postings.filter((posting) => !changedIds.has(posting.postingId)) };
}

async function giveBack(run: Run, what: Pick<ReturnArgs, 'changed' | 'items' | 'days'>): Promise<void> {
  const { ports, claim, tally } = run;
  const at = instantOf(ports.now());
  tally.returned += await ports.ledger.write(returnChanged, { claim, ...what, at, machine: ports.machine });
}

/** Sends one cut deposit; after a certain refusal the refused line is parked and the innocent ones are cut and sent again. */
async function sendCut(run: Run, deposit: CutDeposit, retries: number): Promise<Stop | null> {
  const { ports, claim, request, settings } = run;
  ports.watch.sending(deposit.depositKey);
  const writer = writerOf(run.ports, deposit.group.operatorId) ?? SIGNED_OUT;
  const answer = await sendOnce(writer, deposit, request.signal);
  const record = judgeSend(answer, deposit, { retries, settleSeconds: settings.settleSeconds, nowMs: ports.now() });
  await ports.ledger.write(recordSend, {
    claim,
    depositKey: deposit.depositKey,
    attemptId: deposit.attemptId,
    at: instantOf(ports.now()),
    machine: ports.machine,
    record,
  });
  if (record.outcome === 'unknown') ports.watch.doubted(deposit.depositKey);
  count(run, record, deposit.postingIds.length);
  request.onProgress?.(run.tally.sent);
  const over = stopAfter(run, record, DEPOSIT_WORDS);
  if (over !== null) return over;
  for (const postingIds of record.recut) {
    request.signal?.throwIfAborted();
    const left = record.isRetry ? retries - 1 : retries;
    const stop = await cutAndSend(run, deposit.group, postingIds, deposit.cutNumber, left);
    if (stop !== null) return stop;
  }
  return null;
}
