import type { PlainDate } from '../../../shared/domain/ids.ts';
import {
  openCluster,
  refreshCluster,
  type ClusterHead,
  type ClusterRow,
} from '../../ledger/duplicate-cluster-store.ts';
import type { WritableLedger } from '../../ledger/operation.ts';

/**
 * Brings one suspicion, of rows or of customers, to what was found: a new one is kept by `insert`, one that may be asked again opens, an open one
 * takes over what speaks for it now, and what a person has answered stays as she saw it. Answers what became of it; null: nothing.
 */
export function applySuspicion(
  db: WritableLedger,
  found: ClusterHead,
  how: {
    /** What is known of the same set; null: it was never suspected. */
    readonly before: ClusterRow | null;
    readonly today: PlainDate;
    readonly insert: () => void;
  },
): 'opened' | 'changed' | null {
  const { before, today, insert } = how;
  if (before === null) {
    insert();
    return 'opened';
  }
  const whyOpen = whyOpenAgain(before, found, today);
  if (whyOpen !== null) {
    refreshCluster(db, before.clusterId, found);
    openCluster(db, before.clusterId, whyOpen === '' ? null : whyOpen);
    return 'opened';
  }
  if (before.state !== 'open') return null;
  return refreshCluster(db, before.clusterId, found) ? 'changed' : null;
}

/** Why a cluster that is not open is to be opened, empty where nobody ever answered it; null: it stays as it is. */
function whyOpenAgain(before: ClusterRow, found: Pick<ClusterHead, 'evidenceHash'>, today: PlainDate): string | null {
  if (before.state === 'gone') return '';
  if (before.state !== 'notDuplicate') return null;
  const who = `${before.decidedBy ?? 'Somebody'} said that it is not a duplicate`;
  if (before.expiresDate !== null && before.expiresDate <= today) return `${who}, until ${before.expiresDate}.`;
  return before.evidenceHash === found.evidenceHash ? null : `${who}, but its rows have changed since.`;
}
