import type { CommandInput, CommandOutput, QueryOutput } from '../../../shared/contract/contract.ts';
import { linkModelPreview, type LinkModelRow } from '../../../shared/contract/link-models.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { LinkModelVersion } from '../../ledger/link-model-store.ts';
import type { Handlers } from '../contract/handlers.ts';
import type { Session } from '../contract/session.ts';
import {
  readLinkModel,
  readLinkModels,
  refineLinkModel,
  writeLinkModelEnabling,
  writeLinkModelEnd,
  writeLinkModelProposal,
} from '../customers/link-models.ts';
import { matchingProfile } from '../matching/matching-request.ts';
import type { EngineContext } from './engine-context.ts';
import { decisionMaker, maySettle, ruleEnabler, RULES_REFUSAL, whyNotDecide } from './permissions.ts';
import { confirmedAs, endOf, enderOf, rightsOver } from './second-person.ts';

const MAX_VERSIONS = 50;
const REVIEWERS = { may: maySettle, another: 'another reviewer enables it', refusal: RULES_REFUSAL };

async function list({ ledger }: EngineContext, session: Session): Promise<QueryOutput<'linkModel.list'>> {
  const versions = await ledger.read(readLinkModels, { limit: MAX_VERSIONS });
  const inUse = versions.find(({ state }) => state === 'enabled')?.version ?? null;
  const why = whyNotDecide(session);
  return { versions: versions.map((each) => row(each, inUse, session)), can: { propose: why === null, why } };
}

/** Works the next version out in the background and keeps it for a reviewer. */
function propose(
  context: EngineContext,
  { returnTo, reason }: CommandInput<'linkModel.propose'>,
  session: Session,
): CommandOutput<'linkModel.propose'> {
  const actor = decisionMaker(session);
  const { ledger, company, jobs, hub } = context;
  const { jobId } = jobs.start(
    'refineScores',
    actor,
    async ({ signal }) => {
      const refined = await ledger.read(refineLinkModel, { profile: matchingProfile(company.profile), returnTo });
      signal.throwIfAborted();
      const origin = returnTo === null ? ('refined' as const) : ('returned' as const);
      const by = { madeBy: actor, machine: session.machine, madeAt: instantOf(context.nowMs()) };
      const version = await ledger.write(writeLinkModelProposal, { ...refined, ...by, origin, reason });
      hub.changed('rules', 'audit');
      return version.version;
    },
    (version) => `version ${version} waits for a reviewer`,
  );
  return { jobId };
}

/** A reviewer's yes: customers are scored by it at once. */
async function enable(
  context: EngineContext,
  input: CommandInput<'linkModel.enable'>,
  session: Session,
): Promise<CommandOutput<'linkModel.enable'>> {
  const actor = ruleEnabler(session);
  const who = { actor, machine: session.machine, at: instantOf(context.nowMs()), as: confirmedAs(session) };
  const enabled = await context.ledger.write(writeLinkModelEnabling, { ...input, ...who });
  context.hub.changed('rules', 'customers', 'audit');
  context.work.matchSoon();
  return row(enabled, enabled.version, session);
}

async function end(
  context: EngineContext,
  input: CommandInput<'linkModel.end'>,
  session: Session,
): Promise<CommandOutput<'linkModel.end'>> {
  const { madeBy } = await context.ledger.read(readLinkModel, { version: input.version });
  const actor = enderOf({ proposedBy: madeBy }, session, ruleEnabler);
  const who = { actor, machine: session.machine, at: instantOf(context.nowMs()) };
  const ended = await context.ledger.write(writeLinkModelEnd, { ...input, ...who });
  context.hub.changed('rules', 'audit');
  return row(ended, null, session);
}

function row(model: LinkModelVersion, inUse: number | null, session: Session): LinkModelRow {
  const { version, state, origin, basedOn, hash, reason, previewJson, madeBy, madeAt, enabledBy, enabledAt } = model;
  return {
    version,
    state,
    origin,
    basedOn,
    hash,
    reason,
    madeBy,
    madeAt,
    enabledBy,
    enabledAt,
    inUse: version === inUse,
    preview: previewJson === null ? null : linkModelPreview.parse(JSON.parse(previewJson)),
    ended: endOf(model),
    can: rightsOver({ state, proposedBy: madeBy }, session, REVIEWERS),
  };
}

/** The engine's answers about the versions of what customers are scored by. */
export function linkModelHandlers(context: EngineContext): {
  readonly queries: Pick<Handlers['queries'], 'linkModel.list'>;
  readonly commands: Pick<Handlers['commands'], 'linkModel.propose' | 'linkModel.enable' | 'linkModel.end'>;
} {
  return {
    queries: { 'linkModel.list': (_input, session) => list(context, session) },
    commands: {
      'linkModel.propose': async (input, session) => propose(context, input, session),
      'linkModel.enable': (input, session) => enable(context, input, session),
      'linkModel.end': (input, session) => end(context, input, session),
    },
  };
}
