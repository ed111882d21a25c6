import { instantOf } from '../../../shared/domain/calendar.ts';
import { doubtfulDeposits, markInterruptedSends } from '../deposits/doubtful-deposits.ts';
import { readBackDeposit } from './read-back-deposit.ts';
import { lookAtEach } from './look-at-each.ts';
import { recordReadBack } from './record-read-back.ts';
import type { SenderClaim } from '../sending/sender-claim.ts';
import type { SenderPorts, SenderSettings, SendRequest } from '../sending/sender.ts';
import type { Stop } from '../sending/stop.ts';

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
  request: Pick<SendRequest, 'signal' | 'looks'> = {},
): Promise<DoubtsReport> {
  const { ledger, now } = ports;
  await ledger.write(markInterruptedSends, {
    claim,
    at: instantOf(now()),
    machine: ports.machine,
    absenceCountsFromAt: instantOf(now() + settings.settleSeconds * 1_000),
  });
  const report = { settled: 0, provenAbsent: 0, stillUnknown: 0 };
  const stopped = await lookAtEach(
    await ledger.read(doubtfulDeposits, { unit: settings.unit.unit }),
    {
      keyOf: ({ depositKey }) => depositKey,
      look: (deposit) => readBackDeposit(ports, settings, deposit, request.signal),
      keep: async ({ depositKey }, lines) => {
        const step = { claim, depositKey, lines, at: instantOf(now()), machine: ports.machine };
        const outcome = await ledger.write(recordReadBack, step);
        report.settled += outcome.settled;
        report.provenAbsent += outcome.provenAbsent;
        report.stillUnknown += outcome.stillUnknown;
        return outcome.isNews;
      },
      pass: ({ payments }) => void (report.stillUnknown += payments.length),
      passesRest: true,
    },
    { ...request, now },
  );
  return { ...report, stopped };
}
