import type { Instant, JobId, PlainDate } from '../../shared/domain/ids.ts';
import type { JobRow } from '../../shared/contract/contract.ts';
import type { Profile } from '../../shared/contract/profile.ts';
import { localDate } from '../../shared/domain/calendar.ts';
import type { JsonValue } from '../ledger/canonical-json.ts';
import {
  adoptProfile,
  readJobs,
  recoverLedger,
  writeJobEnd,
  writeJobProgress,
  writeFounders,
  writeJobStart,
} from '../ledger/operations.ts';
import { otherBooks, readStripeBooks, type StripeBooks } from '../ledger/stripe-books.ts';
import { TieoutError } from '../../shared/errors/tieout-error.ts';
import { createCompany } from './company.ts';
import { createContractServer } from './contract/contract-server.ts';
import { writeCrashRecord } from './crash-record.ts';
import type { Engine, EngineOptions } from './engine-types.ts';
import { EventHub } from './event-hub.ts';
import { HandedFiles } from './handed-files.ts';
import { holdFromStart } from './hold-settings.ts';
import { createHandlers } from './handlers/all-handlers.ts';
import type { EngineContext } from './handlers/engine-context.ts';
import { verifyAuditNow } from './handlers/job-handlers.ts';
import { createHeadless } from './headless-commands.ts';
import { Identities } from './identities.ts';
import { Jobs, type JobKeeper } from './jobs.ts';
import { mappingInUse } from './mapping-in-use.ts';
import { pastJobs } from './past-jobs.ts';
import { People } from './people/people.ts';
import { PersonalSignIns } from './people/personal-sign-ins.ts';
import { PostingRounds } from './rounds/posting-round.ts';
import { Schedule } from './rounds/schedule.ts';
import { Work } from './rounds/work.ts';
import { startLedger, type RunningLedger } from './threads/ledger-client.ts';
import { TwoFileSessions } from './two-files/session/two-file-sessions.ts';
import { ViewRegistry } from './views/view-registry.ts';

/**
 * Starts the engine of a home: opens the ledger in its threads, settles what the last engine left running, adopts the profile and,
 * when asked to, begins to read, match and post by itself. Rejects with the LedgerError of the opening.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const matchingKey = Buffer.from(options.key);
  const nowMs = (): number => Date.parse(options.ports.clock.now());
  const ledger = await startLedger({
    file: options.paths.ledger,
    key: options.key,
    readers: 2,
    anchorFile: options.paths.anchors,
    backupFolder: options.paths.backups,
    onCrash: (error) => {
      writeCrashRecord(options.paths.crashes, { at: options.ports.clock.now(), where: 'ledger', error });
      options.onFatal(error.message);
    },
    onWarning: (error) => options.report('ledger', 'ledger', error),
  });
  try {
    const context = await createContext(options, ledger, matchingKey, nowMs);
    return runningEngine(context);
  } catch (error) {
    matchingKey.fill(0);
    await ledger.close();
    throw error;
  }
}

async function createContext(
  options: EngineOptions,
  ledger: RunningLedger,
  key: Buffer,
  nowMs: () => number,
): Promise<EngineContext> {
  const { ports, machine } = options;
  const at = ports.clock.now();
  await ledger.write(recoverLedger, { at });
  refuseProfileOfOtherBooks(await ledger.read(readStripeBooks, null), options.profile);
  await ledger.write(adoptProfile, { profile: asJson(options.profile), actor: 'Tieout', machine, at });
  const profile = await workingProfile(options, ledger, at);
  const past = pastJobs(await ledger.read(readJobs, { limit: 20 }));
  const mapping = () => mappingInUse(ledger, company.profile, ports.clock.now());
  const company = createCompany(profile, ports, mapping);
  const signIns = new PersonalSignIns((operatorId) => company.peopleSoft.personal(operatorId));
  const people = new People(ledger, signIns);
  await people.read();
  const report = (name: string, error: unknown): void => options.report(name, name, error);
  const posting = new PostingRounds({
    ledger,
    company,
    nowMs,
    monotonicMs: () => ports.clock.monotonicMs(),
    machine,
    holder: `Tieout on ${machine}`,
    isSample: options.sample,
    personal: signIns,
  });
  const identities = new Identities();
  const hub = new EventHub((error) => report('event', error));
  const announce = (job: JobRow): void => hub.emit('job.progressed', job);
  const jobs = new Jobs({ announce, keeper: jobKeeper(ledger), now: nowMs, report, past });
  const work = new Work({
    ledger,
    ledgerFile: options.paths.ledger,
    key,
    company,
    ports,
    hub,
    jobs,
    posting,
    machine,
    report,
    identities,
  });
  return {
    options,
    ledger,
    company,
    hub,
    jobs,
    posting,
    work,
    nowMs,
    views: new ViewRegistry(nowMs),
    identities,
    given: { profile: options.profile },
    people,
    signIns,
    handed: new HandedFiles(),
    twoFiles: new TwoFileSessions(),
    audit: { rows: 0, verifiedAt: null, valid: null },
    today: (unit): PlainDate => localDate(ports.clock.now(), company.unit(unit).zone),
  };
}

/** Data of another account or mode must not be read into these books, nor theirs be posted by its settings. */
function refuseProfileOfOtherBooks(held: StripeBooks | null, { stripe }: Profile): void {
  const words = held === null ? null : otherBooks(held, stripe);
  if (words !== null)
    throw new TieoutError('PROFILE_INVALID', `The connection profile does not fit: ${words.message}.`, {
      nextStep: words.nextStep,
    });
}

