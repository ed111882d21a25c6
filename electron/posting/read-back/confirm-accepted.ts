import { instantOf } from '../../../shared/domain/calendar.ts';
import type { ArItem } from '../../connectors/peoplesoft/types.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { DEPOSIT_WORDS, type DocumentWords } from '../sending/document-words.ts';
import { paymentsInState, type DoubtfulDeposit } from '../deposits/doubtful-deposits.ts';
import { lookAtEach } from './look-at-each.ts';
import { recordReadBack, type LineVerdict } from './record-read-back.ts';
import { readBackDeposit } from './read-back-deposit.ts';
import type { SenderClaim } from '../sending/sender-claim.ts';
import type { SenderPorts, SenderSettings, SendRequest } from '../sending/sender.ts';
import type { Stop } from '../sending/stop.ts';

interface Standing {
  readonly postingId: number;
  readonly state: string;
  readonly reason: string | null;
}

/** A saved deposit; `seen`: a read has already shown it. Its absence counts from when it was sent. */
export interface AcceptedDeposit extends DoubtfulDeposit {
  readonly seen: boolean;
  /** What the ledger says of each payment by now. */
  readonly standing: readonly Standing[];
}

/** Deposits with payments that are saved in PeopleSoft and not confirmed yet, oldest first. */
export const acceptedDeposits = defineRead(
  'posting.acceptedDeposits',
  (db: ReadableLedger, args: { unit: string; afterDepositKey: number; limit: number }): AcceptedDeposit[] =>
    statement<{
      deposit_key: number;
      deposit_bu: string;
      bank_code: string;
      bank_account_key: string;
      sent_at: Instant;
      document_json: string;
      seen: number;
    }>(
      db,
      `SELECT deposit_key, deposit_bu, bank_code, bank_account_key, sent_at, document_json,
       EXISTS (SELECT 1 FROM posting_attempt a WHERE a.deposit_key = deposit.deposit_key AND a.kind = 'readBack' AND a.outcome = 'found') AS seen
     FROM deposit WHERE unit = ? AND state IN ('accepted', 'unknown') AND deposit_key > ?
       AND EXISTS (SELECT 1 FROM posting p WHERE p.deposit_key = deposit.deposit_key AND p.state IN ('accepted', 'postingError')) ORDER BY deposit_key LIMIT ?`,
    )
      .all(args.unit, args.afterDepositKey, args.limit)
      .map((row) => ({
        depositKey: row.deposit_key,
        depositBu: row.deposit_bu,
        bankCode: row.bank_code,
        bankAccountKey: row.bank_account_key,
        absenceCountsFromAt: row.sent_at,
        keyTaken: false,
        seen: row.seen === 1,
        standing: standingOf(db, row.deposit_key),
        payments: paymentsInState(db, row.deposit_key, row.document_json, "'accepted', 'postingError'"),
      })),
);

function standingOf(db: ReadableLedger, depositKey: number): Standing[] {
  return statement<Standing>(
    db,
    'SELECT posting_id AS postingId, state, state_reason AS reason FROM posting WHERE deposit_key = ?',
  ).all(depositKey);
}

/** A look that shows what the ledger says already is not written down again. */
function isKnown(line: LineVerdict, standing: readonly Standing[]): boolean {
  const now = standing.find((each) => each.postingId === line.postingId);
  const state = line.verdict === 'wrong' ? 'postingError' : line.verdict;
  return now !== undefined && now.state === state && now.reason === line.text;
}

export interface ConfirmReport {
  readonly confirmed: number;
  /** Saved, and waiting for PeopleSoft's batches. */
  readonly waiting: number;
  readonly problems: number;
  readonly stopped: Stop | null;
}

/** Settle times after which a saved document that no read has shown yet is no longer put down to a reporting copy that lags. */
export const UNSEEN_SETTLES = 12;

