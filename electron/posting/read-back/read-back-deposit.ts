import { canaryPayment, mustWaitMs, readingLagMs } from './canary.ts';
import type { DoubtfulDeposit } from '../deposits/doubtful-deposits.ts';
import { absenceDoubt, judgePayment, type AbsenceDoubt, type Verdict } from './read-back.ts';
import type { LineVerdict } from './record-read-back.ts';
import type { SenderPorts, SenderSettings } from '../sending/sender.ts';

/**
 * Reads a deposit's payments by their references: one verdict per payment. Absence carries the sentence that says why it cannot be
 * believed, or null when it is proven. Throws ConnectorError when PeopleSoft cannot be read.
 */
export async function readBackDeposit(
  ports: SenderPorts,
  settings: SenderSettings,
  deposit: DoubtfulDeposit,
  signal?: AbortSignal,
): Promise<LineVerdict[]> {
  const canary = await ports.ledger.read(canaryPayment, {
    depositBu: deposit.depositBu,
    notDepositKey: deposit.depositKey,
  });
  const countsFromMs = Date.parse(deposit.absenceCountsFromAt);
  const own = canary?.own ?? null;
  const canarySentAfterDoubtMs = own === null ? null : ports.watch.sentAfterDoubtMs(own.depositKey, deposit.depositKey);
  const startedAtMs = ports.now();
  const waitedMs = ports.watch.doubtedForMs(deposit.depositKey);
  const lagMs = readingLagMs(canary, {
    asOfMs: countsFromMs,
    nowMs: startedAtMs,
    settleSeconds: settings.settleSeconds,
    sentAfterDoubtMs: canarySentAfterDoubtMs,
  });
  const found = await ports.peopleSoft.findPayments(
    deposit.depositBu,
    deposit.payments.map((each) => each.document.paymentId),
    canary?.paymentId ?? null,
    signal,
  );
  const staged = new Set(
    [...found.staged, ...found.errors.map((each) => each.paymentId)].map((id) => id.toUpperCase()),
  );
  return deposit.payments.map(({ postingId, document }) => {
    const verdict = judgePayment({ ...deposit, document }, found.payments);
    const evidence = {
      nowMs: startedAtMs,
      countsFromMs,
      lagMs,
      waitedMs,
      mustWaitMs: mustWaitMs(lagMs, settings.settleSeconds),
      canarySeen: found.canarySeen,
      staged: staged.has(document.paymentId.toUpperCase()),
      keyTaken: deposit.keyTaken,
    };
    return lineOf(postingId, verdict, verdict.verdict === 'absent' ? absenceDoubt(evidence) : null);
  });
}

function lineOf(postingId: number, verdict: Verdict, doubt: AbsenceDoubt | null): LineVerdict {
  const absenceProven = verdict.verdict === 'absent' && doubt === null;
  const depositId = verdict.verdict === 'absent' ? null : verdict.payment.depositId;
  const text = textOf(verdict, doubt);
  return { postingId, verdict: verdict.verdict, text, absenceProven, why: doubt?.why ?? null, depositId };
}

function textOf(verdict: Verdict, doubt: AbsenceDoubt | null): string | null {
  if (verdict.verdict === 'wrong') return verdict.text;
  return verdict.verdict === 'accepted' ? verdict.exception : (doubt?.text ?? null);
}
