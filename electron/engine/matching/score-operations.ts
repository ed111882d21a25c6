import { createHash } from 'node:crypto';
import { appendAudit } from '../../ledger/audit-store.ts';
import {
  candidatesOf,
  replaceCandidates,
  setScoredOf,
  type CandidatesOfCustomer,
} from '../../ledger/customer-candidate-store.ts';
import { insertLinkModel } from '../../ledger/link-model-store.ts';
import { defineWrite, type AnyOperation, type WritableLedger } from '../../ledger/operation.ts';
import type { RunBy } from './run-audit.ts';
import type { LearnedModel } from './score-links.ts';

export interface ScoresArgs extends RunBy {
  /** A version of the model that these candidates are the first of. */
  readonly learned: LearnedModel | null;
  /** `CandidatesOfCustomer[]` as JSON: a text crosses threads faster than thousands of objects. */
  readonly packed: string;
  /** With the last chunk: what all were scored from. Null: more is to come, and until then scoring is due. */
  readonly scoredOf: string | null;
}

/** Puts candidates in the place of what was stored; answers how many Stripe customers have others now. One audit row stands beside a change. */
export const applyScores = defineWrite(
  'matching.applyScores',
  (db: WritableLedger, { learned, packed, scoredOf, ...by }: ScoresArgs): { applied: number } => {
    if (learned !== null) insertLinkModel(db, { ...learned, madeBy: by.actor, madeAt: by.at });
    const digest = createHash('sha256');
    let applied = 0;
    for (const customer of JSON.parse(packed) as CandidatesOfCustomer[]) {
      const text = JSON.stringify(customer.candidates);
      if (JSON.stringify(candidatesOf(db, customer)) === text) continue;
      replaceCandidates(db, customer);
      digest.update(`${customer.account}\n${customer.customerId}\n${text}\n`);
      applied += 1;
    }
    setScoredOf(db, scoredOf);
    if (applied > 0 || learned !== null) {
      const { actor, machine, at } = by;
      const detail = { customers: applied, learnedModel: learned?.version ?? null, sha256: digest.digest('hex') };
      appendAudit(db, { at, actor, machine, action: 'matching.scored', subject: 'matching', detail });
    }
    return { applied };
  },
  { bulk: true },
);

/** Every ledger operation of scoring customers. */
export const scoreOperations: readonly AnyOperation[] = [applyScores];
