import { instantOf } from '../../shared/domain/calendar.ts';
import { doubtfulDeposits, markInterruptedSends, type DoubtfulDeposit } from './doubtful-deposits.ts';
import { readBackDeposit } from './read-back-deposit.ts';
import { recordReadBack, type LineVerdict } from './record-read-back.ts';
import type { SenderClaim } from './sender-claim.ts';
import type { SenderPorts, SenderSettings, SendRequest } from './sender.ts';
import { isAboutOneAnswer, stopFor, type Stop } from './stop.ts';

export interface DoubtsReport {
  readonly settled: number;
  readonly provenAbsent: number;
  readonly stillUnknown: number;
  /** Why PeopleSoft could not be asked about all of them: then nothing may be sent either. */
  readonly stopped: Stop | null;
}

/**
 * Settles what earlier attempts left open, before anything is sent: sends that a crash interrupted become doubts, and each doubt is
 * read back by the references PeopleSoft stored. Presence counts when every field agrees; absence only when proven; the rest stays
 * unknown and is shown. With `looks` only those due for a look are asked about. One deposit whose answer cannot be read does not keep the others from being settled.
 */
export async function resolveDoubts(
  ports: SenderPorts,
  settings: SenderSettings,
  claim: SenderClaim,
  { signal, looks }: Pick<SendRequest, 'signal' | 'looks'> = {},
): Promise<DoubtsReport> {
  const { ledger, now } = ports;
  await ledger.write(markInterruptedSends, {
    claim,
    at: instantOf(now()),
    machine: ports.machine,
    absenceCountsFromAt: instantOf(now() + settings.settleSeconds * 1_000),
  });
  const report = { settled: 0, provenAbsent: 0, stillUnknown: 0 };
  let stopped: Stop | null = null;
  for (const deposit of await ledger.read(doubtfulDeposits, { unit: settings.unit.unit })) {
    signal?.throwIfAborted();
    if (looks?.isDue(deposit.depositKey, now()) === false) {
      report.stillUnknown += deposit.payments.length;
      continue;
    }
    const lines: LineVerdict[] | Stop = stopped ?? (await readOrStop(ports, settings, deposit, signal));
    if ('kind' in lines) {
      looks?.looked(deposit.depositKey, now(), false);
      report.stillUnknown += deposit.payments.length;
      if (!isAboutOneAnswer(lines)) stopped = lines;
      continue;
    }
    const outcome = await ledger.write(recordReadBack, {
      claim,
      depositKey: deposit.depositKey,
      lines,
      at: instantOf(now()),
      machine: ports.machine,
    });
    looks?.looked(deposit.depositKey, now(), outcome.isNews);
    report.settled += outcome.settled;
    report.provenAbsent += outcome.provenAbsent;
    report.stillUnknown += outcome.stillUnknown;
  }
  return { ...report, stopped };
}

function readOrStop(
  ports: SenderPorts,
  settings: SenderSettings,
  deposit: DoubtfulDeposit,
  signal?: AbortSignal,
): Promise<LineVerdict[] | Stop> {
  return readBackDeposit(ports, settings, deposit, signal).catch(stopFor);
}
