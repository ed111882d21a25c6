import type { Learned } from '../learn.ts';
import type { Option } from '../option.ts';
import { NAME, nameSignal, type Signal } from '../pair-signals.ts';
import { holders } from '../vocabulary.ts';
import { exactSums, poolOf, type ExactSum } from './exact-sums.ts';
import { daysOf, groupOption, isOfKind, type Facing } from './facing.ts';
import { discountedSizes, discounts } from './discounts.ts';
import { nearestDateOdds, oddsOf, otherNames } from './group-odds.ts';
import type { GroupSearch } from './group-search.ts';

const MOST_HOLDERS = 600;
const MOST_POOL = 60;
/** A payment may settle what is far older than what usually is settled alone. */
const LEAST_DAYS_MORE = 10;
const MOST_DAYS_MORE = 90;

/** Free rows of the party of a target, near in time; none where the party has too many to tell sums apart. */
export function partyMembers({ reach }: Learned, facing: Facing, target: number): number[] {
  const { pair, targets, members, isLooseMember, isLeftTarget } = facing;
  let rarest = -1;
  for (let at = targets.words.start[target] ?? 0; at < (targets.words.start[target + 1] ?? 0); at++) {
    const token = targets.words.tokens[at] ?? 0;
    if (holders(members.words, token) === 0) continue;
    if (rarest < 0 || (pair.wordShare[token] ?? 1) < (pair.wordShare[rarest] ?? 1)) rarest = token;
  }
  if (rarest < 0 || holders(members.words, rarest) > MOST_HOLDERS) return [];
  const more = Math.min(MOST_DAYS_MORE, Math.max(LEAST_DAYS_MORE, 2 * (reach.lastDelay - reach.firstDelay)));
  const found: number[] = [];
  const name: Signal = { kind: 0, share: 1, token: -1 };
  for (let at = members.words.rowStart[rarest] ?? 0; at < (members.words.rowStart[rarest + 1] ?? 0); at++) {
    const member = members.words.rows[at] ?? 0;
    if (isLooseMember[member] === 0 || !isOfKind(facing, target, member)) continue;
    const days = daysOf(facing, target, member);
    if (days < reach.firstDelay - more || days > reach.lastDelay + more) continue;
    nameSignal(pair, isLeftTarget ? target : member, isLeftTarget ? member : target, name);
    if (name.kind >= NAME.half) found.push(member);
  }
  return found.length > MOST_POOL ? [] : found.sort((one, other) => one - other);
}

/** Groups of one party that come to the target precisely, or by a rule that many pairs keep to. */
export function partySets(
  { learned, scorer, grain }: GroupSearch,
  facing: Facing,
  target: number,
  party: readonly number[],
): Option[] {
  if (party.length < 2) return [];
  const { model, reach } = learned;
  const size = facing.targets.size[target] ?? Number.NaN;
  const option = ({ rows, logChance }: ExactSum, more: number): Option =>
    groupOption(facing, target, rows, {
      logOdds: oddsOf(
        logChance,
        more + 1 + nearestDateOdds(facing, model, reach, target, rows) + otherNames(facing, scorer, target, rows),
      ),
      rule: 'party-set',
      amounts: 'exact',
    });
  const plain = exactSums(poolOf(party, facing.members.size), size, grain);
  if (plain.length > 0) return plain.map((found) => option(found, 0));
  return discounts(model.lines).flatMap(({ factor, share }) => {
    const worth = discountedSizes(facing, factor);
    const found = exactSums(poolOf(party, worth.sizes), worth.target(size), grain);
    return found.map((each) => option(each, Math.min(0, share + 1)));
  });
}
