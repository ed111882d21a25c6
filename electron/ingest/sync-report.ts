import type { SystemName } from '../../shared/domain/states.ts';
import type { ConnectorFailure } from '../connectors/http/connector-error.ts';
import type { SyncCounts } from '../ledger/sync-run-store.ts';

/** What one poll of a system brought; `complete` means that every stream was read to its end. */
export interface SystemReport extends SyncCounts {
  readonly complete: boolean;
  /** Objects known to have changed that still have to be read; left out where there are none. */
  readonly waiting?: number;
  /** Objects that arrived, whenever, and cannot be read; left out where there are none. */
  readonly unreadable?: number;
  /** What Stripe has and the books have not; left out where nothing is. */
  readonly completeness?: CompletenessReport;
}
/** What is known to be missing after a whole read of Stripe. */
export interface CompletenessReport {
  /** Objects that are asked for. */
  readonly missing: number;
  /** Objects that Stripe's own records name and Stripe says it does not know. */
  readonly unknownToStripe: number;
  /** Payouts that do not come to the rows held. */
  readonly payoutsOpen: number;
  /** Balances that do not come to their rows: what Stripe tells, less what is held, as decimal text. */
  readonly balancesOpen: readonly {
    readonly balance: string;
    readonly currency: string;
    readonly difference: string;
  }[];
}
export interface SyncReport {
  readonly systems: Partial<Record<SystemName, SystemReport>>;
  /** Why a system was not read to its end, by system; a system that was is left out. */
  readonly failures?: Partial<Record<SystemName, readonly StreamFailure[]>>;
  /** What a person has to know though nothing waits for it, by system; a system without any is left out. */
  readonly standing?: Partial<Record<SystemName, readonly Said[]>>;
}
/** Something for a person to know, and what to do about it. */
export interface Said {
  readonly message: string;
  readonly nextStep: string;
}
/** Why a stream was not read to its end, in words for a person. */
export interface StreamFailure extends Said {
  readonly stream: string;
  /**
   * `moving` and `truncated`: a list that does not agree with what PeopleSoft counts. `otherDatabase`: it is not the database the books
   * are about. `missing`: everything was read, and what was read names objects that did not come, cannot be read, or does
   * not come to the balance.
   */
  readonly kind: ConnectorFailure | 'internal' | 'moving' | 'truncated' | 'otherDatabase' | 'missing';
}
export interface StreamReport extends SyncCounts {
  readonly stream: string;
  readonly failure: StreamFailure | null;
}
export interface PollOutcome {
  readonly report: SystemReport;
  readonly streams: readonly StreamReport[];
  readonly failures: readonly StreamFailure[];
  /** What could not be had and holds nothing up, in sentences. */
  readonly notes?: readonly string[];
  /** What stands and holds nothing up: Stripe was asked. */
  readonly standing?: readonly Said[];
}

export const NO_COUNTS: SyncCounts = { read: 0, new: 0, changed: 0, refused: 0 };

export function addCounts(left: SyncCounts, right: SyncCounts): SyncCounts {
  return {
    read: left.read + right.read,
    new: left.new + right.new,
    changed: left.changed + right.changed,
    refused: left.refused + right.refused,
  };
}

/** Sums the streams of one poll. What still waits to be read makes it incomplete; notes do not. */
export function pollOutcome(
  streams: readonly StreamReport[],
  { waiting = 0, notes = [] }: { readonly waiting?: number; readonly notes?: readonly string[] } = {},
): PollOutcome {
  const failures = streams.flatMap((stream) => (stream.failure === null ? [] : [stream.failure]));
  const counts = streams.reduce<SyncCounts>(addCounts, NO_COUNTS);
  const report = {
    ...counts,
    complete: failures.length === 0 && waiting === 0,
    ...(waiting === 0 ? {} : { waiting }),
  };
  return { report, streams, failures, ...(notes.length === 0 ? {} : { notes }) };
}
