import type { Candidates } from './candidates.ts';
import { CLASSES, CODE } from './pair-signals.ts';
import { AMOUNT } from './score-pair.ts';

/** So much more must speak for a pair than for one of the same amount and as good a name: days alone are no proof which of two is meant. */
const DECISIVE = 7;

/**
 * By place in the candidates: 1 where no number names the pair, and another pair of either of its rows has the same amount, as good a name, and hardly
 * less that speaks for it. Whatever becomes of that other row, such a pair is a person's.
 */
export function haveLookAlikes({ left, right, sum, amountKind, codeKind, nameKind }: Candidates): Uint8Array {
  const isUnnamed = (at: number): boolean => amountKind[at] === AMOUNT.same && (codeKind[at] ?? 0) < CODE.near;
  const found = new Uint8Array(left.length);
  for (const rows of [left, right]) {
    const byRow = new Map<number, number[]>();
    for (let at = 0; at < left.length; at++) {
      if (!isUnnamed(at)) continue;
      const row = rows[at] ?? 0;
      const others = byRow.get(row);
      if (others === undefined) byRow.set(row, [at]);
      else others.push(at);
    }
    for (const pairs of byRow.values()) {
      if (pairs.length < 2) continue;
      for (let kind = 0; kind < CLASSES; kind++) {
        const [best, second] = twoBest(pairs.filter((at) => (nameKind[at] ?? 0) >= kind).map((at) => sum[at] ?? 0));
        for (const at of pairs)
          if (nameKind[at] === kind && (sum[at] === best ? second : best) > (sum[at] ?? 0) - DECISIVE) found[at] = 1;
      }
    }
  }
  return found;
}

/** The greatest of some numbers and the one after it, which may be as great; -Infinity where there are fewer. */
function twoBest(numbers: readonly number[]): readonly [number, number] {
  let [best, second] = [-Infinity, -Infinity];
  for (const each of numbers)
    if (each > best) [best, second] = [each, best];
    else if (each > second) second = each;
  return [best, second];
}
