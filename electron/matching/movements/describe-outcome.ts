import { marginOf, scoreOf } from '../points.ts';
import { AMOUNT, AUTOMATIC_MARGIN, KEYED, REFERENCE, REFUND, ruleOf, TYPO } from '../rules.ts';
import { candidatesOf, pointsOf, runnerUpOf, strangersItems } from './alternatives.ts';
import type { ClaimedItems, FittingClaimed } from './claimed-items.ts';
import { allocationsOf } from './decisions.ts';
import type { MatchOut, Outcome } from './outcome.ts';
import type { RuleContext } from './rule.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Puts the rules' decision on one movement into words, points and amounts; null where matching leaves the row alone. `claimed`: of the same
 * context, one for all of its movements.
 */
export function describeOutcome(context: RuleContext, movement: number, claimed: ClaimedItems): Outcome | null {
  const { snapshot, decisions } = context;
  const { movements } = snapshot;
  const movementKey = movements.key[movement] ?? 0;
  const unit = snapshot.settings.units[movements.unit[movement] ?? -1]?.unit ?? null;
  const note = decisions.note.get(movement) ?? null;
  const shut = { reason: snapshot.notes.get(movement) ?? null, gate: snapshot.shut.get(movement) ?? null };
  const plain = { movementKey, unit, gate: null, score: null, match: null, candidates: [] };
  switch (movements.gate[movement] ?? 'decided') {
    case 'open':
      break;
    case 'excluded':
    case 'failed':
      return { ...plain, state: 'excluded', attention: null, ...shut };
    case 'notEvaluated':
      return { ...plain, state: 'notEvaluated', attention: 'notEvaluated', ...shut };
    case 'decided':
    case 'lookupFailed':
      return null;
  }
  switch (decisions.verdict[movement] ?? 'none') {
    case 'automatic':
    case 'proposed':
      return describeProposal(context, movement);
    case 'ambiguous': {
      const candidates = candidatesOf(context, movement);
      const score = candidates[0]?.score ?? null;
      return {
        ...plain,
        state: 'ambiguous',
        attention: decisions.attention[movement] ?? null,
        reason: note,
        score,
        candidates,
      };
    }
    case 'notEvaluated':
      return { ...plain, state: 'notEvaluated', attention: 'notEvaluated', reason: note };
    case 'unmatched': {
      const candidates = candidatesOf(context, movement);
      return {
        ...plain,
        state: 'unmatched',
        attention: decisions.attention[movement] ?? null,
        reason: note,
        candidates,
      };
    }
    case 'none':
      return {
        ...plain,
        ...nothingFound(context, movement, claimed),
        candidates: strangersItems(context, movement),
      };
  }
}

/** Items that a sentence names at most. */
const SHOWN = 2;

/** No rule had anything to say. */
function nothingFound(
  { snapshot }: RuleContext,
  movement: number,
  claimed: ClaimedItems,
): Pick<Outcome, 'state' | 'attention' | 'reason'> {
  const { movements, items } = snapshot;
  const standing = movements.standing[movement] ?? null;
  if (standing?.words && standing.attention !== null)
    return { state: 'unmatched', attention: standing.attention, reason: standing.words };
  const references = movements.references[movement];
  const foreign =
    references?.foreign.map(
      (item) => `${items.item[item] ?? ''} of ${snapshot.customers[items.customer[item] ?? -1] ?? ''}`,
    ) ?? [];
  const named = foreign.slice(0, SHOWN).join(', ');
  const unmatched = (reason: string) =>
    ({ state: 'unmatched', attention: standing?.attention ?? 'noItem', reason }) as const;
  if (movements.strength[movement] === 'none') {
    const why = snapshot.notes.get(movement) ?? 'Its Stripe customer is not linked to a PeopleSoft customer.';
    const reason = named === '' ? why : `${why} It names ${named}.`;
    return { state: 'unmatched', attention: standing?.attention ?? 'noCustomerLink', reason };
  }
  if (named !== '') return unmatched(`It names ${named}, which is another customer's.`);
  const unknown = references?.unknown.slice(0, SHOWN).join(', ') ?? '';
  const fitting = fittingWords(claimed.fitting(movement, SHOWN));
  if (unknown !== '') return unmatched(`It names ${unknown}, which is not among the open items, and ${fitting}.`);
  return unmatched(`${fitting.slice(0, 1).toUpperCase()}${fitting.slice(1)}.`);
}

