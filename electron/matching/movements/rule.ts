import type { Attention } from '../../../shared/contract/primitives.ts';
import type { Point } from '../points.ts';
import { RULES, type RuleCode } from '../rules.ts';
import type { Decisions, Ruling } from './decisions.ts';
import type { PairCondition } from './pair-conditions.ts';
import type { Share, Snapshot } from './snapshot.ts';
import type { SortedItems } from './sorted-items.ts';

/** What a rule may look at: all rows, an index over the items, and what the rules of earlier orders decided. It changes none of them. */
export interface RuleContext {
  readonly snapshot: Snapshot;
  readonly sorted: SortedItems;
  readonly decisions: Readonly<Decisions>;
}

/** One movement with what it would pay. */
export interface Part {
  readonly movement: number;
  readonly shares: readonly Share[];
}

/** One way of settling a movement, or several together, that a rule found. It competes with all others of its order. */
export interface Candidate extends Part {
  readonly kind: 'candidate';
  readonly rule: RuleCode;
  /** What it keeps others from; at least its shares. */
  readonly asks: readonly Share[];
  /** The conditions by which the rule could do without a person hold, as far as this pair alone can say. */
  readonly isCertain: boolean;
  readonly attention: Attention;
  readonly note: string | null;
  /** Further movements that are settled with it or not at all. */
  readonly others?: readonly Part[];
  /** It is a rival to others, but may not win: its customer is another one, or unknown. */
  readonly isStranger?: true;
}
/** What a rule says of a movement for which it has nothing to propose. Counts when no candidate of its order wins. */
export interface Remark {
  readonly kind: 'remark';
  readonly movement: number;
  /** Null: it only claims items, or casts a doubt. */
  readonly ruling: Ruling | null;
  /** Items that later rules leave alone. */
  readonly claims?: readonly number[];
  /** Why no rule of a later order may decide it without a person. */
  readonly doubt?: string;
  /** Items that some movement may still pay, and why no other one is decided over them without a person: by no rule, or not by its amount alone. */
  readonly unsure?: { readonly items: Iterable<number>; readonly by: 'any' | 'amount'; readonly why: string };
  /** The rule gave up: it is said only where no rule of a later order has anything to say. */
  readonly isLast?: true;
}
export type Finding = Candidate | Remark;

/** How a found allocation is weighed: what it pays, and whether neither side has another choice. */
export interface Weighed extends Part {
  readonly alone: boolean;
  /** All parts of a group that is settled together, this one among them; null for one that stands by itself. */
  readonly group: readonly Part[] | null;
  /** Receipt index, -1 for none. */
  readonly receipt: number;
}

/** A named, versioned rule of the pipeline. It finds; who gets what is settled once for all rules of its order. */
export interface MatchingRule {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** Rules of one order compete; a later order hears of what is left. */
  readonly order: number;
  readonly automaticAllowed: boolean;
  readonly code: RuleCode;
  /** Limits and counts that its version stands for, by name with the unit last. */
  readonly parameters: Readonly<Record<string, number>>;
  propose(context: RuleContext): Iterable<Finding>;
  /** Points of one allocation; they recompute to its score. */
  weigh(context: RuleContext, found: Weighed): readonly Point[];
  /**
   * Conditions that keep the two apart for this rule, both taken alone; none: only another choice of either can stand between them. Left out:
   * the rule pairs movements with receipts, not with items.
   */
  judge?(context: RuleContext, movement: number, item: number): readonly PairCondition[];
  /** Words and attention for candidates of one movement that cannot be told from their rivals. */
  contested?(context: RuleContext, contest: Contest): Contested;
}

/** One movement whose candidates tie with others, or nearly so. */
export interface Contest {
  readonly movement: number;
  readonly mine: readonly Candidate[];
  /** Some candidates of other movements for items that `mine` ask for, first in content; enough to speak of them. */
  readonly against: readonly Candidate[];
  /** How many movements at most want one item that `mine` ask for, this one left out. */
  readonly rivals: number;
  /** One of them is of the very same amount. */
  readonly isSameAmount: boolean;
}
export interface Contested {
  readonly attention: Attention;
  readonly note: string;
  /** Shown as one claim instead of one alternative a candidate. */
  readonly shares?: readonly Share[];
}

/** Name, version and place of a rule, from the catalogue. */
export function catalogued(
  code: RuleCode,
): Pick<MatchingRule, 'id' | 'version' | 'title' | 'order' | 'automaticAllowed' | 'code'> {
  const entry = RULES[code - 1];
  if (entry === undefined) throw new RangeError(`no matching rule has the code ${code}`);
  return { ...entry, code };
}
