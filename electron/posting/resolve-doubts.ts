import { instantOf } from '../../shared/domain/calendar.ts';
import type { SenderPorts, SenderSettings } from './sender.ts';
import { canaryPayment, doubtfulDeposits, markInterruptedSends, type DoubtfulDeposit } from './doubtful-deposits.ts';
import { absenceDoubt, judgePayment, type Verdict } from './read-back.ts';
import { recordReadBack, type LineVerdict } from './record-read-back.ts';
import type { SenderClaim } from './sender-claim.ts';

/** PeopleSoft's query takes this many payment ids at once (the length of one prompt). */
export const PAYMENTS_PER_READ = 50;

export interface DoubtsReport {
  readonly settled: number;
  readonly provenAbsent: number;
  readonly stillUnknown: number;
}

/**
 * Settles what earlier attempts left open, before anything is sent: sends that a crash interrupted become doubts, and each doubt is
 * read back by the references PeopleSoft stored. Presence counts when every field agrees; absence only when proven; the rest stays
 * unknown and is shown. Throws ConnectorError when PeopleSoft cannot be read: then every doubt stays as it is.
 */
export async function resolveDoubts(
  ports: SenderPorts,
  settings: SenderSettings,
  claim: SenderClaim,
  signal?: AbortSignal,
): Promise<DoubtsReport> {
  const { ledger, now } = ports;
  const unit = settings.unit.unit;
  await ledger.write(markInterruptedSends, {
    claim,
    at: instantOf(now()),
    machine: ports.machine,
    absenceCountsFromAt: instantOf(now() + settings.settleSeconds * 1_000),
  });
  const report = { settled: 0, provenAbsent: 0, stillUnknown: 0 };
  for (const deposit of await ledger.read(doubtfulDeposits, { unit })) {
    signal?.throwIfAborted();
    const lines = await readBackDeposit(ports, deposit, signal);
    const outcome = await ledger.write(recordReadBack, {
      claim,
      depositKey: deposit.depositKey,
      lines,
      at: instantOf(now()),
      machine: ports.machine,
    });
    report.settled += outcome.settled;
    report.provenAbsent += outcome.provenAbsent;
    report.stillUnknown += outcome.stillUnknown;
  }
  return report;
}

/** One verdict per payment of a deposit. Absence carries the sentence that says why it cannot be believed, or null when it is proven. */
export async function readBackDeposit(
  ports: SenderPorts,
  deposit: DoubtfulDeposit,
  signal?: AbortSignal,
): Promise<LineVerdict[]> {
  const canary = await ports.ledger.read(canaryPayment, {
    depositBu: deposit.depositBu,
    notDepositKey: deposit.depositKey,
  });
  const lines: LineVerdict[] = [];
  for (let start = 0; start < deposit.payments.length; start += PAYMENTS_PER_READ) {
    const batch = deposit.payments.slice(start, start + PAYMENTS_PER_READ);
    const startedAtMs = ports.now();
    const found = await ports.peopleSoft.findPayments(
      deposit.depositBu,
      batch.map((each) => each.document.paymentId),
      canary,
      signal,
    );
    const staged = new Set(
      [...found.staged, ...found.errors.map((each) => each.paymentId)].map((id) => id.toUpperCase()),
    );
    for (const payment of batch) {
      const verdict: Verdict = judgePayment({ ...deposit, document: payment.document }, found.payments);
      const doubt =
        verdict.verdict !== 'absent'
          ? null
          : absenceDoubt({
              nowMs: startedAtMs,
              countsFromMs: Date.parse(deposit.absenceCountsFromAt),
              canarySeen: found.canarySeen,
              staged: staged.has(payment.document.paymentId.toUpperCase()),
            });
      lines.push({
        postingId: payment.postingId,
        verdict: verdict.verdict,
        text: textOf(verdict, doubt),
        absenceProven: verdict.verdict === 'absent' && doubt === null,
        depositId: depositIdOf(verdict),
      });
    }
  }
  return lines;
}

function textOf(verdict: Verdict, doubt: string | null): string | null {
  if (verdict.verdict === 'wrong') return verdict.text;
  return verdict.verdict === 'accepted' ? verdict.exception : doubt;
}

function depositIdOf(verdict: Verdict): string | null {
  return verdict.verdict === 'absent' ? null : verdict.payment.depositId;
}
