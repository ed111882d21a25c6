import { instantOf } from '../../shared/domain/calendar.ts';
import type { ArItem } from '../connectors/peoplesoft/types.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import { defineRead, type ReadableLedger } from '../ledger/operation.ts';
import { statement } from '../ledger/statement.ts';
import { paymentsInState, type DoubtfulDeposit } from './doubtful-deposits.ts';
import { recordReadBack, type LineVerdict } from './record-read-back.ts';
import { readBackDeposit } from './read-back-deposit.ts';
import type { SenderClaim } from './sender-claim.ts';
import type { SenderPorts, SenderSettings, SendRequest } from './sender.ts';
import { isAboutOneAnswer, stopFor, type Stop } from './stop.ts';

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

/** Settle times after which a saved deposit that no read has shown yet is no longer put down to a reporting copy that lags. */
const UNSEEN_SETTLES = 12;

/**
 * Looks at every saved deposit again, or with `looks` at those that are due: a payment that shows as applied to the approved items and posted is confirmed, and the items'
 * new balances are taken over with it. A payment that has vanished is a problem for a person, never a reason to send again.
 */
export async function confirmAccepted(
  ports: SenderPorts,
  settings: SenderSettings,
  claim: SenderClaim,
  { signal, looks }: Pick<SendRequest, 'signal' | 'looks'>,
): Promise<ConfirmReport> {
  const report = { confirmed: 0, waiting: 0, problems: 0 };
  let afterDepositKey = 0;
  for (;;) {
    const [deposit] = await ports.ledger.read(acceptedDeposits, {
      unit: settings.unit.unit,
      afterDepositKey,
      limit: 1,
    });
    if (deposit === undefined) return { ...report, stopped: null };
    signal?.throwIfAborted();
    afterDepositKey = deposit.depositKey;
    if (looks?.isDue(deposit.depositKey, ports.now()) === false) {
      report.waiting += deposit.payments.length;
      continue;
    }
    const look = await lookAt(ports, settings, deposit, signal).catch(stopFor);
    if ('kind' in look) {
      looks?.looked(deposit.depositKey, ports.now(), false);
      report.waiting += deposit.payments.length;
      if (isAboutOneAnswer(look)) continue;
      return { ...report, stopped: look };
    }
    const { lines, items } = look;
    report.waiting += deposit.payments.length - lines.length;
    const isNews = lines.length > 0 && !(deposit.seen && lines.every((line) => isKnown(line, deposit.standing)));
    looks?.looked(deposit.depositKey, ports.now(), isNews);
    if (isNews)
      await ports.ledger.write(recordReadBack, {
        claim,
        depositKey: deposit.depositKey,
        lines,
        items,
        at: instantOf(ports.now()),
        machine: ports.machine,
      });
    report.confirmed += lines.filter((line) => line.verdict === 'confirmed').length;
    report.waiting += lines.filter((line) => line.verdict === 'accepted').length;
    report.problems += lines.filter((line) => line.verdict === 'wrong').length;
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

/** A saved payment that a valid read no longer shows is for a person to look at. */
function vanished(line: LineVerdict): LineVerdict {
  if (line.verdict !== 'absent') return line;
  const text = 'PeopleSoft no longer shows this payment although it was saved; a person has to look there';
  return { ...line, verdict: 'wrong', text, why: null };
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
