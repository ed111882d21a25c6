import type { Instant } from '../../shared/domain/ids.ts';
import { checkAnchors } from './audit-anchor.ts';
import type { AuditEntry, AuditVerdict } from './audit-store.ts';
import { appendAudit, verifyAudit } from './audit-store.ts';
import type { JsonValue } from './canonical-json.ts';
import type { ConnectionChange } from './connection-store.ts';
import { listConnections, noteAnswer, setConnectionState } from './connection-store.ts';
import {
  confirmGuardedSettings,
  endGuardedSettings,
  guardedSettings,
  noteGuardedSettings,
} from './guarded-settings-store.ts';
import { findViolations } from './invariants.ts';
import { breakOffRunningImports } from './file-import-store.ts';
import { endJob, interruptRunningJobs, listJobs, progressJob, startJob } from './job-store.ts';
import {
  confirmDatabase,
  declareDatabase,
  endDeclaration,
  endedDeclaration,
  knownDatabase,
  noteOtherDatabase,
  noteSameDatabase,
  rememberDatabase,
} from './known-database-store.ts';
import {
  confirmMappingVersion,
  endMappingVersion,
  getMappingVersion,
  listMappingVersions,
  mappingInForce,
  proposeMappingVersion,
  type MappingConfirmation,
  type NewMapping,
} from './mapping-store.ts';
import { getMeta, setMeta } from './meta-store.ts';
import { movementCounts } from './movement-store.ts';
import type { AnyOperation } from './operation.ts';
import { defineRead, defineWrite } from './operation.ts';
import {
  confirmPersonChange,
  endPersonChange,
  listPersonChanges,
  proposePersonChange,
  type ChangeDecision,
  type NewPersonChange,
} from './person-change-store.ts';
import { adoptFounders, listPeople } from './person-store.ts';
import { postingCounts } from './posting-store.ts';
import { currentProfile, recordProfile } from './profile-store.ts';
import { failRunningSyncRuns } from './sync-run-store.ts';
import { readStripeBooks } from './stripe-books.ts';

/** What `audit verify` answers. */
export interface AuditReport extends AuditVerdict {
  readonly anchored: boolean;
  /** Why the anchors do not fit, for a person; null when they do. */
  readonly anchorProblem: string | null;
}

/** Recomputes the chain and compares it with the anchors outside the file. */
export const verifyLedgerAudit = defineRead(
  'audit.verify',
  (db, { anchorFile }: { readonly anchorFile: string }): AuditReport => {
    const anchors = checkAnchors(db, anchorFile);
    return { ...verifyAudit(db), anchored: anchors.anchored, anchorProblem: anchors.problem };
  },
  { bulk: true },
);
/** One audit row for an act that changes nothing else in the ledger (a start, an export, a refused command). */
export const appendAuditRow = defineWrite('audit.append', (db, entry: AuditEntry) => appendAudit(db, entry));

/** Every law of the books over the whole ledger; empty when all hold. */
export const checkLedger = defineRead('ledger.check', (db, _args: null) => findViolations(db), { bulk: true });
/** After a start: closes what the last engine left running. */
export const recoverLedger = defineWrite('ledger.recover', (db, { at }: { readonly at: Instant }) => ({
  interruptedJobs: interruptRunningJobs(db, at),
  failedRuns: failRunningSyncRuns(db, at),
  brokenOffImports: breakOffRunningImports(db, at),
}));
export const readMeta = defineRead('ledger.readMeta', (db, { key }: { readonly key: string }) => getMeta(db, key));
export const writeMeta = defineWrite(
  'ledger.writeMeta',
  (db, { key, value }: { readonly key: string; readonly value: string }) => setMeta(db, key, value),
);

/** Keeps a profile as the newest version and notes who changed it; the same profile again changes nothing. */
export const adoptProfile = defineWrite(
  'profile.adopt',
  (
    db,
    args: { readonly profile: JsonValue; readonly actor: string; readonly machine: string; readonly at: Instant },
  ) => {
    const { actor, machine, at } = args;
    const recorded = recordProfile(db, args);
    if (recorded.added)
      appendAudit(db, {
        at,
        actor,
        machine,
        action: 'profile.adopted',
        subject: `profile/${recorded.version}`,
        detail: { hash: currentProfile(db)?.hash ?? '' },
      });
    return recorded;
  },
);
export const readProfile = defineRead('profile.current', (db, _args: null) => currentProfile(db));

export const writeMappingProposal = defineWrite('mapping.propose', (db, mapping: NewMapping) =>
  proposeMappingVersion(db, mapping),
);
export const writeMappingConfirmation = defineWrite('mapping.confirm', (db, confirmation: MappingConfirmation) =>
  confirmMappingVersion(db, confirmation),
);
export const writeMappingEnd = defineWrite('mapping.end', (db, ending: Parameters<typeof endMappingVersion>[1]) =>
  endMappingVersion(db, ending),
);
export const readMappingInForce = defineRead('mapping.inForce', (db, { at }: { readonly at: Instant }) =>
  mappingInForce(db, at),
);
export const readMappingVersion = defineRead('mapping.version', (db, { version }: { readonly version: number }) =>
  getMappingVersion(db, version),
);
export const readMappingVersions = defineRead('mapping.list', (db, { limit }: { readonly limit: number }) =>
  listMappingVersions(db, limit),
);

