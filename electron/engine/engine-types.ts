import type { AnswerFrame, EventFrame } from '../../shared/contract/envelope.ts';
import type { Profile } from '../../shared/contract/profile.ts';
import type { RuleChanges } from '../../shared/contract/rule-changes.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import type { SystemName } from '../../shared/domain/states.ts';
import type { RecordsReport } from '../ingest/files/import-stripe-records.ts';
import type { SyncReport } from '../ingest/sync-report.ts';
import type { AuditVerdict } from '../ledger/audit-store.ts';
import type { HomePaths } from '../ledger/home.ts';
import type { Founder } from '../ledger/person-store.ts';
import type { Actor, Session } from './contract/session.ts';
import type { Ports } from './ports.ts';
import type { SavedCompany } from './save-own-company.ts';

/** What a host hands to the engine. The home is already locked, its ledger there, its key unwrapped (the engine wipes the buffer). */
export interface EngineOptions {
  readonly paths: HomePaths;
  readonly key: Buffer;
  readonly profile: Profile;
  readonly sample: boolean;
  readonly ports: Ports;
  readonly machine: string;
  readonly version: string;
  /** true: poll, match and post by itself on the profile's schedule, at once at start; false: only what is asked for. */
  readonly schedule: boolean;
  /** An unexpected error with its trace id; the host writes it to its log. */
  readonly report: (traceId: string, name: string, error: unknown) => void;
  /** The engine cannot go on (a ledger thread died, the disk is full): a crash record is written and the host must end. */
  readonly onFatal: (reason: string) => void;
  /** Browser host only: makes a new one-time address; null elsewhere. */
  readonly newAddress: (() => string) | null;
  /** What the schedule tells a terminal: one plain line each. */
  readonly say?: (line: string) => void;
  /** People a home without any begins with. */
  readonly founders?: readonly Founder[];
  /** Keeps secrets by vault name, encrypted with the home; an empty one is forgotten. Absent: this company keeps none. */
  readonly keepSecrets?: (secrets: Readonly<Record<string, string>>) => void;
  /** What to tell whoever signs in here, e.g. the sample company's passwords. */
  readonly signInHint?: string;
  /** Keeps a checked profile and its credentials in a home of its own, and says how to open it. */
  readonly saveCompany?: (profile: Profile, secrets: Readonly<Record<string, string>>) => Promise<SavedCompany>;
}

export interface Progress {
  (done: number, total: number | null, text: string): void;
}
export interface HeadlessRequest {
  readonly actor: Actor;
  readonly signal?: AbortSignal;
  readonly onProgress?: Progress;
}
/** Counts of matchable movements by what became of them; they sum to `matchable`. */
export interface MatchedCounts {
  readonly auto: number;
  readonly proposed: number;
  readonly ambiguous: number;
  readonly unmatched: number;
  readonly notEvaluated: number;
  readonly lookupFailed: number;
  readonly excluded: number;
}
export interface PostReport {
  readonly confirmed: number;
  readonly rejected: number;
  readonly unknown: number;
  readonly waiting: number;
  /** When bulk posting may run next; null: it may run now. */
  readonly nextWindow: Instant | null;
  /** Why it stopped early, in words; null when everything due was sent. */
  readonly stopped: string | null;
  /** Of `replay --failed`: what was left as it is, with the reason. */
  readonly notReplayed?: readonly { readonly reference: string; readonly text: string }[];
}
/** One automatic decision, for scoring against known truth: what it was allocated to, in decimal text. */
export interface AutomaticDecision {
  readonly objectId: string;
  readonly kind: 'payment' | 'alreadyKeyed' | 'refundOfCharge';
  readonly allocations: readonly {
    readonly businessUnit: string;
    readonly custId: string;
    readonly item: string;
    readonly itemLine: number;
    readonly amount: string;
  }[];
  readonly charge: string | null;
  readonly receipt: string | null;
}
export interface ConnectionCheck {
  readonly system: SystemName;
  readonly ok: boolean;
  readonly version: string;
  readonly signIn: string;
  readonly found: readonly string[];
  readonly missing: readonly { readonly what: string; readonly why: string; readonly fix: string }[];
}

/** What headless commands do. Each throws TieoutError, LedgerError or ConnectorError with words for a person. */
export interface HeadlessCommands {
  sync(
    request: HeadlessRequest & { readonly systems: readonly SystemName[]; readonly since?: Instant },
  ): Promise<SyncReport>;
  /** Crosswalk, matching, then straight-through approval where a reviewer has switched it on. */
  match(
    request: HeadlessRequest & {
      readonly dryRun: boolean;
      /** Of a dry run: other rules than those in force. */
      readonly rules?: RuleChanges;
    },
  ): Promise<{ readonly matched: MatchedCounts; readonly matchable: number; readonly changed: number }>;
  /** One round: doubts, due deposits, confirmations. `now` overrides a closed quiet window and needs a reason. */
  post(
    request: HeadlessRequest & { readonly now: boolean; readonly reason: string | null; readonly limit: number | null },
  ): Promise<PostReport>;
  /** Rejected postings go to a person's queue again as new generations: one by reference or key, or all that failed. */
  replay(request: HeadlessRequest & { readonly id: string | null; readonly failed: boolean }): Promise<PostReport>;
  verifyAudit(request?: Pick<HeadlessRequest, 'signal'>): Promise<AuditVerdict & { readonly anchored: boolean }>;
  check(): Promise<readonly ConnectionCheck[]>;
  /**
   * Takes recorded Stripe data in, of one file or of all in a folder; `shown` is the path as the person gave it, `zone` the IANA zone of times
   * in reports that do not say theirs.
   */
  ingestStripe(
    request: HeadlessRequest & { readonly path: string; readonly shown: string; readonly zone: string | null },
  ): Promise<RecordsReport>;
  counts(): Promise<{
    readonly matched: MatchedCounts;
    readonly matchable: number;
    readonly movements: number;
    readonly ingested: Record<SystemName, number>;
    readonly posted: {
      readonly confirmed: number;
      readonly rejected: number;
      readonly unknown: number;
      readonly open: number;
    };
  }>;
  /** Automatic decisions in key order after `after`, at most `limit`; the last page is shorter. */
  automaticDecisions(request: {
    readonly afterMatchId: number;
    readonly limit: number;
  }): Promise<{ readonly decisions: readonly AutomaticDecision[]; readonly next: number | null }>;
}

export interface Engine {
  readonly headless: HeadlessCommands;
  /** Answers one frame of the contract for an authenticated session; never rejects. */
  answer(frame: unknown, session: Session): Promise<AnswerFrame>;
  /** Events for every window; returns the way to stop listening. */
  listen(listener: (event: EventFrame) => void): () => void;
  /** A window has gone: its views are dropped. */
  closeSession(sessionId: string): void;
  /**
   * Stops schedule and jobs, lets a deposit that is on its way be answered (at most the profile's write time-out), anchors the audit
   * head, closes the ledger.
   */
  close(): Promise<void>;
}
