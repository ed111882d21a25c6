import type { Instant, PostingId } from '../../../shared/domain/ids.ts';
import type { DepositDocument } from '../../connectors/peoplesoft/types.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { paymentsOfDeposit, placeInDeposit } from '../../ledger/deposit-payment-store.ts';
import { endDoubtfulDeposit, findDeposit, rewriteDeposit } from '../../ledger/deposit-store.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import { getPosting } from '../../ledger/posting-store.ts';
import { depositDocument } from './deposit-document.ts';
import { documentHash, readPayload } from '../payments/payment-payload.ts';
import { requeuePosting } from '../sending/record-send.ts';

/** Its absence was proven, and nothing of it may go again. */
const NOTHING_LEFT = 'never saved; every payment of it changed';

/**
 * Takes a payment out of a deposit whose absence in PeopleSoft was proven. What is left goes under the same deposit id, cut number and
 * generation: should PeopleSoft save the first attempt late after all, the resend still meets it there, which a new cut would not.
 */
export function lessenDeposit(
  db: WritableLedger,
  depositKey: number,
  postingId: PostingId,
  step: { readonly at: Instant; readonly actor: string; readonly machine: string },
): void {
  const deposit = findDeposit(db, depositKey);
  if (deposit?.state !== 'cut') throw new Error(`deposit ${depositKey} is not waiting to be sent again`);
  if (documentHash(deposit.documentJson) !== deposit.documentHash)
    throw new Error('a stored deposit differs from what was cut: its hash does not fit');
  requeuePosting(db, postingId, step.at);
  const left = paymentsOfDeposit(db, depositKey);
  const audit = (detail: Readonly<Record<string, string | number>>) =>
    appendAudit(db, { ...step, action: 'deposit.lessened', subject: `deposit/${depositKey}`, detail });
  const common = { without: postingId, payments: left.length, was: deposit.documentHash };
  if (left.length === 0) {
    endDoubtfulDeposit(db, depositKey, NOTHING_LEFT);
    audit(common);
    return;
  }
  const payloads = left.map((id) => {
    const { payloadJson, payloadHash } = getPosting(db, id);
    return readPayload(payloadJson, payloadHash);
  });
  const document = depositDocument(JSON.parse(deposit.documentJson) as DepositDocument, payloads);
  const documentText = JSON.stringify(document);
  rewriteDeposit(db, depositKey, {
    exponent: document.control.exponent,
    controlMinor: document.control.minor,
    controlCount: document.controlCount,
    documentText,
    documentHash: documentHash(documentText),
  });
  left.forEach((id, index) => placeInDeposit(db, { postingId: id, depositKey, paymentSeq: index + 1 }));
  audit({ ...common, documentHash: documentHash(documentText) });
}