/** The database that postings go into, and a declaration that waits for a second person. */
export const readKnownDatabase = defineRead('database.known', (db, _args: null) => ({
  inForce: knownDatabase(db, 'inForce'),
  proposed: knownDatabase(db, 'proposed'),
  ended: endedDeclaration(db),
}));
export const writeFirstDatabase = defineWrite('database.remember', (db, look: Parameters<typeof rememberDatabase>[1]) =>
  rememberDatabase(db, look),
);
export const writeSameDatabase = defineWrite('database.same', (db, look: Parameters<typeof noteSameDatabase>[1]) =>
  noteSameDatabase(db, look),
);
export const writeOtherDatabase = defineWrite('database.other', (db, args: Parameters<typeof noteOtherDatabase>[1]) =>
  noteOtherDatabase(db, args),
);
export const writeDatabaseDeclaration = defineWrite(
  'database.declare',
  (db, declaration: Parameters<typeof declareDatabase>[1]) => declareDatabase(db, declaration),
);
export const writeDatabaseConfirmation = defineWrite(
  'database.confirm',
  (db, confirmation: Parameters<typeof confirmDatabase>[1]) => confirmDatabase(db, confirmation),
);
export const writeDeclarationEnd = defineWrite('database.end', (db, ending: Parameters<typeof endDeclaration>[1]) =>
  endDeclaration(db, ending),
);
export const writeFounders = defineWrite('person.adoptFounders', (db, args: Parameters<typeof adoptFounders>[1]) =>
  adoptFounders(db, args),
);
export const writePersonProposal = defineWrite('person.propose', (db, change: NewPersonChange) =>
  proposePersonChange(db, change),
);
export const writePersonConfirmation = defineWrite('person.confirm', (db, decision: ChangeDecision) =>
  confirmPersonChange(db, decision),
);
export const writePersonEnd = defineWrite('person.end', (db, ending: Parameters<typeof endPersonChange>[1]) =>
  endPersonChange(db, ending),
);
export const writeGuardedSettings = defineWrite(
  'settings.note',
  (db, args: Parameters<typeof noteGuardedSettings>[1]) => noteGuardedSettings(db, args),
);
export const writeGuardedConfirmation = defineWrite(
  'settings.confirm',
  (db, args: Parameters<typeof confirmGuardedSettings>[1]) => confirmGuardedSettings(db, args),
);
export const writeGuardedEnd = defineWrite('settings.end', (db, args: Parameters<typeof endGuardedSettings>[1]) =>
  endGuardedSettings(db, args),
);
export const readGuardedSettings = defineRead('settings.guarded', (db, _args: null) => guardedSettings(db));

/** Everybody of the home, and the latest changes of them. */
export const readPeople = defineRead('person.list', (db, { changes }: { readonly changes: number }) => ({
  people: listPeople(db),
  changes: listPersonChanges(db, changes),
}));

export const writeConnection = defineWrite('connection.set', (db, change: ConnectionChange) =>
  setConnectionState(db, change),
);
export const writeAnswer = defineWrite('connection.answered', (db, args: Parameters<typeof noteAnswer>[1]) =>
  noteAnswer(db, args),
);
export const readConnections = defineRead('connection.list', (db, _args: null) => listConnections(db));

export const writeJobStart = defineWrite('job.start', (db, job: Parameters<typeof startJob>[1]) => startJob(db, job));
export const writeJobProgress = defineWrite('job.progress', (db, progress: Parameters<typeof progressJob>[1]) =>
  progressJob(db, progress),
);
export const writeJobEnd = defineWrite('job.end', (db, end: Parameters<typeof endJob>[1]) => endJob(db, end));
export const readJobs = defineRead('job.list', (db, { limit }: { readonly limit: number }) => listJobs(db, limit));

/** Kept counts of movements and postings; costs the same at any size. */
export const readCounts = defineRead('ledger.counts', (db, _args: null) => ({
  movements: movementCounts(db),
  postings: postingCounts(db),
}));

/** The ledger's own operations, for the registry. */
export const ledgerOperations: readonly AnyOperation[] = [
  verifyLedgerAudit,
  appendAuditRow,
  checkLedger,
  recoverLedger,
  readMeta,
  writeMeta,
  adoptProfile,
  readProfile,
  writeMappingProposal,
  writeMappingConfirmation,
  writeMappingEnd,
  readMappingInForce,
  readMappingVersion,
  readMappingVersions,
  readKnownDatabase,
  writeFirstDatabase,
  writeSameDatabase,
  writeOtherDatabase,
  writeDatabaseDeclaration,
  writeDatabaseConfirmation,
  writeDeclarationEnd,
  writeFounders,
  writePersonProposal,
  writePersonConfirmation,
  writePersonEnd,
  readPeople,
  writeGuardedSettings,
  writeGuardedConfirmation,
  writeGuardedEnd,
  readGuardedSettings,
  writeConnection,
  writeAnswer,
  readConnections,
  readStripeBooks,
  writeJobStart,
  writeJobProgress,
  writeJobEnd,
  readJobs,
  readCounts,
];
