import type { LinkingRules } from '../../../shared/contract/profile-linking.ts';
import type { MatchingTolerances } from '../../../shared/contract/profile-tolerances.ts';
import {
  changedTolerances,
  NO_RULE_CHANGES,
  type LinkKind,
  type LinkRule,
  type RuleChanges,
} from '../../../shared/contract/rule-changes.ts';
import type { Profile } from '../../../shared/contract/profile.ts';
import type { LedgerErrorData } from '../../ledger/ledger-error.ts';
import type { LinkChange } from '../../matching/customers/propose-links.ts';
import type { DoublesOfSystem } from '../doubles/find-due-doubles.ts';
import type { FoundBlocks, FoundDuplicates } from '../duplicates/find-duplicates.ts';
import type { MatchedTotals } from './match-ledger.ts';
import { partyProfile } from './read-parties.ts';
import type { LearnedModel } from './score-links.ts';
import type { WrittenOutcome } from './written-outcome.ts';

/** What of the connection profile matching goes by; plain data for the thread. */
export interface MatchingProfile {
  readonly setId: string;
  readonly customerIdKeys: readonly string[];
  /** Metadata key of a Stripe customer with an id of a third system that PeopleSoft keeps as well; null: none. */
  readonly sharedIdKey: string | null;
  readonly linking: LinkingRules;
  readonly tolerances: MatchingTolerances;
  /** Ids of rules that are not run, sorted. */
  readonly switchedOff: readonly string[];
  /** From which score on customers are linked without a person; left out: never. */
  readonly linkRule?: LinkRule;
  /** In what they have to agree wholly to be linked without a person; left out: in nothing. */
  readonly linkBy?: readonly LinkKind[];
  readonly units: readonly {
    readonly unit: string;
    readonly businessUnits: readonly string[];
    readonly goLiveDate: string | null;
    readonly depositBu: string;
    /** Clearing banks as `code/account key`. */
    readonly clearingBanks: readonly string[];
  }[];
}

/** What matching goes by: the profile, with the rules as they are changed. */
export function matchingProfile(profile: Profile, rules: RuleChanges = NO_RULE_CHANGES): MatchingProfile {
  return {
    ...partyProfile(profile),
    linking: profile.linking,
    tolerances: changedTolerances(profile.matching, rules),
    switchedOff: rules.switchedOff.toSorted(),
    ...(rules.links === undefined ? {} : { linkRule: rules.links }),
    ...(rules.linkBy === undefined ? {} : { linkBy: rules.linkBy.toSorted() }),
    units: profile.units.map(({ unit, businessUnits, goLiveDate, depositBu, clearing }) => ({
      unit,
      businessUnits,
      goLiveDate,
      depositBu,
      clearingBanks: clearing.map((each) => `${each.bankCode}/${each.bankAccountKey}`),
    })),
  };
}

/** `whole`: all rows are read; `changes`: what can have changed since the last run; `dry`: all, and nothing is kept for a next run. */
export type RunKind = 'whole' | 'changes' | 'dry';

export interface MatchingThreadStart {
  readonly kind: RunKind;
  readonly file: string;
  /** The 32 bytes of the ledger; handed over, not copied, and wiped once the ledger is open. */
  readonly key: ArrayBuffer;
  readonly profile: MatchingProfile;
  /** The day by which what people said and remember expires; never evidence. */
  readonly todayDate: string;
}
/**
 * Outcomes that differ from what the ledger has, as one text. They cross two threads on their way to the ledger, and the one between, which
 * answers the window, only hands a text on: taking thousands of objects apart and putting them together again would keep every click waiting.
 */
export function packChanges(changes: readonly WrittenOutcome[]): string {
  return JSON.stringify(changes);
}

/** The changes of `packChanges`. */
export function unpackChanges(packed: string): readonly WrittenOutcome[] {
  return JSON.parse(packed) as WrittenOutcome[];
}

/**
 * The thread waits for `next` after each message but the last two. After `changes` it comes as soon as few enough of them wait to be written,
 * after any other when all that was said is in the ledger; `written` asks for nothing but that.
 */
export type MatchingMessage =
  | {
      readonly type: 'scores';
      readonly learned: LearnedModel | null;
      /** `CandidatesOfCustomer[]` as JSON. */
      readonly packed: string;
      readonly scoredOf: string | null;
    }
  | { readonly type: 'links'; readonly changes: readonly LinkChange[]; readonly conflicts: number }
  | {
      readonly type: 'changes';
      /** How many changes are packed. */
      readonly count: number;
      readonly packed: string;
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: 'doubles'; readonly searched: readonly DoublesOfSystem[] }
  | { readonly type: 'written' }
  | { readonly type: 'duplicates'; readonly found: Omit<FoundDuplicates, 'blocks'> }
  | ({ readonly type: 'done'; readonly blocks: FoundBlocks | null } & Omit<MatchedTotals, 'touched'>)
  | { readonly type: 'failed'; readonly error: LedgerErrorData };
/** What the thread is told: what to match, and to go on after a message of its own. */
export type MatchingAnswer =
  | { readonly type: 'start'; readonly start: MatchingThreadStart }
  | { readonly type: 'next' };