/**
 * Looks at every saved deposit again, or with `looks` at those that are due: a payment that shows as applied to the approved items and posted is confirmed, and the items'
 * new balances are taken over with it. A payment that has vanished is a problem for a person, never a reason to send again.
 */
export async function confirmAccepted(
  ports: SenderPorts,
  settings: SenderSettings,
  claim: SenderClaim,
  request: Pick<SendRequest, 'signal' | 'looks'>,
): Promise<ConfirmReport> {
  const { ledger, now, machine } = ports;
  const report = { confirmed: 0, waiting: 0, problems: 0 };
  const tally = (lines: readonly LineVerdict[], verdict: LineVerdict['verdict']) =>
    lines.filter((line) => line.verdict === verdict).length;
  const stopped = await lookAtEach(
    everyAccepted(ports, settings),
    {
      keyOf: ({ depositKey }) => depositKey,
      look: (deposit) => lookAt(ports, settings, deposit, request.signal),
      keep: async ({ depositKey, payments, seen, standing }, { lines, items }) => {
        report.waiting += payments.length - lines.length + tally(lines, 'accepted');
        report.confirmed += tally(lines, 'confirmed');
        report.problems += tally(lines, 'wrong');
        const isNews = lines.length > 0 && !(seen && lines.every((line) => isKnown(line, standing)));
        const step = { claim, depositKey, lines, items, at: instantOf(now()), machine };
        if (isNews) await ledger.write(recordReadBack, step);
        return isNews;
      },
      pass: ({ payments }) => void (report.waiting += payments.length),
      passesRest: false,
    },
    { ...request, now },
  );
  return { ...report, stopped };
}

async function* everyAccepted(
  { ledger }: SenderPorts,
  { unit: { unit } }: SenderSettings,
): AsyncGenerator<AcceptedDeposit> {
  for (let afterDepositKey = 0; ;) {
    const [deposit] = await ledger.read(acceptedDeposits, { unit, afterDepositKey, limit: 1 });
    if (deposit === undefined) return;
    yield deposit;
    afterDepositKey = deposit.depositKey;
  }
}

/** What one read shows of a saved deposit; payments whose absence proves nothing are left out. */
async function lookAt(
  ports: SenderPorts,
  settings: SenderSettings,
  deposit: AcceptedDeposit,
  signal?: AbortSignal,
): Promise<{ lines: LineVerdict[]; items: readonly ArItem[] }> {
  const patienceMs = deposit.seen ? 0 : settings.settleSeconds * 1_000 * UNSEEN_SETTLES;
  const absenceCountsFromAt = instantOf(Date.parse(deposit.absenceCountsFromAt) + patienceMs);
  const read = await readBackDeposit(ports, settings, { ...deposit, absenceCountsFromAt }, signal);
  const lines = read.filter((line) => line.verdict !== 'absent' || line.absenceProven).map(vanished);
  const confirmed = new Set(lines.filter((line) => line.verdict === 'confirmed').map((line) => line.postingId));
  return { lines, items: await rereadItems(ports, deposit, confirmed, signal) };
}

/** What is said of a saved document that a valid read no longer shows: never a reason to send it again. */
export function vanishedWords({ part }: DocumentWords): string {
  return `PeopleSoft no longer shows this ${part} although it was saved; a person has to look there`;
}

/** A saved payment that a valid read no longer shows is for a person to look at. */
function vanished(line: LineVerdict): LineVerdict {
  if (line.verdict !== 'absent') return line;
  return { ...line, verdict: 'wrong', text: vanishedWords(DEPOSIT_WORDS), why: null };
}

async function rereadItems(
  ports: SenderPorts,
  deposit: DoubtfulDeposit,
  confirmed: ReadonlySet<number>,
  signal: AbortSignal | undefined,
): Promise<readonly ArItem[]> {
  const keys = deposit.payments
    .filter((payment) => confirmed.has(payment.postingId))
    .flatMap((payment) => payment.document.items);
  return keys.length === 0 ? [] : ports.peopleSoft.itemsByKey(keys, signal);
}
