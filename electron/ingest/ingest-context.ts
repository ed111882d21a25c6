import type { Instant } from '../../shared/domain/ids.ts';
import type { UnitRule } from './movements/unit-rules.ts';

/** What every operation that stores Stripe objects needs to know; plain data, it crosses a thread. */
export interface IngestContext {
  readonly account: string;
  readonly livemode: boolean;
  readonly units: readonly UnitRule[];
  /** The ledger's own time, for state changes. */
  readonly at: Instant;
}
