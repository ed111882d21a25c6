import type { CommandInput, CommandOutput, QueryOutput } from '../../../shared/contract/contract.ts';
import {
  changedTolerances,
  NO_RULE_CHANGES,
  ruleChangesSchema,
  type RuleChanges,
} from '../../../shared/contract/rule-changes.ts';
import type { RuleProposalRow, RuleSetRow, RuleTrial } from '../../../shared/contract/rules.ts';
import { currencyDecimals } from '../../../shared/contract/tolerance-words.ts';
import { instantOf, startOfDay } from '../../../shared/domain/calendar.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { JsonValue } from '../../ledger/canonical-json.ts';
import type { RuleSet } from '../../ledger/rule-set-store.ts';
import type { Handlers } from '../contract/handlers.ts';
import type { Session } from '../contract/session.ts';
import { matchingProfile } from '../matching/matching-request.ts';
import { proposedRules } from '../matching/proposed-rules.ts';
import { ruleLines } from '../rules/rule-lines.ts';
import { ruleRows } from '../rules/rule-rows.ts';
import {
  readRuleCounts,
  readRuleSet,
  readRuleSetInForce,
  readRuleSets,
  readRuleTrial,
  writeRuleEnabling,
  writeRuleEnd,
  writeRuleProposal,
  writeRuleTrial,
  type KeptTrial,
} from '../rules/rule-set-operations.ts';
import { changesOf, requireKnownRules, rulesInForce } from '../rules/rules-in-force.ts';
import { figuresOf, matchingProfileHash, rightsOnceTried, shownTrial } from '../rules/rule-trials.ts';
import { tryRules, type TriedRules } from '../rules/try-rules.ts';
import type { EngineContext } from './engine-context.ts';
import { decisionMaker, maySettle, ruleEnabler, RULES_REFUSAL, whyNotDecide, worker } from './permissions.ts';
import { confirmedAs, endOf, enderOf, rightsOver } from './second-person.ts';

const MAX_VERSIONS = 50;
const REVIEWERS = { may: maySettle, another: 'another reviewer enables it', refusal: RULES_REFUSAL };

/** What was tried and found last; kept while the engine runs, for both can be asked for again. */
interface Tried {
  trial: RuleTrial | null;
  found: { readonly endedAt: Instant; readonly rows: RuleProposalRow[] } | null;
}

async function listRules(context: EngineContext, session: Session): Promise<QueryOutput<'rule.list'>> {
  const { ledger, company } = context;
  const inForce = await ledger.read(readRuleSetInForce, { at: instantOf(context.nowMs()) });
  const changes = inForce === null ? NO_RULE_CHANGES : changesOf(inForce);
  const versions = await ledger.read(readRuleSets, { limit: MAX_VERSIONS });
  const why = whyNotDecide(session);
  const rows = versions.map((each) => ruleSetRow(context, each, inForce?.version ?? null, session));
  return {
    rules: ruleRows(await ledger.read(readRuleCounts, null), changes.switchedOff),
    inUse: {
      version: inForce?.version ?? null,
      changes,
      tolerances: changedTolerances(company.profile.matching, changes),
      decimals: currencyDecimals(company.profile.units),
    },
    versions: await Promise.all(rows),
    can: { propose: why === null, why },
  };
}

/** Tries changes on the history, in the background. */
function dryRun(context: EngineContext, tried: Tried, changes: RuleChanges, session: Session): { jobId: string } {
  const actor = worker(session);
  requireUsable(changes);
  return tryInBackground(context, tried, changes, actor, NOTHING_KEPT);
}

/** The same with the version that waits, whoever looks at it: its figures are kept with it. Throws STALE_VERSION. */
async function tryVersion(
  context: EngineContext,
  tried: Tried,
  { version, hash }: CommandInput<'rule.tryVersion'>,
  session: Session,
): Promise<{ jobId: string }> {
  const actor = worker(session);
  const { ledger } = context;
  const set = await ledger.read(readRuleSet, { version });
  requireWaiting(set, hash);
  const keep = async () => {
    // Read before the trial: what is decided while it runs makes it one that no longer stands.
    const { basis } = await keptTrial(context, version);
    return async (result: TriedRules): Promise<void> => {
      const figures = JSON.parse(JSON.stringify(figuresOf(result))) as JsonValue;
      const who = { actor, machine: session.machine, at: instantOf(context.nowMs()) };
      await ledger.write(writeRuleTrial, { version, hash, basis, figures, ...who });
    };
  };
  return tryInBackground(context, tried, changesOf(set), actor, keep);
}

