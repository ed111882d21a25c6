import { daysBetween, type RowPair } from './rows.ts';
import { holders } from './vocabulary.ts';

/** A pair that is most likely a true one, found without a model; `by` says what it may teach nothing about. */
export interface Anchor {
  readonly left: number;
  readonly right: number;
  readonly weight: number;
  readonly by: 'code' | 'amount' | 'name';
}

const FARTHEST_DAYS = 120;
const ENOUGH = 30;

/** Pairs that stand out: by a code that one row of either side has, by an amount that one row of either side has, else by a name. */
export function findAnchors(pair: RowPair): Anchor[] {
  const named = byCode(pair);
  return [...named, ...byAmount(pair), ...(named.length >= ENOUGH ? [] : byName(pair))];
}

/** Rows that share codes nobody else has, and share them with one row only. */
function byCode(pair: RowPair): Anchor[] {
  const partner = { left: new Map<number, number>(), right: new Map<number, number>() };
  const note = (map: Map<number, number>, row: number, other: number): void => {
    const known = map.get(row);
    map.set(row, known === undefined || known === other ? other : -1);
  };
  const { codes: lefts } = pair.left;
  const { codes: rights } = pair.right;
  for (let token = 0; token < pair.firstNear; token++) {
    if (holders(lefts, token) !== 1 || holders(rights, token) !== 1) continue;
    const left = lefts.rows[lefts.rowStart[token] ?? 0] ?? 0;
    const right = rights.rows[rights.rowStart[token] ?? 0] ?? 0;
    note(partner.left, left, right);
    note(partner.right, right, left);
  }
  const anchors: Anchor[] = [];
  for (const [left, right] of partner.left) {
    if (right < 0 || partner.right.get(right) !== left) continue;
    anchors.push({ left, right, weight: 1, by: 'code' });
  }
  return anchors;
}

/** Amounts that stand once on either side. Some of them meet by chance, at any distance in time: that share is taken off. */
function byAmount(pair: RowPair): Anchor[] {
  const lefts = onceBySize(pair.left.size, pair.left.currency);
  const rights = onceBySize(pair.right.size, pair.right.currency);
  const found: { left: number; right: number; days: number }[] = [];
  for (const [key, left] of lefts) {
    const right = rights.get(key);
    if (left < 0 || right === undefined || right < 0) continue;
    const days = daysBetween(pair, left, right);
    if (Number.isNaN(days)) found.push({ left, right, days: 0 });
    else if (Math.abs(days) <= FARTHEST_DAYS) found.push({ left, right, days });
  }
  const counts = new Float64Array(2 * FARTHEST_DAYS + 1);
  for (const { days } of found) counts[days + FARTHEST_DAYS] = (counts[days + FARTHEST_DAYS] ?? 0) + 1;
  const chance = chanceADay(counts);
  return found.flatMap(({ left, right, days }) => {
    const at = days + FARTHEST_DAYS;
    const around = ((counts[at - 1] ?? 0) + 2 * (counts[at] ?? 0) + (counts[at + 1] ?? 0)) / 4;
    const weight = 1 - chance / Math.max(around, 1e-9);
    return weight > 0.05 ? [{ left, right, weight, by: 'amount' as const }] : [];
  });
}

/** How many meet by chance a day: what is seen on the quieter half of all days. */
function chanceADay(counts: Float64Array): number {
  const rising = Float64Array.from(counts).sort();
  const half = rising.subarray(0, rising.length >> 1);
  return half.reduce((sum, each) => sum + each, 0) / Math.max(1, half.length);
}

function onceBySize(sizes: Float64Array, currencies: Int32Array): Map<string, number> {
  const once = new Map<string, number>();
  for (const [row, size] of sizes.entries()) {
    if (Number.isNaN(size)) continue;
    const key = `${size} ${currencies[row] ?? -1}`;
    once.set(key, once.has(key) ? -1 : row);
  }
  return once;
}

const NAME_MOST_HOLDERS = 60;
const NAME_DAYS = 60;
const NAME_RATIO = 0.35;

/** Rows that share a rare word, lie near in time and amount, and have nobody else for that. */
function byName(pair: RowPair): Anchor[] {
  const partner = { left: new Map<number, number>(), right: new Map<number, number>() };
  const note = (map: Map<number, number>, row: number, other: number): void => {
    const known = map.get(row);
    map.set(row, known === undefined || known === other ? other : -1);
  };
  const { words: lefts } = pair.left;
  const { words: rights } = pair.right;
  for (let token = 0; token < pair.wordShare.length; token++) {
    if (holders(lefts, token) > NAME_MOST_HOLDERS || holders(rights, token) > NAME_MOST_HOLDERS) continue;
    for (let i = lefts.rowStart[token] ?? 0; i < (lefts.rowStart[token + 1] ?? 0); i++)
      for (let j = rights.rowStart[token] ?? 0; j < (rights.rowStart[token + 1] ?? 0); j++) {
        const left = lefts.rows[i] ?? 0;
        const right = rights.rows[j] ?? 0;
        if (!isNear(pair, left, right)) continue;
        note(partner.left, left, right);
        note(partner.right, right, left);
      }
  }
  return [...partner.left].flatMap(([left, right]) =>
    right >= 0 && partner.right.get(right) === left ? [{ left, right, weight: 0.7, by: 'name' as const }] : [],
  );
}

function isNear(pair: RowPair, left: number, right: number): boolean {
  const days = daysBetween(pair, left, right);
  if (Math.abs(days) > NAME_DAYS) return false;
  const isConverted = pair.left.currency[left] !== pair.right.currency[right];
  return isConverted || Math.abs((pair.left.logSize[left] ?? 0) - (pair.right.logSize[right] ?? 0)) <= NAME_RATIO;
}
