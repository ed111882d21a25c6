import { createHash } from 'node:crypto';
import type { Instant, PostingId } from '../../../shared/domain/ids.ts';
import type { DepositDocument, DepositMapping } from '../../connectors/peoplesoft/types.ts';
import { appendAudit } from '../../ledger/audit-store.ts';
import { placeInDeposit } from '../../ledger/deposit-payment-store.ts';
import { insertDeposit, lastCutNumber, lastGenerationOfCut } from '../../ledger/deposit-store.ts';
import { defineRead, defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { startAttempt } from '../../ledger/posting-attempt-store.ts';
import { setPostingState } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { requireKnownDatabase } from '../database/database-gate.ts';
import { depositDocument } from './deposit-document.ts';
import { depositMappingInForce } from './deposit-mapping-in-force.ts';
import type { DepositGroup } from './due-postings.ts';
import { documentHash, readPayload, type PaymentPayload } from '../payments/payment-payload.ts';
import { READY_SQL } from '../payments/ready-to-send.ts';
import { depositReference } from '../payments/reference.ts';
import { requireClaim, type SenderClaim } from '../sending/sender-claim.ts';
import { sourceChanges } from '../payments/source-changes.ts';

export interface CutDeposit {
  readonly depositKey: number;
  readonly attemptId: number;
  readonly cutNumber: number;
  readonly group: Omit<DepositGroup, 'postings'>;
  /** In payment sequence order: the payment with sequence n is at n - 1. */
  readonly postingIds: readonly number[];
  readonly document: DepositDocument;
  /** The confirmed mapping it goes out under; null: the connection profile's own names. */
  readonly mapping: DepositMapping | null;
}
export interface CutArgs {
  readonly claim: SenderClaim;
  readonly group: Omit<DepositGroup, 'postings'>;
  /** In the order they shall have in the deposit. */
  readonly postingIds: readonly number[];
  readonly depositIds: 'given' | 'next';
  /** Number of the cut whose certain refusal this one follows (it is then a new generation of it); null for a new cut. */
  readonly afterCut: number | null;
  /** PeopleSoft was found to hold these payments already: nothing is sent, and the audit must not say so. */
  readonly isFound?: boolean;
  readonly at: Instant;
  readonly machine: string;
}

/**
 * Composes a deposit of approved payments and marks it as being sent, in one transaction just before the call. From here on a
 * crash leaves `sending`, which a restart turns into a doubt and never into a second send. Payments that were taken back, or
 * that no longer stand as they were approved (`sourceChanges`), stay out; null when that leaves none.
 */
export const cutDeposit = defineWrite(
  'posting.cutDeposit',
  (db: WritableLedger, wanted: CutArgs): CutDeposit | null => {
    requireClaim(db, wanted.claim);
    requireKnownDatabase(db);
    const due = wanted.postingIds.flatMap((postingId) => duePayment(db, postingId, wanted.isFound === true) ?? []);
    if (due.length === 0) return null;
    const args = { ...wanted, postingIds: due.map((each) => each.postingId) };
    const payloads = due.map((each) => each.payload);
    const { cutNumber, generation } = nextCut(db, args);
    const given = args.depositIds === 'given';
    const depositId = given ? depositReference({ ...args.group, cutNumber, generation }) : 'NEXT';
    const document = depositDocument({ ...args.group, depositId }, payloads);
    const documentText = JSON.stringify(document);
    const mapping = depositMappingInForce(db, args.at, args.depositIds);
    const { operatorId, ...place } = args.group;
    const mappingVersion = mapping?.version ?? null;
    const depositKey = insertDeposit(db, {
      ...place,
      depositId,
      isIdGiven: given,
      exponent: document.control.exponent,
      cutNumber,
      generation,
      controlMinor: document.control.minor,
      controlCount: document.controlCount,
      documentText,
      documentHash: documentHash(documentText),
      mappingVersion,
      at: args.at,
    });
    args.postingIds.forEach((postingId, index) => {
      placeInDeposit(db, { postingId, depositKey, paymentSeq: index + 1 });
      setPostingState(db, { postingId: postingId as PostingId, to: 'sending', at: args.at });
    });
    auditSend(db, {
      ...args,
      unit: args.group.unit,
      depositKey,
      documentHash: documentHash(documentText),
      mappingVersion,
      operatorId,
      how: wanted.isFound === true ? 'found' : 'sent',
    });
    return {
      depositKey,
      attemptId: startAttempt(db, depositKey, 'send', args.at),
      cutNumber,
      group: args.group,
      postingIds: args.postingIds,
      document,
      mapping,
    };
  },
);

function duePayment(
  db: WritableLedger,
  postingId: number,
  isFound: boolean,
): { postingId: number; payload: PaymentPayload } | null {
  const row = statement<{
    state: string;
    deposit_key: number | null;
    payload_json: string;
    payload_hash: string;
    ready: 0 | 1;
  }>(
    db,
    `SELECT state, deposit_key, payload_json, payload_hash, ${READY_SQL} AS ready FROM posting p WHERE posting_id = ?`,
  ).get(postingId);
  if (row?.state !== 'queued' || row.deposit_key !== null || row.ready === 0) return null;
  const payload = readPayload(row.payload_json, row.payload_hash);
  // What PeopleSoft holds is taken as it stands there, whatever is said of it by now.
  if (isFound) return { postingId, payload };
  // A reading may have come in between: the next look finds the change and gives the payment back.
  return sourceChanges(db, postingId, payload).length > 0 ? null : { postingId, payload };
}

/** Which cut of its place a new deposit of this group would be. */
export const nextNewCut = defineRead(
  'posting.nextNewCut',
  (db: ReadableLedger, args: { group: CutArgs['group'] }): { cutNumber: number; generation: number } =>
    nextCut(db, { ...args, afterCut: null }),
);

function nextCut(
  db: ReadableLedger,
  args: Pick<CutArgs, 'group' | 'afterCut'>,
): { cutNumber: number; generation: number } {
  const { group, afterCut } = args;
  return afterCut === null
    ? { cutNumber: lastCutNumber(db, group) + 1, generation: 1 }
    : { cutNumber: afterCut, generation: lastGenerationOfCut(db, group, afterCut) + 1 };
}

/** Writes the audit row of one transmission, or of payments found in PeopleSoft: every one has its own, also when the same document goes again. */
export function auditSend(
  db: WritableLedger,
  args: Pick<CutArgs, 'claim' | 'postingIds' | 'at' | 'machine'> & {
    readonly unit: string;
    readonly depositKey: number;
    readonly documentHash: string;
    readonly mappingVersion: number | null;
    /** Who it was sent as; null: the site's integration id. */
    readonly operatorId: string | null;
    readonly how: 'sent' | 'sentAgain' | 'found';
  },
): void {
  const postings = createHash('sha256').update(args.postingIds.join(',')).digest('hex');
  appendAudit(db, {
    at: args.at,
    actor: args.claim.holder,
    machine: args.machine,
    action: args.how === 'found' ? 'deposit.found' : 'deposit.sent',
    subject: `deposit/${args.depositKey}`,
    detail: {
      unit: args.unit,
      payments: args.postingIds.length,
      postingsDigest: postings,
      documentHash: args.documentHash,
      ...(args.mappingVersion === null ? {} : { mappingVersion: args.mappingVersion }),
      ...(args.operatorId === null ? {} : { operatorId: args.operatorId }),
      ...(args.how === 'sentAgain' ? { again: true } : {}),
    },
  });
}