/** A draft is nobody's version yet: what its trial gave is shown and not kept. */
const NOTHING_KEPT: Keep = () => Promise.resolve(() => Promise.resolve());
type Keep = () => Promise<(result: TriedRules) => Promise<void>>;

function tryInBackground(
  context: EngineContext,
  tried: Tried,
  changes: RuleChanges,
  actor: string,
  prepare: Keep,
): { jobId: string } {
  const { ledger, company, jobs, hub } = context;
  const { jobId } = jobs.start(
    'ruleDryRun',
    actor,
    async ({ signal }) => {
      const keep = await prepare();
      const now = await rulesInForce(ledger, instantOf(context.nowMs()));
      const profiles = {
        inForce: matchingProfile(company.profile, now),
        tried: matchingProfile(company.profile, changes),
      };
      const result = await unlessCancelled(ledger.read(tryRules, profiles), signal);
      tried.trial = {
        ...result,
        changes,
        lines: ruleLines(changes, currencyDecimals(company.profile.units)),
        endedAt: instantOf(context.nowMs()),
      };
      await keep(result);
      hub.changed('rules');
      return result;
    },
    (result) => {
      const { figures, linked, unlinked } = figuresOf(result);
      const { gained, lost, changed, wrong } = figures;
      const ofLinks = linked + unlinked === 0 ? '' : `; ${linked} customers linked, ${unlinked} wait again`;
      return `${gained} gained, ${lost} lost, ${changed} changed, ${wrong} wrong${ofLinks}`;
    },
  );
  return { jobId };
}

function keptTrial({ ledger, company, nowMs }: EngineContext, version: number): Promise<KeptTrial> {
  const profileHash = matchingProfileHash(company.profile);
  return ledger.read(readRuleTrial, { version, at: instantOf(nowMs()), profileHash });
}

function requireWaiting({ version, state, hash }: RuleSet, seen: string): void {
  if (state === 'proposed' && hash === seen) return;
  throw new TieoutError('STALE_VERSION', `Version ${version} of the rules is not the proposal it was.`, {
    nextStep: 'Open the rules again and look at the version that waits now.',
  });
}

function findProposals(context: EngineContext, tried: Tried, session: Session): { jobId: string } {
  const actor = worker(session);
  const { ledger, company, jobs, hub } = context;
  const { jobId } = jobs.start(
    'ruleProposals',
    actor,
    async ({ signal }) => {
      const now = await rulesInForce(ledger, instantOf(context.nowMs()));
      const profile = matchingProfile(company.profile, now);
      const rows = await unlessCancelled(ledger.read(proposedRules, { profile }), signal);
      tried.found = { endedAt: instantOf(context.nowMs()), rows: rows.map((row) => ({ ...row })) };
      hub.changed('rules');
      return rows.length;
    },
    (count) => `${count} found`,
  );
  return { jobId };
}

/** The work's result, or the signal's reason at once; a read changes nothing, so it may end unheard. */
function unlessCancelled<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', onAbort));
}

/** Keeps changes for a reviewer to enable. Throws NOT_ALLOWED, BAD_INPUT. */
async function propose(
  context: EngineContext,
  { changes, reason, effectiveFromDate }: CommandInput<'rule.propose'>,
  session: Session,
): Promise<CommandOutput<'rule.propose'>> {
  const actor = decisionMaker(session);
  const whole = ruleChangesSchema.parse(changes);
  requireUsable(whole);
  const version = await context.ledger.write(writeRuleProposal, {
    changes: JSON.parse(JSON.stringify({ ...whole, switchedOff: whole.switchedOff.toSorted() })) as JsonValue,
    reason,
    effectiveFromAt: effectiveFromDate === null ? null : beginningOf(context, effectiveFromDate),
    actor,
    machine: session.machine,
    at: instantOf(context.nowMs()),
  });
  context.hub.changed('rules', 'audit');
  return ruleSetRow(context, version, null, session);
}

