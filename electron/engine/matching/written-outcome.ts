import type { MovementGate } from '../../../shared/domain/movement-gate.ts';
import type { Alternative, MatchOut, Outcome } from '../../matching/movements/outcome.ts';

/** A proposal as the ledger keeps it: plain values in the order of their names, with JSON columns already in text. */
export type WrittenMatch = readonly [
  kind: MatchOut['kind'],
  ruleId: string,
  ruleVersion: number,
  score: number,
  margin: number | null,
  automatic: 0 | 1,
  pointsJson: string,
  runnerUpJson: string | null,
  linkId: number | null,
  paymentKey: number | null,
  chargeMovementKey: number | null,
  /** Item key, amount in the movement's and in the item's minor units, one allocation after the other. */
  allocations: readonly number[],
];
export type WrittenCandidate = readonly [
  itemsJson: string,
  ruleId: string,
  ruleVersion: number,
  score: number,
  pointsJson: string,
];
/**
 * An outcome as it is written: what crosses the threads by the ten thousand is put into text once, where it is made, and neither taken apart
 * into objects nor put together again on the way.
 */
export type WrittenOutcome = readonly [
  movementKey: number,
  /** Of the row that it was made for. */
  version: number,
  unit: string | null,
  state: Outcome['state'],
  attention: Outcome['attention'],
  reason: string | null,
  gate: MovementGate | null,
  score: number | null,
  match: WrittenMatch | null,
  candidates: readonly WrittenCandidate[],
];

/** The outcome for the row of this version, as it is written. */
export function writtenOutcome(outcome: Outcome, version: number): WrittenOutcome {
  const { movementKey, unit, state, attention, reason, gate, score, match, candidates } = outcome;
  const written = match === null ? null : writtenMatch(match);
  return [movementKey, version, unit, state, attention, reason, gate, score, written, candidates.map(writtenCandidate)];
}

function writtenMatch(match: MatchOut): WrittenMatch {
  const allocations: number[] = [];
  for (const { itemKey, amountMinor, itemAmountMinor } of match.allocations)
    allocations.push(itemKey, amountMinor, itemAmountMinor);
  return [
    match.kind,
    match.ruleId,
    match.ruleVersion,
    match.score,
    match.margin,
    match.automatic ? 1 : 0,
    JSON.stringify(match.points),
    runnerUpJson(match.runnerUp),
    match.linkId,
    match.paymentKey,
    match.chargeMovementKey,
    allocations,
  ];
}

function writtenCandidate(each: Alternative): WrittenCandidate {
  const items = JSON.stringify(each.allocations.map(({ itemKey }) => itemKey));
  return [items, each.ruleId, each.ruleVersion, each.score, JSON.stringify(each.points)];
}

/** `match.runner_up_json`: the numbers of its items, their row keys, score, points and why it is second. */
function runnerUpJson(runnerUp: Alternative | null): string | null {
  if (runnerUp === null) return null;
  const { score, items, text, points, ruleId, ruleVersion } = runnerUp;
  const itemKeys = runnerUp.allocations.map((each) => each.itemKey);
  return JSON.stringify({ score, items, itemKeys, text, points, ruleId, ruleVersion });
}

/**
 * An automatic match asks for a person only when straight-through posting could not decide it (a limit, a refusal); its words for
 * that stay on the row, so they are no difference.
 */
export const LEFT_TO_RULES = '\u001F\u001F';
export const BETWEEN = '\u001F';

/** An outcome as text, equal for equal outcomes; scores and margins follow from the points and are left out. */
export function outcomeText(written: WrittenOutcome): string {
  const [, , , state, attention, reason, gate, score, match, candidates] = written;
  const said = match?.[5] === 1 ? LEFT_TO_RULES : `${attention ?? ''}${BETWEEN}${reason ?? ''}${BETWEEN}${gate ?? ''}`;
  const others = candidates.map(([items, rule, version, , points]) => `${items}\n${rule}\n${version}\n${points}`);
  const proposed = match === null ? '' : matchText(match);
  return `${state}${BETWEEN}${said}${BETWEEN}${score ?? ''}${BETWEEN}${proposed}${BETWEEN}${others.join('\n')}`;
}

/** Matching only proposes; deciding is for rules a reviewer approved, and for people. */
function matchText(match: WrittenMatch): string {
  const [kind, ruleId, ruleVersion, , , automatic, points, runnerUp, linkId, paymentKey, charge, allocations] = match;
  let paid = '';
  for (let at = 0; at < allocations.length; at += 3)
    paid += `${at === 0 ? '' : ' '}${allocations[at]}:${allocations[at + 1]}:${allocations[at + 2]}`;
  return `${kind}\nproposed\n${ruleId}\n${ruleVersion}\n${automatic}\n${points}\n${runnerUp ?? ''}\n${linkId ?? ''}\n${paymentKey ?? ''}\n${charge ?? ''}\n${paid}`;
}
