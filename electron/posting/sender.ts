import { instantOf } from '../../shared/domain/calendar.ts';
import type { UnitProfile } from '../../shared/contract/profile.ts';
import type { PeopleSoftReader, PeopleSoftWriter } from '../connectors/peoplesoft/types.ts';
import type { Ledger } from '../ledger/operation.ts';
import { cutDeposit, type CutDeposit } from './cut-deposit.ts';
import { nextDepositGroup } from './due-postings.ts';
import { judgeSend, type SendRecord, type Stop } from './judge-send.ts';
import { recheckPostings, type RecheckedPosting } from './recheck.ts';
import { recordSend } from './record-send.ts';
import { resumeDeposit, unsentDeposits } from './resume-deposit.ts';
import { returnChanged } from './return-changed.ts';
import { sendOnce } from './send-once.ts';
import type { SenderClaim } from './sender-claim.ts';

export interface SenderPorts {
  readonly ledger: Ledger;
  readonly peopleSoft: PeopleSoftReader & PeopleSoftWriter;
  readonly now: () => number;
  readonly machine: string;
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
  readonly signal?: AbortSignal;
  readonly onProgress?: (sent: number) => void;
}
export interface SendReport {
  readonly sent: number;
  /** Payments that went back to the workbench because PeopleSoft had changed since approval. */
  readonly returned: number;
  readonly rejected: number;
  readonly unknown: number;
  /** Why the run ended before everything due was sent; null when nothing was left. */
  readonly stopped: Stop | null;
}
interface Run {
  readonly ports: SenderPorts;
  readonly settings: SenderSettings;
  readonly claim: SenderClaim;
  readonly request: SendRequest;
  readonly tally: { sent: number; returned: number; rejected: number; unknown: number };
}

/**
 * Sends what is due, one deposit at a time: re-reads, cuts, sends, records. Nothing leaves without its row in the ledger first,
 * and whatever may have left is recorded as saved, refused for certain, or unknown. The caller holds the unit's claim and
 * has looked at earlier doubts (`resolveDoubts`) before.
 */
export async function sendDue(
  ports: SenderPorts,
  settings: SenderSettings,
  claim: SenderClaim,
  request: SendRequest,
): Promise<SendReport> {
  const run: Run = { ports, settings, claim, request, tally: { sent: 0, returned: 0, rejected: 0, unknown: 0 } };
  const stopped = (await sendUnsent(run)) ?? (await sendGroups(run));
  return { ...run.tally, stopped };
}

/** Deposits proven absent after a doubt: the very same document goes again, with the same references. */
async function sendUnsent(run: Run): Promise<Stop | null> {
  const { ledger, now } = run.ports;
  for (const deposit of await ledger.read(unsentDeposits, { unit: run.settings.unit.unit })) {
    run.request.signal?.throwIfAborted();
    const checked = await recheck(run, deposit.postings);
    if ('stop' in checked) return checked.stop;
    if (checked.clean.length < deposit.postings.length) continue; // returnChanged dissolved it; the innocent lines are due again
    const cut = await ledger.write(resumeDeposit, {
      claim: run.claim,
      depositKey: deposit.depositKey,
      at: instantOf(now()),
    });
    const stop = await sendCut(run, cut, 1);
    if (stop !== null) return stop;
  }
  return null;
}

async function sendGroups(run: Run): Promise<Stop | null> {
  const { ports, settings, request, tally } = run;
  const limit = request.limit ?? Number.MAX_SAFE_INTEGER;
  for (;;) {
    request.signal?.throwIfAborted();
    const room = limit - tally.sent - tally.rejected - tally.unknown;
    if (room <= 0) return null;
    const paymentsPerDeposit = Math.min(settings.paymentsPerDeposit, room);
    const group = await ports.ledger.read(nextDepositGroup, {
      unit: settings.unit.unit,
      bulk: request.bulk,
      paymentsPerDeposit,
    });
    if (group === null) return null;
    const checked = await recheck(run, group.postings);
    if ('stop' in checked) return checked.stop;
    if (checked.clean.length === 0) continue;
    const stop = await sendCut(
      run,
      await cut(
        run,
        group,
        checked.clean.map((posting) => posting.postingId),
        null,
      ),
      1,
    );
    if (stop !== null) return stop;
  }
}

async function cut(
  run: Run,
  group: CutDeposit['group'],
  postingIds: readonly number[],
  after: number | null,
): Promise<CutDeposit> {
  const { unit, depositBu, bankCode, bankAccountKey, currency, accountingDate } = group;
  const args = {
    claim: run.claim,
    group: { unit, depositBu, bankCode, bankAccountKey, currency, accountingDate },
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
  const { ports, claim, request, tally } = run;
  const read = await recheckPostings(ports.peopleSoft, postings, request.signal).catch((error: unknown) =>
    stopFor(error),
  );
  if ('kind' in read) return { stop: read };
  const changed = read.results.filter((result) => result.changes.length > 0);
  if (changed.length === 0) return { clean: postings };
  await ports.ledger.write(returnChanged, {
    claim,
    changed,
    items: read.items,
    at: instantOf(ports.now()),
    machine: ports.machine,
  });
  tally.returned += changed.length;
  const changedIds = new Set(changed.map((result) => result.postingId));
  return { clean: postings.filter((posting) => !changedIds.has(posting.postingId)) };
}

/** A read that failed ends the run with its words; anything else is a defect and goes up. */
function stopFor(error: unknown): Stop {
  if (error instanceof Error && error.name === 'ConnectorError' && 'kind' in error && 'nextStep' in error)
    return { kind: String(error.kind), message: error.message, nextStep: String(error.nextStep) };
  throw error;
}

/** Sends one cut deposit; after a certain refusal the refused line is parked and the innocent ones are cut and sent again. */
async function sendCut(run: Run, deposit: CutDeposit, retries: number): Promise<Stop | null> {
  const { ports, claim, request, settings } = run;
  const answer = await sendOnce(ports.peopleSoft, deposit.document, request.signal);
  const record = judgeSend(answer, deposit, { retries, settleSeconds: settings.settleSeconds, nowMs: ports.now() });
  await ports.ledger.write(recordSend, {
    claim,
    depositKey: deposit.depositKey,
    attemptId: deposit.attemptId,
    at: instantOf(ports.now()),
    machine: ports.machine,
    record,
  });
  count(run, record, deposit);
  if (record.stop !== null) return record.stop;
  for (const postingIds of record.recut) {
    request.signal?.throwIfAborted();
    const stop = await sendCut(
      run,
      await cut(run, deposit.group, postingIds, deposit.cutNumber),
      record.isRetry ? retries - 1 : retries,
    );
    if (stop !== null) return stop;
  }
  return null;
}

function count(run: Run, record: SendRecord, deposit: CutDeposit): void {
  if (record.outcome === 'saved') run.tally.sent += deposit.postingIds.length;
  if (record.outcome === 'unknown') run.tally.unknown += deposit.postingIds.length;
  run.tally.rejected += record.rejected.length;
  run.request.onProgress?.(run.tally.sent);
}