/** The profile with its guarded settings as two people agreed on them. A sample company's are its own. */
async function workingProfile(options: EngineOptions, ledger: RunningLedger, at: Instant): Promise<Profile> {
  const { profile, founders = [], machine, sample } = options;
  if (founders.length > 0) await ledger.write(writeFounders, { founders, machine, at });
  const [first] = founders;
  return sample || first === undefined
    ? profile
    : holdFromStart(ledger, profile, { actor: first.personId, machine, at });
}

/** The profile as plain JSON, without the keys that are there and undefined. */
function asJson(profile: Profile): JsonValue {
  return JSON.parse(JSON.stringify(profile)) as JsonValue;
}

function jobKeeper(ledger: RunningLedger): JobKeeper {
  return {
    async record(job, actor) {
      const { kind, state, done, total, message } = job;
      const jobId = job.jobId as JobId;
      if (state === 'running') {
        await ledger.write(writeJobStart, { jobId, kind, actor, startedAt: job.startedAt as Instant });
        return;
      }
      const at = (job.endedAt ?? job.startedAt) as Instant;
      await ledger.write(writeJobProgress, { jobId, doneCount: done, totalCount: total, message });
      await ledger.write(writeJobEnd, { jobId, state, at, message });
    },
  };
}

function runningEngine(context: EngineContext): Engine {
  const { options, hub, jobs, work, views, ledger } = context;
  const server = createContractServer(createHandlers(context), options.report);
  const report = (name: string, error: unknown): void => options.report(name, name, error);
  const schedule = options.schedule
    ? new Schedule({
        work,
        jobs,
        company: context.company,
        nowMs: context.nowMs,
        say: options.say ?? (() => undefined),
      })
    : null;
  // Long on a big ledger; what closes the engine meanwhile is not a fault of the audit.
  let closing = false;
  verifyAuditNow(context).catch((error: unknown) => void (closing || report('audit', error)));
  work.rereadKept();
  schedule?.start();
  return {
    headless: createHeadless(context),
    answer: (frame, session) => server.answer(frame, context.people.sessionOf(session)),
    listen: (listener) => hub.listen(listener),
    closeSession: (sessionId) => {
      views.close(sessionId);
      context.handed.close(sessionId);
      context.twoFiles.close(sessionId).catch((error: unknown) => report('two-files', error));
      context.signIns.signOut(sessionId);
    },
    async close() {
      closing = true;
      hub.emit('company.stopping', { reason: 'Tieout is closing.' });
      const stopping = schedule?.stop();
      await jobs.stop();
      await context.twoFiles.closeAll();
      await work.close();
      await stopping;
      hub.close();
      await ledger.close();
    },
  };
}
