import type { Candidate, Part } from '../rule.ts';
import { compareText } from '../compare-text.ts';
import { isRejected } from '../decisions.ts';
import type { Snapshot } from '../snapshot.ts';
import { ALIKE_DAYS } from './lone-evidence.ts';
import type { Claim } from './reference-claim.ts';

/**
 * Claims of a part of one item each, put together where all that name the item are exactly what is open on it: they are settled together then, as
 * several charges that name one invoice and pay it to the cent. Every other claim is given back as it is. `namedByStrangers`: items that
 * charges of other customers name, of which nobody knows who pays what.
 */
export function joinParts(
  snapshot: Snapshot,
  claims: readonly Claim[],
  namedByStrangers: ReadonlySet<number>,
): readonly Candidate[] {
  const byItem = new Map<number, Claim[]>();
  const blocked = new Set(namedByStrangers);
  for (const claim of claims) {
    const item = partOfItem(snapshot, claim);
    if (item === null) for (const ask of claim.asks) blocked.add(ask.item);
    else byItem.set(item, [...(byItem.get(item) ?? []), claim]);
  }
  const joined = new Map<Claim, Candidate | null>();
  for (const [item, parts] of byItem) {
    const group = blocked.has(item) ? null : groupOf(snapshot, item, parts);
    if (group !== null) for (const part of parts) joined.set(part, part.movement === group.movement ? group : null);
  }
  return claims.flatMap((claim) => {
    const group = joined.get(claim);
    return group === undefined ? [claim] : group === null ? [] : [group];
  });
}

/** The one item of which a claim asks less than is open; null for any other claim. */
function partOfItem({ items, movements }: Snapshot, { movement, shares, asks }: Claim): number | null {
  const [only] = shares;
  const isPart =
    only !== undefined &&
    shares.length === 1 &&
    asks.length === 1 &&
    only.amount === movements.amount[movement] &&
    only.amount < (items.available[only.item] ?? 0);
  return isPart ? only.item : null;
}

function groupOf(snapshot: Snapshot, item: number, claims: readonly Claim[]): Candidate | null {
  const { movements, items } = snapshot;
  const open = items.available[item] ?? 0;
  const sum = claims.reduce((total, { movement }) => total + (movements.amount[movement] ?? 0), 0);
  if (claims.length < 2 || sum !== open) return null;
  if (claims.some(({ movement, shares }) => isRejected(snapshot, movement, shares))) return null;
  // The first stands for all: the same one whatever order the rows came in.
  const [first, ...rest] = claims.toSorted((left, right) =>
    compareText(movements.objectId[left.movement] ?? '', movements.objectId[right.movement] ?? ''),
  );
  if (first === undefined) return null;
  const others: readonly Part[] = rest.map(({ movement, shares }) => ({ movement, shares }));
  const { isClean: _, ...base } = first;
  return {
    ...base,
    others,
    asks: [{ item, amount: open }],
    isCertain: claims.every((claim) => isSound(snapshot, claim)) && !areAlike(snapshot, claims),
    attention: 'proposal',
    note: `${claims.length} charges that name ${items.item[item] ?? ''} are together exactly what is open on it.`,
  };
}

/** Whether it would be decided by itself if it were the whole: else none of the parts is, as each rests on the others. */
function isSound({ movements }: Snapshot, { movement, isClean }: Claim): boolean {
  return (
    isClean &&
    movements.gate[movement] === 'open' &&
    movements.strength[movement] === 'confirmed' &&
    (movements.standing[movement] ?? null) === null
  );
}

/** Two of the same amount within days may be one payment made twice, and the sum fits by chance. */
function areAlike({ movements }: Snapshot, claims: readonly Claim[]): boolean {
  return claims.some((one, at) =>
    claims
      .slice(at + 1)
      .some(
        (other) =>
          movements.amount[one.movement] === movements.amount[other.movement] &&
          Math.abs((movements.day[one.movement] ?? 0) - (movements.day[other.movement] ?? 0)) <= ALIKE_DAYS,
      ),
  );
}
