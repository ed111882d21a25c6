import type { MatchingTolerances } from '../../../shared/contract/tolerances.ts';
import type { Profile } from '../../../shared/contract/profile.ts';
import type { FoundCluster } from '../../ledger/duplicate-cluster-store.ts';
import type { LedgerErrorData } from '../../ledger/ledger-error.ts';
import type { LinkChange } from '../../matching/customers/propose-links.ts';
import type { Outcome } from '../../matching/movements/outcome.ts';
import type { MatchedCounts } from '../engine-types.ts';

/** What of the connection profile matching goes by; plain data for the thread. */
export interface MatchingProfile {
  readonly setId: string;
  readonly customerIdKeys: readonly string[];
  readonly tolerances: MatchingTolerances;
  readonly units: readonly {
    readonly unit: string;
    readonly businessUnits: readonly string[];
    readonly goLiveDate: string | null;
    readonly depositBu: string;
    /** Clearing banks as `code/account key`. */
    readonly clearingBanks: readonly string[];
  }[];
}

export function matchingProfile(profile: Profile): MatchingProfile {
  return {
    setId: profile.peoplesoft.setId,
    customerIdKeys: profile.stripe.customerIdKeys,
    tolerances: profile.matching,
    units: profile.units.map(({ unit, businessUnits, goLiveDate, depositBu, clearing }) => ({
      unit,
      businessUnits,
      goLiveDate,
      depositBu,
      clearingBanks: clearing.map((each) => `${each.bankCode}/${each.bankAccountKey}`),
    })),
  };
}

export interface MatchingThreadStart {
  readonly file: string;
  /** The 32 bytes of the ledger; handed over, not copied, and wiped once the ledger is open. */
  readonly key: ArrayBuffer;
  readonly profile: MatchingProfile;
  /** A dry run looks for no duplicates: nothing is written that they could be weighed by. */
  readonly dryRun: boolean;
}
/** An outcome that differs from what the ledger has, with the version of the row it was made for. */
export interface OutcomeChange {
  readonly version: number;
  readonly outcome: Outcome;
}
/** The thread waits for `next` after each message but the last two: one chunk is under way at a time. `written` asks whether all before it is in the ledger. */
export type MatchingMessage =
  | { readonly type: 'links'; readonly changes: readonly LinkChange[]; readonly conflicts: number }
  | {
      readonly type: 'changes';
      readonly changes: readonly OutcomeChange[];
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: 'written' }
  | { readonly type: 'duplicates'; readonly clusters: readonly FoundCluster[] }
  | { readonly type: 'done'; readonly counts: MatchedCounts; readonly changed: number }
  | { readonly type: 'failed'; readonly error: LedgerErrorData };
export type MatchingAnswer = { readonly type: 'next' };
