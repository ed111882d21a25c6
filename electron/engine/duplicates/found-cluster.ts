import { createHash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '../../ledger/canonical-json.ts';
import type { FoundCluster } from '../../ledger/duplicate-cluster-store.ts';
import type { Suspicion } from '../../matching/duplicates/suspicion.ts';

type OfLedger = Omit<FoundCluster, 'kind' | 'score' | 'pointsJson' | 'evidenceHash'>;

/** A suspicion with the rows it is about. `evidence`: of each row what speaks for it and stays, in any order of rows. */
export function foundCluster(
  { kind, weakest }: Suspicion,
  { evidence, ...own }: OfLedger & { readonly evidence: readonly JsonValue[] },
): FoundCluster {
  return {
    ...own,
    kind,
    score: weakest.score / 100,
    pointsJson: JSON.stringify(weakest.points),
    evidenceHash: evidenceHashOf(evidence),
  };
}

/** What speaks for the rows of a suspicion in one text, in any order of rows. */
export function evidenceHashOf(evidence: readonly JsonValue[]): string {
  const texts = evidence.map(canonicalJson).toSorted();
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 32);
}