/** A reviewer's yes to what another person proposed; what holds at once is matched by at once. */
async function enable(
  context: EngineContext,
  input: CommandInput<'rule.enable'>,
  session: Session,
): Promise<CommandOutput<'rule.enable'>> {
  const { ledger, hub, company } = context;
  const actor = ruleEnabler(session);
  const at = instantOf(context.nowMs());
  const who = { actor, machine: session.machine, at, as: confirmedAs(session) };
  const profileHash = matchingProfileHash(company.profile);
  const enabled = await ledger.write(writeRuleEnabling, { ...input, ...who, profileHash });
  const inForce = await ledger.read(readRuleSetInForce, { at });
  hub.changed('rules', 'audit');
  if (inForce?.version === enabled.version) context.work.matchSoon();
  return ruleSetRow(context, enabled, inForce?.version ?? null, session);
}

/** The no to a waiting version: a reviewer's refusal, or the withdrawal of who proposed it. */
async function end(
  context: EngineContext,
  input: CommandInput<'rule.end'>,
  session: Session,
): Promise<CommandOutput<'rule.end'>> {
  const { ledger, hub } = context;
  const actor = enderOf(await ledger.read(readRuleSet, { version: input.version }), session, ruleEnabler);
  const at = instantOf(context.nowMs());
  const ended = await ledger.write(writeRuleEnd, { ...input, actor, machine: session.machine, at });
  hub.changed('rules', 'audit');
  return ruleSetRow(context, ended, null, session);
}

/** Without this rule a receipt that somebody keyed would be posted a second time. */
const NEVER_OFF = 'keyed-by-hand';

function requireUsable(changes: RuleChanges): void {
  requireKnownRules(changes);
  if (!changes.switchedOff.includes(NEVER_OFF)) return;
  throw new TieoutError('BAD_INPUT', 'The rule for receipts keyed by hand cannot be switched off.', {
    nextStep: 'It keeps payments that are in PeopleSoft already from being posted again. Leave it on.',
  });
}

function beginningOf({ company }: EngineContext, date: string): Instant {
  try {
    return startOfDay(date, company.profile.units[0]?.zone ?? 'UTC');
  } catch (cause) {
    throw new TieoutError('BAD_INPUT', `${date} is not a day of the calendar.`, { cause });
  }
}

async function ruleSetRow(
  context: EngineContext,
  set: RuleSet,
  inForce: number | null,
  session: Session,
): Promise<RuleSetRow> {
  const { version, hash, reason, state, proposedBy, proposedAt, enabledBy, enabledAt, effectiveFromAt } = set;
  const changes = changesOf(set);
  const trial = state === 'proposed' ? shownTrial(await keptTrial(context, version)) : null;
  return {
    version,
    changes,
    lines: ruleLines(changes, currencyDecimals(context.company.profile.units)),
    reason,
    hash,
    state,
    inForce: version === inForce,
    effectiveFromAt,
    proposedBy,
    proposedAt,
    enabledBy,
    enabledAt,
    ended: endOf(set),
    trial,
    can: rightsOnceTried(rightsOver(set, session, REVIEWERS), trial),
  };
}

type RuleQuery = 'rule.list' | 'rule.trial' | 'rule.proposals';
type RuleCommand =
  | 'rule.dryRun'
  | 'rule.tryVersion'
  | 'rule.findProposals'
  | 'rule.propose'
  | 'rule.enable'
  | 'rule.end';

/** The engine's answers to the names of the screen of rules. */
export function ruleHandlers(context: EngineContext): {
  readonly queries: Pick<Handlers['queries'], RuleQuery>;
  readonly commands: Pick<Handlers['commands'], RuleCommand>;
} {
  const tried: Tried = { trial: null, found: null };
  return {
    queries: {
      'rule.list': (_input, session) => listRules(context, session),
      'rule.trial': async () => ({ trial: tried.trial }),
      'rule.proposals': async () => ({ found: tried.found }),
    },
    commands: {
      'rule.dryRun': async ({ changes }, session) => dryRun(context, tried, ruleChangesSchema.parse(changes), session),
      'rule.tryVersion': (input, session) => tryVersion(context, tried, input, session),
      'rule.findProposals': async (_input, session) => findProposals(context, tried, session),
      'rule.propose': (input, session) => propose(context, input, session),
      'rule.enable': (input, session) => enable(context, input, session),
      'rule.end': (input, session) => end(context, input, session),
    },
  };
}
