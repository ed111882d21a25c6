import type { Learned } from '../learn.ts';
import type { Option } from '../option.ts';
import { NAME, nameSignal, type Signal } from '../pair-signals.ts';
import { holders, type TokenLists } from '../vocabulary.ts';
import { exactSums, poolOf, type ExactSum } from './exact-sums.ts';
import { daysOf, groupOption, isOfKind, type Facing } from './facing.ts';
import { discountedSizes, discounts } from './discounts.ts';
import { nearestDateOdds, oddsOf, otherNames } from './group-odds.ts';
import type { GroupSearch } from './group-search.ts';

const MOST_HOLDERS = 300;
/** By how many of its words rows of a party are looked for; by more where fewer have not found what is wanted. */
export const PARTY_WORDS: readonly number[] = [1, 4, 8];
const MOST_POOL = 60;
/** A payment may settle what is far older than what usually is settled alone. */
const LEAST_DAYS_MORE = 10;
const MOST_DAYS_MORE = 90;

/**
 * Free rows of the party of a target, by name or by a code that its rows share, near in time; none where there are too many to tell sums apart. By
 * the rarest of its words, or by several: two that are rare together need not both stand in every row of the party.
 */
export function partyMembers({ reach }: Learned, facing: Facing, target: number, words: number): number[] {
  const { pair, members, isLooseMember, isLeftTarget } = facing;
  const more = Math.min(MOST_DAYS_MORE, Math.max(LEAST_DAYS_MORE, 2 * (reach.lastDelay - reach.firstDelay)));
  const name: Signal = { kind: 0, share: 1, token: -1 };
  const found = new Set<number>();
  const note = (member: number, isNamed: boolean): void => {
    if (isLooseMember[member] === 0 || found.has(member) || !isOfKind(facing, target, member)) return;
    const days = daysOf(facing, target, member);
    if (days < reach.firstDelay - more || days > reach.lastDelay + more) return;
    if (isNamed) nameSignal(pair, isLeftTarget ? target : member, isLeftTarget ? member : target, name);
    if (!isNamed || name.kind >= NAME.half) found.add(member);
  };
  for (const word of rarest(facing.targets.words, members.words, target, words))
    for (const member of rowsOf(members.words, word)) note(member, true);
  for (const code of rarest(facing.targets.codes, members.codes, target, 1))
    for (const member of rowsOf(members.codes, code)) note(member, false);
  return found.size > MOST_POOL ? [] : [...found].sort((one, other) => one - other);
}

/** The tokens of a row that fewest rows of the other side have, among those it has more than once; so many, and no more rows together than are looked at. */
function rarest(own: TokenLists, others: TokenLists, row: number, most: number): number[] {
  const tokens: number[] = [];
  for (let at = own.start[row] ?? 0; at < (own.start[row + 1] ?? 0); at++) {
    const token = own.tokens[at] ?? 0;
    const held = holders(others, token);
    if (held >= 2 && held <= MOST_HOLDERS) tokens.push(token);
  }
  tokens.sort((one, other) => holders(others, one) - holders(others, other) || one - other);
  let rows = 0;
  return tokens.slice(0, most).filter((token) => (rows += holders(others, token)) <= MOST_HOLDERS);
}

function rowsOf(lists: TokenLists, token: number): Int32Array {
  return lists.rows.subarray(lists.rowStart[token] ?? 0, lists.rowStart[token + 1] ?? 0);
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
