import type { Profile } from '../../../shared/contract/profile.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';
import type { Company } from '../company.ts';
import type { EngineOptions } from '../engine-types.ts';
import type { EventHub } from '../event-hub.ts';
import type { HandedFiles } from '../handed-files.ts';
import type { Identities } from '../identities.ts';
import type { People } from '../people/people.ts';
import type { PersonalSignIns } from '../people/personal-sign-ins.ts';
import type { Jobs } from '../jobs.ts';
import type { PostingRounds } from '../rounds/posting-round.ts';
import type { Work } from '../rounds/work.ts';
import type { RunningLedger } from '../threads/ledger-client.ts';
import type { TwoFileSessions } from '../two-files/session/two-file-sessions.ts';
import type { ViewRegistry } from '../views/view-registry.ts';

/** Everything the contract's handlers work with; made once when the engine starts. */
export interface EngineContext {
  readonly options: EngineOptions;
  readonly ledger: RunningLedger;
  readonly company: Company;
  readonly hub: EventHub;
  readonly jobs: Jobs;
  readonly views: ViewRegistry;
  readonly posting: PostingRounds;
  readonly work: Work;
  readonly nowMs: () => number;
  /** What the last audit verification found, for the status bar. */
  readonly audit: { rows: number; verifiedAt: string | null; valid: boolean | null };
  /** The profile as its file or the form gave it last: parts of it may wait for a second person or for the next start. */
  readonly given: { profile: Profile };
  readonly identities: Identities;
  readonly people: People;
  readonly signIns: PersonalSignIns;
  readonly handed: HandedFiles;
  readonly twoFiles: TwoFileSessions;
  /** Today's date where the unit closes its books. */
  today(unit: string): PlainDate;
}