/** That no item fits, or which do and are claimed, as a part of a sentence. */
function fittingWords({ count, shown }: FittingClaimed): string {
  if (count === 0) return 'no open item of this customer fits by amount and date';
  if (count === 1) return `${shown.join()} fits by amount and date, but is claimed by another charge`;
  const more = count - shown.length;
  const others =
    shown.length === 0 ? [`${more} items`] : more === 0 ? [] : [more === 1 ? 'another one' : `${more} others`];
  const named = [...shown, ...others];
  const listed = [named.slice(0, -1).join(', '), ...named.slice(-1)].filter((each) => each !== '').join(' and ');
  return `${listed} fit by amount and date, but are claimed by other charges`;
}

function describeProposal(context: RuleContext, movement: number): Outcome {
  const { snapshot, decisions } = context;
  const { movements } = snapshot;
  const shares = decisions.shares[movement] ?? [];
  const movementKey = movements.key[movement] ?? 0;
  const unit = snapshot.settings.units[movements.unit[movement] ?? -1]?.unit ?? null;
  const allocations = allocationsOf(snapshot, movement, shares);
  if (allocations === null) {
    const reason = 'The amounts cannot be written with the decimals of both systems.';
    return {
      movementKey,
      unit,
      state: 'unmatched',
      attention: movements.standing[movement]?.attention ?? 'amountDiffers',
      reason,
      gate: null,
      score: null,
      match: null,
      candidates: [],
    };
  }
  const code = decisions.rule[movement] ?? 0;
  const rule = ruleOf(code);
  const receipt = decisions.receipt[movement] ?? -1;
  const points = pointsOf(context, movement, shares);
  const score = scoreOf(points);
  const hasRunnerUp = code === REFERENCE || code === AMOUNT || code === TYPO;
  const runnerUp = hasRunnerUp ? runnerUpOf(context, movement, shares) : null;
  const margin = runnerUp === null ? null : marginOf(score, runnerUp.score);
  const automatic = decisions.verdict[movement] === 'automatic' && (margin === null || margin >= AUTOMATIC_MARGIN);
  const attention = automatic ? null : (decisions.attention[movement] ?? 'proposal');
  const match: MatchOut = {
    kind: code === KEYED ? 'alreadyKeyed' : code === REFUND ? 'refundOfCharge' : 'payment',
    ruleId: rule.id,
    ruleVersion: rule.version,
    score,
    margin,
    automatic,
    points,
    runnerUp,
    linkId: movements.strength[movement] === 'none' ? null : (movements.linkId[movement] ?? 0),
    paymentKey: receipt < 0 ? null : (snapshot.receipts.key[receipt] ?? null),
    chargeMovementKey: code === REFUND ? (movements.key[movements.charge[movement] ?? -1] ?? null) : null,
    allocations,
  };
  const reason = decisions.note.get(movement) ?? linkReason(snapshot, movement);
  const candidates = runnerUp === null ? [] : [runnerUp];
  return { movementKey, unit, state: 'proposed', attention, reason, gate: null, score, match, candidates };
}

function linkReason(snapshot: Snapshot, movement: number): string | null {
  const customer = snapshot.customers[snapshot.movements.customer[movement] ?? -1] ?? '';
  switch (snapshot.movements.strength[movement] ?? 'none') {
    case 'proposed':
      return `First confirm that its Stripe customer is ${customer}.`;
    case 'doubtful':
      return snapshot.notes.get(movement) ?? `The link to ${customer} is in doubt.`;
    case 'confirmed':
    case 'none':
      return null;
  }
}
