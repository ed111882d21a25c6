import { assign, type Standing } from '../assignment/assign.ts';
import { optionTable } from '../assignment/option-table.ts';
import { scoreOf } from '../points.ts';
import { AMOUNT, AUTOMATIC_MARGIN, type RuleCode } from '../rules.ts';
import { compareText } from './compare-text.ts';
import { overLink, rule, type Decisions } from './decisions.ts';
import type { Candidate, Contest, Contested, MatchingRule, Part, Remark, RuleContext } from './rule.ts';
import type { Snapshot } from './snapshot.ts';

/** What all rules of one order found, before anything is decided. */
interface Found {
  readonly candidates: readonly Candidate[];
  /** By movement: how many candidates have it. */
  readonly ways: Uint32Array;
  /** By item: 1 when more is asked of it than is open. */
  readonly contested: Uint8Array;
}

/**
 * Decides one order of rules for all movements at once. A candidate that competes with nobody is taken as it is; the others are assigned
 * within their cluster so that the sum of scores is the greatest: what stays ahead of every other solution by the margin is
 * proposed, what does not is ambiguous. Only a candidate without any rival may be automatic. Nobody is first.
 */
export function settle(context: RuleContext, decisions: Decisions, rules: readonly MatchingRule[]): void {
  const { snapshot } = context;
  let candidates: Candidate[] = [];
  const remarks: Remark[] = [];
  for (const each of rules)
    for (const finding of each.propose(context))
      if (finding.kind === 'remark') remarks.push(finding);
      else candidates.push(finding);
  candidates = withoutTwins(candidates, rules);
  const found = weighUp(snapshot, candidates);
  const competing: Candidate[] = [];
  for (const candidate of candidates) {
    if (isFree(found, candidate)) accept(snapshot, decisions, rules, candidate, true);
    else competing.push(candidate);
  }
  compete(context, decisions, rules, competing, found.contested);
  for (const { movement, ruling, claims, doubt, unsure, isLast } of remarks) {
    if (doubt !== undefined) decisions.doubts.set(movement, doubt);
    if (unsure !== undefined)
      for (const item of unsure.items) noteUnsure(decisions.unsure[unsure.by], item, unsure.why);
    if (ruling !== null && isLast === true) decisions.givenUp.set(movement, ruling);
    else if (ruling !== null && decisions.verdict[movement] === 'none') rule(snapshot, decisions, movement, ruling);
    for (const item of claims ?? []) decisions.claimed[item] = 1;
  }
  for (const { isStranger, asks } of candidates)
    if (isStranger !== true) for (const { item } of asks) decisions.claimed[item] = 1;
}

