import type { Candidates } from '../candidates.ts';
import type { Learned } from '../learn.ts';
import { netOf } from '../rows.ts';
import { marginals } from '../marginals.ts';
import type { Option } from '../option.ts';
import { optionsTable } from '../options-table.ts';
import { isWithinAmount, isWithinDays } from '../reach.ts';
import { pairScorer } from '../score-pair.ts';
import type { ReconcileTerms } from '../side.ts';
import { creditSets } from './credit-sets.ts';
import { daySets } from './day-sets.ts';
import { facings, settle, type Facing } from './facing.ts';
import { FreeRows } from './free-rows.ts';
import { amountGrain } from './group-odds.ts';
import type { GroupSearch } from './group-search.ts';
import { keySets } from './key-sets.ts';
import { deductedSet, namedCredits, namedMembers, namedSets } from './named-sets.ts';
import { windowSets } from './window-sets.ts';
import { PARTY_WORDS, partyMembers, partySets } from './party-sets.ts';

const ROUNDS = 3;
/** Groups as likely as this leave the pools, so that fewer sums meet by chance in what is left. */
const SETTLED = 0.95;

/**
 * Groups of rows against one row of the other side, among the rows that pairs have not settled; the best odds of each. In rounds: what
 * one round settles, the next one no longer looks at.
 */
export function findGroups(
  learned: Learned,
  terms: ReconcileTerms,
  candidates: Candidates,
  likely: Float64Array,
  pairs: readonly Option[],
): Option[] {
  const { pair } = learned;
  const best = new Map<string, Option>();
  const sides = facings(learned, candidates, likely);
  for (let round = 0; round < ROUNDS; round++) {
    const known = best.size;
    for (const facing of sides)
      for (const option of groupsOf(learned, facing)) {
        if (option.logOdds <= 0 || !isWithin(learned, terms, option)) continue;
        const key = `${option.lefts.join(' ')}|${option.rights.join(' ')}`;
        const before = best.get(key);
        if (before === undefined || option.logOdds > before.logOdds) best.set(key, option);
      }
    if (best.size === known || round === ROUNDS - 1) break;
    const options = [...pairs, ...best.values()];
    const table = optionsTable(options, pair.left.count, pair.right.count);
    const hope = marginals(table, table.weight);
    for (const [at, { lefts, rights }] of options.entries())
      if (lefts.length + rights.length > 2 && (hope[at] ?? 0) >= SETTLED)
        for (const facing of sides) settle(facing, lefts, rights);
  }
  return [...best.values()];
}

function groupsOf(learned: Learned, facing: Facing): Option[] {
  const scorer = pairScorer(learned.pair, learned.model, learned.population);
  const search: GroupSearch = { learned, scorer, grain: amountGrain(facing.members.size) };
  const free = new FreeRows(facing);
  const options = keySets(search, facing);
  for (let target = 0; target < facing.targets.count; target++) {
    if (facing.isOpenTarget[target] === 0 || Number.isNaN(facing.targets.size[target] ?? Number.NaN)) continue;
    const named = namedMembers(facing, target);
    const credits = namedCredits(facing, target);
    if (facing.isLooseTarget[target] === 0 && named.length + credits.length < 2) continue;
    const found = setsOfParty(search, facing, target, named, credits);
    if (found.length === 0) found.push(...daySets(search, facing, free, target));
    options.push(...found, ...windowSets(search, facing, free, target, named));
  }
  return options;
}

/** Precise sums of what the target names and of its party, by more and more of its words; at last what it names with another sum. */
function setsOfParty(
  search: GroupSearch,
  facing: Facing,
  target: number,
  named: readonly number[],
  credits: readonly number[],
): Option[] {
  let known = -1;
  for (const words of PARTY_WORDS) {
    const party = partyMembers(search.learned, facing, target, words);
    if (party.length === known) continue;
    known = party.length;
    const found = namedSets(search, facing, target, named, party);
    if (found.length === 0) found.push(...creditSets(search, facing, target, { named, credits, party }));
    if (found.length === 0) found.push(...partySets(search, facing, target, party));
    if (found.length > 0) return found;
  }
  return deductedSet(search, facing, target, named);
}

function isWithin({ pair }: Learned, terms: ReconcileTerms, { lefts, rights }: Option): boolean {
  if (lefts.some((left) => rights.some((right) => !isWithinDays(pair, terms, left, right)))) return false;
  if (terms.amountTolerance === null) return true;
  return isWithinAmount(terms.amountTolerance, netOf(pair.left, lefts), netOf(pair.right, rights));
}
