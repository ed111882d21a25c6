import { createHash } from 'node:crypto';
import { canonicalJson } from '../../ledger/canonical-json.ts';
import { changeLink } from '../../ledger/crosswalk-store.ts';
import { defineWrite, type AnyOperation, type WritableLedger } from '../../ledger/operation.ts';
import type { LinkChange } from '../../matching/customers/propose-links.ts';
import { applyOutcomes } from './apply-outcomes.ts';
import { countBeforeGoLive, countMatched } from './count-matched.ts';
import { proposedRules } from './proposed-rules.ts';
import { returnLostReceipts } from './return-lost-receipts.ts';
import { returnUnlinkedMatches } from './return-unlinked-matches.ts';
import { auditRun, type RunBy } from './run-audit.ts';
import { scopeOperations } from './scope-operations.ts';
import { scoreOperations } from './score-operations.ts';
import { whyNotPairWords } from './why-not-item.ts';
import { whyNot, whyNotItem } from './why-not-operation.ts';

export interface LinksArgs extends RunBy {
  readonly changes: readonly LinkChange[];
}
/**
 * Writes link changes; a row that somebody changed meanwhile is left as it is. Returns how many were written; one audit row with
 * the digest of these stands beside them.
 */
export const applyLinks = defineWrite(
  'matching.applyLinks',
  (db: WritableLedger, { changes, ...by }: LinksArgs): { applied: number } => {
    const digest = createHash('sha256');
    const became: Record<LinkChange['state'], number> = { proposed: 0, confirmed: 0, retired: 0 };
    let applied = 0;
    // What falls goes first: a Stripe customer has one confirmed link at a time.
    const ordered = changes.toSorted(
      (left, right) => Number(right.state === 'retired') - Number(left.state === 'retired'),
    );
    for (const change of ordered) {
      const linkId = changeLink(db, { ...change, at: by.at });
      if (linkId === null) continue;
      applied += 1;
      became[change.state] += 1;
      const { account, customerId, setId, custId, state, basis, evidence } = change;
      digest.update(canonicalJson([linkId, account, customerId, setId, custId, state, basis, evidence]));
    }
    if (applied > 0) auditRun(db, by, 'matching.linked', { links: applied, ...became, sha256: digest.digest('hex') });
    return { applied };
  },
  { bulk: true },
);

/** Every ledger operation of this folder, for the registry of the ledger's threads. */
export const matchingOperations: readonly AnyOperation[] = [
  applyLinks,
  applyOutcomes,
  ...scopeOperations,
  ...scoreOperations,
  returnLostReceipts,
  returnUnlinkedMatches,
  countBeforeGoLive,
  countMatched,
  proposedRules,
  whyNot,
  whyNotItem,
  whyNotPairWords,
];