/** Where two rules found the same allocation, that of the earlier rule stands: it is not its own rival. */
function withoutTwins(candidates: Candidate[], rules: readonly MatchingRule[]): Candidate[] {
  if (rules.length === 1) return candidates;
  const seen = new Set<string>();
  return candidates.filter(({ movement, shares, others }) => {
    if (others !== undefined) return true;
    const key = `${movement}|${shares.map(({ item, amount }) => `${item}:${amount}`).join()}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function weighUp(snapshot: Snapshot, candidates: readonly Candidate[]): Found {
  const ways = new Uint32Array(snapshot.movements.key.length);
  const asked = new Float64Array(snapshot.items.key.length);
  for (const { movement, others, isStranger } of candidates) {
    if (isStranger === true) continue;
    ways[movement] = (ways[movement] ?? 0) + 1;
    for (const other of others ?? []) ways[other.movement] = (ways[other.movement] ?? 0) + 1;
  }
  // Of several ways of one movement only one can come true: each item hears the most that any of them asks.
  const most = new Map<number, Map<number, number>>();
  for (const { movement, asks, isStranger } of candidates) {
    if (isStranger === true) continue;
    for (const { item, amount } of asks) {
      if ((ways[movement] ?? 0) <= 1) asked[item] = (asked[item] ?? 0) + amount;
      else {
        const mine = most.get(movement) ?? new Map<number, number>();
        most.set(movement, mine.set(item, Math.max(mine.get(item) ?? 0, amount)));
      }
    }
  }
  for (const mine of most.values()) for (const [item, amount] of mine) asked[item] = (asked[item] ?? 0) + amount;
  for (const { asks, isStranger } of candidates)
    if (isStranger === true)
      for (const { item, amount } of asks) if (asked[item] !== 0) asked[item] = (asked[item] ?? 0) + amount;
  const contested = new Uint8Array(asked.length);
  for (let item = 0; item < asked.length; item++)
    if ((asked[item] ?? 0) > (snapshot.items.available[item] ?? 0)) contested[item] = 1;
  return { candidates, ways, contested };
}

/** Whether its movements have no other way and nobody else wants more of its items than they have. A stranger whom nobody hears is free too. */
function isFree({ ways, contested }: Found, candidate: Candidate): boolean {
  return (
    candidate.asks.every(({ item }) => contested[item] === 0) &&
    (candidate.isStranger === true ||
      (ways[candidate.movement] === 1 && (candidate.others ?? []).every(({ movement }) => ways[movement] === 1)))
  );
}

function partsOf(candidate: Candidate): readonly Part[] {
  return candidate.others === undefined ? [candidate] : [candidate, ...candidate.others];
}

function accept(
  snapshot: Snapshot,
  decisions: Decisions,
  rules: readonly MatchingRule[],
  candidate: Candidate,
  alone: boolean,
): void {
  if (candidate.isStranger === true) return;
  const { rule: code, attention, isCertain, note } = candidate;
  const isAllowed = isCertain && alone && rules.some((each) => each.code === code && each.automaticAllowed);
  const group = candidate.others === undefined ? null : partsOf(candidate);
  // Of what is settled together one part in doubt leaves all of it to a person.
  const unsure = partsOf(candidate)
    .flatMap(({ shares }) => shares.flatMap(({ item }) => unsureOf(decisions, code, item)))
    .sort(compareText)[0];
  const automatic =
    isAllowed && unsure === undefined && partsOf(candidate).every(({ movement }) => !decisions.doubts.has(movement));
  for (const { movement, shares } of partsOf(candidate)) {
    if (shares.length === 0) {
      // It names several items and fits none of them: they are shown, and nothing is proposed.
      const alternatives = candidate.asks.map((share) => ({ rule: code, shares: [share] }));
      rule(snapshot, decisions, movement, { rule: code, verdict: 'unmatched', attention, note, alternatives });
    } else {
      const link = overLink(snapshot, movement, automatic, attention);
      const said = (isAllowed || note === null ? doubtOf(snapshot, decisions, movement, unsure) : null) ?? note;
      rule(snapshot, decisions, movement, { rule: code, ...link, note: said, shares, alone, group });
    }
  }
}

/** The doubt that a movement is in, or what it would pay; null where its link has to be looked at first. */
function doubtOf(
  { movements }: Snapshot,
  decisions: Decisions,
  movement: number,
  unsure: string | undefined,
): string | null {
  return movements.strength[movement] === 'confirmed' ? (decisions.doubts.get(movement) ?? unsure ?? null) : null;
}

/** Of several reasons the first by its words: rows in any order say the same. */
function noteUnsure(unsure: Map<number, string>, item: number, why: string): void {
  const known = unsure.get(item);
  if (known === undefined || compareText(why, known) < 0) unsure.set(item, why);
}

/** Why an item may be another movement's; one that goes by amount is a rival only of those that do, too. */
function unsureOf({ unsure }: Decisions, code: RuleCode, item: number): readonly string[] {
  const byAmount = code === AMOUNT ? unsure.amount.get(item) : undefined;
  return [unsure.any.get(item), byAmount].filter((why) => why !== undefined);
}

/** Settles the candidates that have rivals, or whose movements have several ways. */
function compete(
  context: RuleContext,
  decisions: Decisions,
  rules: readonly MatchingRule[],
  unordered: readonly Candidate[],
  contested: Uint8Array,
): void {
  if (unordered.length === 0) return;
  const candidates = inContentOrder(context.snapshot, unordered);
  const weights = candidates.map((candidate) => weightOf(context, rules, candidate));
  const { standing, margin } = solve(candidates, weights, contested);
  const byMovement = new Map<number, number[]>();
  const wanted = new Map<number, Wanted>();
  for (const [at, candidate] of candidates.entries()) {
    if (candidate.isStranger !== true) for (const { movement } of partsOf(candidate)) push(byMovement, movement, at);
    for (const { item } of candidate.asks) addWanted(context.snapshot, wanted, item, candidate);
  }
  for (const [movement, ways] of byMovement) {
    if (decisions.verdict[movement] !== 'none') continue;
    const won = ways.find((at) => standing[at] === 'chosen' && (margin[at] ?? 0) >= AUTOMATIC_MARGIN * 100);
    const winner = won === undefined ? undefined : candidates[won];
    if (winner !== undefined) {
      accept(context.snapshot, decisions, rules, winner, false);
      continue;
    }
    const mine = ways.flatMap((at) => candidates[at] ?? []);
    const contest = contestOf(context.snapshot, movement, mine, wanted);
    rule(context.snapshot, decisions, movement, ambiguous(context, rules, contest));
  }
}

/** Who wants one item; enough to speak of it without walking them all again for each. */
interface Wanted {
  readonly movements: Set<number>;
  readonly amounts: Map<number, number>;
  readonly shown: Candidate[];
}
const SHOWN = 16;

function addWanted({ movements }: Snapshot, wanted: Map<number, Wanted>, item: number, candidate: Candidate): void {
  let entry = wanted.get(item);
  if (entry === undefined) wanted.set(item, (entry = { movements: new Set(), amounts: new Map(), shown: [] }));
  if (entry.shown.length < SHOWN) entry.shown.push(candidate);
  for (const { movement } of partsOf(candidate)) {
    if (entry.movements.has(movement)) continue;
    entry.movements.add(movement);
    const amount = movements.amount[movement] ?? 0;
    entry.amounts.set(amount, (entry.amounts.get(amount) ?? 0) + 1);
  }
}

function contestOf(
  { movements }: Snapshot,
  movement: number,
  mine: readonly Candidate[],
  wanted: ReadonlyMap<number, Wanted>,
): Contest {
  const amount = movements.amount[movement] ?? 0;
  const asked = [...new Set(mine.flatMap(({ asks }) => asks.map(({ item }) => item)))];
  const entries = asked.flatMap((item) => wanted.get(item) ?? []);
  const against = new Set(entries.flatMap(({ shown }) => shown));
  for (const each of mine) against.delete(each);
  return {
    movement,
    mine,
    against: [...against].filter((each) => each.movement !== movement),
    rivals: Math.max(0, ...entries.map((each) => each.movements.size - 1)),
    isSameAmount: entries.some((each) => (each.amounts.get(amount) ?? 0) > 1),
  };
}

function ambiguous(context: RuleContext, rules: readonly MatchingRule[], contest: Contest): Parameters<typeof rule>[3] {
  const { movement, mine } = contest;
  const code = mine[0]?.rule ?? 0;
  const said: Contested = rules.find((each) => each.code === code)?.contested?.(context, contest) ?? {
    attention: 'severalCandidates',
    note: 'What fits it is wanted by another charge too.',
  };
  const ways = mine.flatMap((candidate) => {
    const shares = partsOf(candidate).find((part) => part.movement === movement)?.shares ?? [];
    return shares.length === 0
      ? candidate.asks.map((share) => ({ rule: candidate.rule, shares: [share] }))
      : [{ rule: candidate.rule, shares }];
  });
  const base = { rule: code, verdict: 'ambiguous', attention: said.attention, note: said.note } as const;
  return said.shares === undefined ? { ...base, alternatives: ways } : { ...base, shares: said.shares };
}

/**
 * Each movement, and each item of which more is asked than is open, is a row that one candidate may use. What is settled together uses
 * them all, or none.
 */
function solve(
  candidates: readonly Candidate[],
  weights: readonly number[],
  contested: Uint8Array,
): { readonly standing: readonly Standing[]; readonly margin: Float64Array } {
  const rows = new Map<string, number>();
  const isItem: (0 | 1)[] = [];
  const rowOf = (side: 0 | 1, index: number): number => {
    const key = `${side}|${index}`;
    let row = rows.get(key);
    if (row === undefined) {
      row = isItem.push(side) - 1;
      rows.set(key, row);
    }
    return row;
  };
  const options = candidates.map((candidate, at) => ({
    rows: [
      ...partsOf(candidate).map(({ movement }) => rowOf(0, movement)),
      ...new Set(candidate.asks.filter(({ item }) => contested[item] === 1).map(({ item }) => rowOf(1, item))),
    ],
    weight: weights[at] ?? 1,
  }));
  return assign(optionTable(isItem.length, options), (row) => isItem[row] ?? 0);
}

const STRANGER_WEIGHT = 100;

/** Hundredths; all movements of a group count. */
function weightOf(context: RuleContext, rules: readonly MatchingRule[], candidate: Candidate): number {
  const weigh = rules.find((each) => each.code === candidate.rule);
  if (weigh === undefined)
    throw new RangeError(`the candidate is of rule ${candidate.rule}, which is not of this order`);
  // It cannot win, and nobody may be proposed over it.
  if (candidate.isStranger === true) return STRANGER_WEIGHT;
  const group = candidate.others === undefined ? null : partsOf(candidate);
  let weight = 0;
  for (const { movement, shares } of partsOf(candidate)) {
    const paid = shares.length === 0 ? candidate.asks : shares;
    const points = weigh.weigh(context, { movement, shares: paid, alone: false, group, receipt: -1 });
    weight += Math.max(1, Math.round(scoreOf(points) * 100));
  }
  return weight;
}

/** By what the rows say, so that a search that ends after a number of steps ends at the same place for rows in any order. */
function inContentOrder({ movements, items, customers }: Snapshot, candidates: readonly Candidate[]): Candidate[] {
  const keys = new Map<Candidate, string>();
  for (const candidate of candidates) {
    const paid = candidate.asks.map(
      ({ item, amount }) => `${items.item[item] ?? ''}/${items.line[item] ?? 0}:${amount}`,
    );
    const { movement } = candidate;
    const of = [
      customers[movements.customer[movement] ?? -1] ?? '',
      movements.amount[movement],
      movements.day[movement],
    ];
    // Rows that say the same end up side by side; the id only keeps the words the same.
    keys.set(candidate, [...of, ...paid.sort(compareText), candidate.rule, movements.objectId[movement]].join('|'));
  }
  return candidates.toSorted((left, right) => compareText(keys.get(left) ?? '', keys.get(right) ?? ''));
}

function push(map: Map<number, number[]>, key: number, value: number): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [value]);
  else found.push(value);
}
