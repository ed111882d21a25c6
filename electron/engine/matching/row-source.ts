import type { ReadableLedger } from '../../ledger/operation.ts';
import type { LinksInUse } from '../../matching/customers/propose-links.ts';
import type { SnapshotBuilder } from '../../matching/movements/build-snapshot.ts';
import type { MatchingProfile } from './matching-request.ts';
import type { Rows } from './scope-index.ts';
import type { StoredStates } from './stored-states.ts';

/** Takes the rows that the rules go by: all items, then all receipts, then all movements, each in the order of its key. */
export type RowSink = Omit<SnapshotBuilder, 'finish'>;
export interface RowSource {
  readonly db: ReadableLedger;
  readonly profile: MatchingProfile;
  readonly links: LinksInUse;
  /** The only rows to read; null: all there are. */
  readonly within: Rows | null;
  /** Told how each movement stands, in the order of their keys; left out: nobody asks. */
  readonly stands?: StoredStates;
}
