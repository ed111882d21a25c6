import type { Anchor } from './anchors.ts';
import type { RowPair, Rows } from './rows.ts';
import type { Signs } from './side.ts';

const MOST = 0.7;
const SOME = 0.1;
const LEAST_WEIGHT = 3;

/** How the signs of the two files relate, from pairs that stand out by anything but their sign; else from the signs there are. */
export function learnSigns(pair: RowPair, anchors: readonly Anchor[]): Signs {
  let same = 0;
  let opposite = 0;
  for (const { left, right, weight } of anchors) {
    const product = (pair.left.amount[left] ?? 0) * (pair.right.amount[right] ?? 0);
    if (product > 0) same += weight;
    else if (product < 0) opposite += weight;
  }
  const lefts = signsOf(pair.left);
  const rights = signsOf(pair.right);
  const total = same + opposite;
  if (total < LEAST_WEIGHT) return lefts !== 'both' && rights !== 'both' && lefts !== rights ? 'opposite' : 'same';
  // One file without signs: what is positive there stands for either.
  const isOneWithout = (lefts === 'both') !== (rights === 'both');
  if (isOneWithout && Math.min(same, opposite) > Math.max(LEAST_WEIGHT, SOME * total)) return 'ignored';
  if (same >= MOST * total) return 'same';
  return opposite >= MOST * total ? 'opposite' : 'ignored';
}

function signsOf(rows: Rows): 'positive' | 'negative' | 'both' {
  const positive = rows.amount.some((amount) => amount > 0);
  const negative = rows.amount.some((amount) => amount < 0);
  if (positive && negative) return 'both';
  return negative ? 'negative' : 'positive';
}
