import { judgeSum } from './judge-sum.ts';
import { INSTALMENTS, SET_STEP_BUDGET } from '../../rules.ts';
import { isRejected } from '../decisions.ts';
import { windowOf } from '../date-window.ts';
import { catalogued, type Candidate, type MatchingRule, type Part, type RuleContext } from '../rule.ts';
import { findSubsetSum } from '../subset-sum.ts';
import { weighGroup } from '../weigh.ts';
import { chargesByGroup } from './customer-charges.ts';

/** Charges of one customer beyond which sums of them say nothing. */
const CHARGE_LIMIT = 24;
/** Items of one customer that are tried. */
const ITEM_LIMIT = 200;
/** Most charges that pay one item. */
const SIZE_LIMIT = 4;

/**
 * Several charges of the linked customer, none of which names anything, that together are one open item to the cent. Proposed only
 * when one single set of charges does; searched by steps.
 */
export const chargesOfOneItem: MatchingRule = {
  ...catalogued(INSTALMENTS),
  parameters: { chargeLimit: CHARGE_LIMIT, itemLimit: ITEM_LIMIT, sizeLimit: SIZE_LIMIT, stepBudget: SET_STEP_BUDGET },
  propose,
  weigh: ({ snapshot }, { movement, group }) => weighGroup(snapshot, movement, group ?? []),
  contested: () => ({
    attention: 'severalCandidates',
    note: 'With other charges it is exactly one open item, but these have other choices too.',
  }),
  judge: (context, movement, item) => judgeSum(context, propose(context), movement, item, INSTALMENTS),
};

function* propose(context: RuleContext): Iterable<Candidate> {
  const { snapshot, sorted, decisions } = context;
  const { movements, items } = snapshot;
  for (const [group, charges] of chargesByGroup(context)) {
    const least = movements.amount[charges[0] ?? -1] ?? 0;
    if (charges.length < 2 || charges.length > CHARGE_LIMIT) continue;
    const open = sorted.upTo(group, Number.MAX_SAFE_INTEGER - 1);
    if (open.length > ITEM_LIMIT) continue;
    for (const item of open) {
      const amount = items.available[item] ?? 0;
      if (decisions.claimed[item] !== 0 || amount <= least) continue;
      const [from, to] = windowOf(snapshot, item, INSTALMENTS);
      const near = charges.filter((each) => from <= (movements.day[each] ?? 0) && (movements.day[each] ?? 0) <= to);
      const amounts = near.map((each) => movements.amount[each] ?? 0);
      const result = findSubsetSum(amounts, amount, SIZE_LIMIT, SET_STEP_BUDGET);
      if (result.found !== 'one') continue;
      const found = candidateOf(
        context,
        item,
        result.positions.map((at) => near[at] ?? -1),
      );
      if (found !== null) yield found;
    }
  }
}

function candidateOf({ snapshot }: RuleContext, item: number, charges: readonly number[]): Candidate | null {
  const { movements, items } = snapshot;
  const parts: Part[] = charges.map((movement) => ({
    movement,
    shares: [{ item, amount: movements.amount[movement] ?? 0 }],
  }));
  const [first, ...others] = parts;
  if (first === undefined || parts.some(({ movement, shares }) => isRejected(snapshot, movement, shares))) return null;
  return {
    ...first,
    kind: 'candidate',
    rule: INSTALMENTS,
    others,
    asks: [{ item, amount: items.available[item] ?? 0 }],
    isCertain: false,
    attention: 'proposal',
    note: `${charges.length} charges of this customer are together exactly ${items.item[item] ?? ''}.`,
  };
}
