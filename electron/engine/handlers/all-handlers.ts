import type { QueryInput, QueryOutput } from '../../../shared/contract/contract.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { Handlers } from '../contract/handlers.ts';
import type { Session } from '../contract/session.ts';
import { matchDetail } from '../views/match-detail.ts';
import { unitSummary } from '../views/summary.ts';
import { clearingHandlers } from './clearing-handlers.ts';
import {
  checkProfile,
  currentProfile,
  currentSession,
  listConnections,
  saveProfile,
  showConnectionStates,
} from './company-handlers.ts';
import { askStripeAgain, showCompleteness, showCompletenessRows } from './completeness-handlers.ts';
import { currentDatabase } from './database-handlers.ts';
import { approve, decideLostDispute, confirmOrRejectLink, redo, reject, undo } from './decision-handlers.ts';
import { duplicateHandlers } from './duplicate-handlers.ts';
import type { EngineContext } from './engine-context.ts';
import { fileHandlers } from './file-handlers.ts';
import { invoiceCommands, listInvoices } from './invoice-handlers.ts';
import { cancelJob, startAuditVerification, startMatching, startSync } from './job-handlers.ts';
import { discoverMapping, dryRunMapping, listMappings } from './mapping-handlers.ts';
import { listPeopleOf } from './people-handlers.ts';
import { administrator } from './permissions.ts';
import { readPostingDetail, replay, reverse, sendPostings, settle, verifyPosting } from './posting-handlers.ts';
import { changeSchedule, currentSchedule } from './schedule-handlers.ts';
import { secondPersonCommands } from './second-person-commands.ts';
import { signIn, signInByBrowser, signOut } from './sign-in-handlers.ts';
import { twoFileHandlers } from './two-file-handlers.ts';
import { locateRow, nextOpenRow, openView, readPage } from './view-handlers.ts';

/** The engine's answer to every name of the contract. */
export function createHandlers(context: EngineContext): Handlers {
  const clearing = clearingHandlers(context);
  const duplicates = duplicateHandlers(context);
  const files = fileHandlers(context);
  const twoFiles = twoFileHandlers(context);
  return {
    queries: {
      ...clearing.queries,
      ...duplicates.queries,
      ...files.queries,
      ...twoFiles.queries,
      'session.current': (_input, session) => currentSession(context, session),
      'summary.get': async (input) => ({
        ...(await context.ledger.read(unitSummary, { unit: context.company.unit(input.unit).unit })),
        audit: { ...context.audit },
      }),
      'view.open': (input, session) => openView(context, input, session),
      'view.page': (input, session) => readPage(context, input, session),
      'view.locate': (input, session) => locateRow(context, input, session),
      'view.next': (input, session) => nextOpenRow(context, input, session),
      'match.detail': (input, session) => showMatch(context, input, session),
      'posting.detail': (input, session) => readPostingDetail(context, input, session),
      'invoice.list': (input, session) => listInvoices(context, input, session),
      'connection.state': () => showConnectionStates(context),
      'connection.list': () => listConnections(context),
      'completeness.read': (_input, session) => showCompleteness(context, session),
      'completeness.rows': (input) => showCompletenessRows(context, input),
      'database.current': (_input, session) => currentDatabase(context, session),
      'schedule.current': (_input, session) => currentSchedule(context, session),
      'profile.current': async () => currentProfile(context),
      'mapping.list': (_input, session) => listMappings(context, session),
      'mapping.discover': (input, session) => discoverMapping(context, input, session),
      'mapping.dryRun': (input, session) => dryRunMapping(context, input, session),
      'people.list': (_input, session) => listPeopleOf(context, session),
      'job.list': async () => ({ jobs: context.jobs.list() }),
    },
    commands: {
      ...clearing.commands,
      ...duplicates.commands,
      ...files.commands,
      ...twoFiles.commands,
      'match.approve': (input, session) => approve(context, input, session),
      'match.reject': (input, session) => reject(context, input, session),
      'dispute.decide': (input, session) => decideLostDispute(context, input, session),
      'match.undo': (input, session) => undo(context, input, session),
      'match.redo': (_input, session) => redo(context, session),
      'link.confirm': (input, session) => confirmOrRejectLink(context, input, session, 'confirmed'),
      'link.reject': (input, session) => confirmOrRejectLink(context, input, session, 'rejected'),
      'posting.verify': (input, session) => verifyPosting(context, input, session),
      'posting.replay': (input, session) => replay(context, input, session),
      'posting.reverse': (input, session) => reverse(context, input, session),
      'posting.settle': (input, session) => settle(context, input, session),
      'posting.send': (input, session) => sendPostings(context, input, session),
      ...invoiceCommands(context),
      'completeness.askAgain': (input, session) => askStripeAgain(context, input, session),
      'sync.run': async (input, session) => startSync(context, input, session),
      'matching.run': async (_input, session) => startMatching(context, session),
      'audit.verify': async (_input, session) => startAuditVerification(context, session.actor.id),
      'job.cancel': async (input, session) => cancelJob(context, input, session),
      'profile.check': async (input, session) => checkProfile(context, input, session),
      'profile.save': async (input, session) => saveProfile(context, input, session),
      'schedule.change': (input, session) => changeSchedule(context, input, session),
      ...secondPersonCommands(context),
      'session.signIn': (input, session) => signIn(context, input, session),
      'session.signInByBrowser': (input, session) => signInByBrowser(context, input, session),
      'session.signOut': (_input, session) => signOut(context, session),
      'host.newAddress': async (_input, session) => newAddress(context, session),
    },
  };
}

function showMatch(
  { ledger, company, options }: EngineContext,
  { movementKey }: QueryInput<'match.detail'>,
  { actor }: Session,
): Promise<QueryOutput<'match.detail'>> {
  const viewer = { id: actor.id, isSignedIn: actor.operatorId !== null };
  return ledger.read(matchDetail, { viewer, movementKey, profile: company.profile, sample: options.sample });
}

function newAddress({ options }: EngineContext, session: Session): { url: string } {
  administrator(session);
  if (options.newAddress === null)
    throw new TieoutError('HOST_NOT_BROWSER', 'Only the browser host gives out addresses.');
  return { url: options.newAddress() };
}
