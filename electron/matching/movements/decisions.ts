import type { Attention } from '../../../shared/contract/primitives.ts';
import { pairingText } from '../pairing.ts';
import type { RuleCode } from '../rules.ts';
import type { Part } from './rule.ts';
import { fromThousandths } from '../thousandths.ts';
import type { Share, Snapshot } from './snapshot.ts';

export type Verdict = 'none' | 'automatic' | 'proposed' | 'ambiguous' | 'unmatched' | 'notEvaluated';

/** What the rules have decided so far, a column per fact, by movement index. */
export interface Decisions {
  readonly rule: Uint8Array;
  readonly verdict: Verdict[];
  readonly attention: (Attention | null)[];
  readonly note: Map<number, string>;
  /** Allocation of the proposal, or of the claim that is contested. */
  readonly shares: (readonly Share[] | null)[];
  /** Ways that tie or would be a part. */
  readonly alternatives: (readonly Way[] | null)[];
  /** 1 when neither the movement nor what it pays has another choice. */
  readonly alone: Uint8Array;
  /** All parts of a group of movements that are settled together, by each of its movements. */
  readonly group: Map<number, readonly Part[]>;
  /** Receipt index, -1 for none. */
  readonly receipt: Int32Array;
  /** By item index: 1 when any movement of an earlier rule claims it; later rules leave it alone. */
  readonly claimed: Uint8Array;
  /** By item index: 1 when an automatic decision pays it: for others it is as good as gone. */
  readonly certain: Uint8Array;
  /** Why a movement is not decided without a person, in words that name what speaks against it. */
  readonly doubts: Map<number, string>;
  /** By item index: why nothing is decided over it without a person; of another movement that may pay it after all. */
  readonly unsure: Readonly<Record<'any' | 'amount', Map<number, string>>>;
  /** What rules gave up on, by movement: said where no other rule decides. */
  readonly givenUp: Map<number, Ruling>;
}

export function emptyDecisions(snapshot: Snapshot): Decisions {
  const count = snapshot.movements.key.length;
  return {
    rule: new Uint8Array(count),
    verdict: Array.from({ length: count }, () => 'none' as const),
    attention: Array.from({ length: count }, () => null),
    note: new Map(),
    shares: Array.from({ length: count }, () => null),
    alternatives: Array.from({ length: count }, () => null),
    alone: new Uint8Array(count),
    group: new Map(),
    receipt: new Int32Array(count).fill(-1),
    claimed: new Uint8Array(snapshot.items.key.length),
    certain: new Uint8Array(snapshot.items.key.length),
    doubts: new Map(),
    unsure: { any: new Map(), amount: new Map() },
    givenUp: new Map(),
  };
}

/** Whether a charge competes for items: it is undecided so far, also when it will be excluded or its lookup failed. */
export function isActiveCharge(snapshot: Snapshot, decisions: Readonly<Decisions>, movement: number): boolean {
  const gate = snapshot.movements.gate[movement];
  return (
    snapshot.movements.kind[movement] === 'charge' &&
    decisions.verdict[movement] === 'none' &&
    gate !== 'decided' &&
    gate !== 'failed' &&
    gate !== 'notEvaluated'
  );
}

/** One of several ways, with the rule that found it. */
export interface Way {
  readonly rule: RuleCode;
  readonly shares: readonly Share[];
}

export interface Ruling {
  readonly rule: RuleCode;
  readonly verdict: Exclude<Verdict, 'none'>;
  readonly attention: Attention | null;
  readonly note?: string | null;
  readonly shares?: readonly Share[] | null;
  readonly alternatives?: readonly Way[] | null;
  readonly receipt?: number;
  readonly alone?: boolean;
  readonly group?: readonly Part[] | null;
}

/** Writes a ruling down. One that was given back to a person is not decided without her. */
export function rule(snapshot: Snapshot, decisions: Decisions, movement: number, ruling: Ruling): void {
  decisions.rule[movement] = ruling.rule;
  const standing = snapshot.movements.standing[movement] ?? null;
  const isHeld = standing !== null && ruling.verdict === 'automatic';
  decisions.verdict[movement] = isHeld ? 'proposed' : ruling.verdict;
  if (decisions.verdict[movement] === 'automatic')
    for (const { item } of ruling.shares ?? []) decisions.certain[item] = 1;
  decisions.attention[movement] = standing?.attention ?? ruling.attention;
  decisions.shares[movement] = ruling.shares ?? null;
  decisions.alternatives[movement] = ruling.alternatives ?? null;
  decisions.receipt[movement] = ruling.receipt ?? -1;
  decisions.alone[movement] = ruling.alone === true ? 1 : 0;
  if (ruling.group) decisions.group.set(movement, ruling.group);
  const saysWhy = standing !== null && (isHeld || standing.attention !== null);
  const note = (saysWhy ? standing.words : null) ?? ruling.note ?? null;
  if (note !== null) decisions.note.set(movement, note);
}

/** Verdict and attention of a proposal over the movement's customer link: only a confirmed link carries an automatic one. */
export function overLink(
  snapshot: Snapshot,
  movement: number,
  automatic: boolean,
  attention: Attention = 'proposal',
): Pick<Ruling, 'verdict' | 'attention'> {
  const strength = snapshot.movements.strength[movement];
  if (strength === 'proposed') return { verdict: 'proposed', attention: 'noCustomerLink' };
  if (automatic && strength === 'confirmed') return { verdict: 'automatic', attention: null };
  return { verdict: 'proposed', attention };
}

/** Each share with its keys and in the minor units of either side; null when one side cannot write the amount exactly. */
export function allocationsOf(
  snapshot: Snapshot,
  movement: number,
  shares: readonly Share[],
): { itemKey: number; amountMinor: number; itemAmountMinor: number }[] | null {
  const allocations: { itemKey: number; amountMinor: number; itemAmountMinor: number }[] = [];
  for (const share of shares) {
    const amountMinor = fromThousandths(share.amount, snapshot.movements.exponent[movement] ?? 0);
    const itemAmountMinor = fromThousandths(share.amount, snapshot.items.exponent[share.item] ?? 0);
    if (amountMinor === null || itemAmountMinor === null) return null;
    allocations.push({ itemKey: snapshot.items.key[share.item] ?? 0, amountMinor, itemAmountMinor });
  }
  return allocations.sort((left, right) => left.itemKey - right.itemKey);
}

/** Whether a person has said no to this movement with these items. */
export function isRejected(snapshot: Snapshot, movement: number, shares: readonly Share[]): boolean {
  const rejected = snapshot.rejected.get(movement);
  if (rejected === undefined) return false;
  const itemKeys = shares.map((share) => snapshot.items.key[share.item] ?? 0);
  return rejected.has(pairingText({ kind: 'payment', itemKeys }, snapshot.settings.hashItems));
}
