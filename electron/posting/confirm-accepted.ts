import { instantOf } from '../../shared/domain/calendar.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { defineRead, type ReadableLedger } from '../ledger/operation.ts';
import { statement } from '../ledger/statement.ts';
import { paymentsInState, type DoubtfulDeposit } from './doubtful-deposits.ts';
import { recordReadBack, type LineVerdict } from './record-read-back.ts';
import { readBackDeposit } from './resolve-doubts.ts';
import type { SenderClaim } from './sender-claim.ts';
import type { SenderPorts, SenderSettings } from './sender.ts';

/** Deposits saved in PeopleSoft whose payments are not all confirmed yet, oldest first. */
export const acceptedDeposits = defineRead(
  'posting.acceptedDeposits',
  (db: ReadableLedger, args: { unit: string; afterDepositKey: number; limit: number }): DoubtfulDeposit[] =>
    statement<{
      deposit_key: number;
      deposit_bu: string;
      bank_code: string;
      bank_account_key: string;
      sent_at: Instant;
      document_json: string;
    }>(
      db,
      `SELECT deposit_key, deposit_bu, bank_code, bank_account_key, sent_at, document_json FROM deposit
     WHERE unit = ? AND state = 'accepted' AND deposit_key > ? ORDER BY deposit_key LIMIT ?`,
    )
      .all(args.unit, args.afterDepositKey, args.limit)
      .map((row) => ({
        depositKey: row.deposit_key,
        depositBu: row.deposit_bu,
        bankCode: row.bank_code,
        bankAccountKey: row.bank_account_key,
        absenceCountsFromAt: row.sent_at,
        payments: paymentsInState(db, row.deposit_key, row.document_json, "'accepted', 'postingError'"),
      })),
);

export interface ConfirmReport {
  readonly confirmed: number;
  /** Saved, and waiting for PeopleSoft's batches. */
  readonly waiting: number;
  readonly problems: number;
}

/**
 * Looks at every saved deposit again: a payment that shows as applied to the approved items and posted is confirmed, and the items'
 * new balances are taken over with it. A payment that has vanished is a problem for a person, never a reason to send again.
 */
export async function confirmAccepted(
  ports: SenderPorts,
  settings: SenderSettings,
  claim: SenderClaim,
  signal?: AbortSignal,
  onProgress?: (confirmed: number) => void,
): Promise<ConfirmReport> {
  const report = { confirmed: 0, waiting: 0, problems: 0 };
  let afterDepositKey = 0;
  for (;;) {
    const [deposit] = await ports.ledger.read(acceptedDeposits, {
      unit: settings.unit.unit,
      afterDepositKey,
      limit: 1,
    });
    if (deposit === undefined) return report;
    signal?.throwIfAborted();
    afterDepositKey = deposit.depositKey;
    const read = await readBackDeposit(ports, deposit, signal);
    const lines = read.filter((line) => line.verdict !== 'absent' || line.absenceProven).map(vanished);
    if (lines.every((line) => line.verdict === 'accepted' && line.text === null)) {
      report.waiting += read.length; // nothing new: PeopleSoft's batches have not run
      continue;
    }
    const confirmed = new Set(lines.filter((line) => line.verdict === 'confirmed').map((line) => line.postingId));
    const items = await rereadItems(ports, deposit, confirmed, signal);
    await ports.ledger.write(recordReadBack, {
      claim,
      depositKey: deposit.depositKey,
      lines,
      items,
      at: instantOf(ports.now()),
      machine: ports.machine,
    });
    report.confirmed += confirmed.size;
    report.waiting += lines.filter((line) => line.verdict === 'accepted').length;
    report.problems += lines.filter((line) => line.verdict === 'wrong').length;
    onProgress?.(report.confirmed);
  }
}

/** A saved payment that a valid read no longer shows is for a person to look at. */
function vanished(line: LineVerdict): LineVerdict {
  if (line.verdict !== 'absent') return line;
  const text = 'PeopleSoft no longer shows this payment although it was saved; a person has to look there';
  return { ...line, verdict: 'wrong', text };
}

async function rereadItems(
  ports: SenderPorts,
  deposit: DoubtfulDeposit,
  confirmed: ReadonlySet<number>,
  signal: AbortSignal | undefined,
) {
  const keys = deposit.payments
    .filter((payment) => confirmed.has(payment.postingId))
    .flatMap((payment) => payment.document.items);
  return keys.length === 0 ? [] : ports.peopleSoft.itemsByKey(keys, signal);
}
