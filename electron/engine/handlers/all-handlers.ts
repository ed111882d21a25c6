import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { Handlers } from '../contract/handlers.ts';
import { matchDetail } from '../views/match-detail.ts';
import { unitSummary } from '../views/summary.ts';
import { checkProfile, currentProfile, currentSession, listConnections, saveProfile } from './company-handlers.ts';
import { approve, decideLostDispute, confirmOrRejectLink, redo, reject, undo } from './decision-handlers.ts';
import type { EngineContext } from './engine-context.ts';
import { cancelJob, startAuditVerification, startMatching, startSync } from './job-handlers.ts';
import { confirmMapping, discoverMapping, dryRunMapping, listMappings, proposeMappingOf } from './mapping-handlers.ts';
import { administrator } from './permissions.ts';
import { readPostingDetail, replay, reverse, sendPostings, settle, verifyPosting } from './posting-handlers.ts';
import { locateRow, openView, readPage } from './view-handlers.ts';

/** The engine's answer to every name of the contract. */
export function createHandlers(context: EngineContext): Handlers {
  return {
    queries: {
      'session.current': (_input, session) => currentSession(context, session),
      'summary.get': async (input) => ({
        ...(await context.ledger.read(unitSummary, { unit: context.company.unit(input.unit).unit })),
        audit: { ...context.audit },
      }),
      'view.open': (input, session) => openView(context, input, session),
      'view.page': (input, session) => readPage(context, input, session),
      'view.locate': (input, session) => locateRow(context, input, session),
      'match.detail': (input) =>
        context.ledger.read(matchDetail, {
          movementKey: input.movementKey,
          profile: context.company.profile,
          sample: context.options.sample,
        }),
      'posting.detail': (input, session) => readPostingDetail(context, input, session),
      'connection.list': () => listConnections(context),
      'profile.current': async () => currentProfile(context),
      'mapping.list': (_input, session) => listMappings(context, session),
      'mapping.discover': (input, session) => discoverMapping(context, input, session),
      'mapping.dryRun': (input, session) => dryRunMapping(context, input, session),
      'job.list': async () => ({ jobs: context.jobs.list() }),
    },
    commands: {
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
      'sync.run': async (input, session) => startSync(context, input, session),
      'matching.run': async (_input, session) => startMatching(context, session),
      'audit.verify': async (_input, session) => startAuditVerification(context, session.actor.id),
      'job.cancel': async (input, session) => cancelJob(context, input, session),
      'profile.check': async (input, session) => checkProfile(context, input, session),
      'profile.save': async (input, session) => saveProfile(context, input, session),
      'mapping.propose': (input, session) => proposeMappingOf(context, input, session),
      'mapping.confirm': (input, session) => confirmMapping(context, input, session),
      'host.newAddress': async (_input, session) => {
        administrator(session);
        if (context.options.newAddress === null)
          throw new TieoutError('HOST_NOT_BROWSER', 'Only the browser host gives out addresses.');
        return { url: context.options.newAddress() };
      },
    },
  };
}
