import type { PairCondition } from '../pair-conditions.ts';
import { refundHasComeBack } from '../../../../shared/domain/stripe-status.ts';
import { pairingText } from '../../pairing.ts';
import { KEYED, REFUND } from '../../rules.ts';
import { amountText } from '../../thousandths.ts';
import { isRejected, overLink, type Decisions, type Ruling } from '../decisions.ts';
import { catalogued, type MatchingRule, type Remark, type RuleContext } from '../rule.ts';
import { weighRefund } from '../weigh.ts';
import type { Snapshot } from '../snapshot.ts';
import { keyedRefunds } from './keyed-refunds.ts';
import type { KeyedRuling } from './keyed-pairs.ts';
import { currencyOf } from './reference-claim.ts';
import { creditsByAmount, fittingCredits, namesRefund, overPaidItems, paidByCharge } from './refund-credits.ts';

interface RefundRun {
  readonly snapshot: Snapshot;
  readonly decisions: Readonly<Decisions>;
  /** All that goes back of each charge, by its movement index. */
  readonly refunded: ReadonlyMap<number, number>;
  /** Credit memos that fit each refund, and those of them that name it. */
  readonly fitting: ReadonlyMap<number, Fitting>;
  /** How many refunds each credit memo fits, and how many it names. */
  readonly suitors: { readonly all: ReadonlyMap<number, number>; readonly named: ReadonlyMap<number, number> };
  /** What receipts keyed by others make of them. */
  readonly keyed: ReadonlyMap<number, KeyedRuling>;
  /** Refunds of a charge, by its movement index, for which there is neither credit memo nor receipt: what is left of it is for all of them. */
  readonly uncovered: ReadonlyMap<number, Uncovered>;
}
interface Uncovered {
  readonly count: number;
  readonly amount: number;
}
interface Fitting {
  readonly all: readonly number[];
  readonly named: readonly number[];
}

/**
 * Refunds follow the charge that Stripe names in them, and are paid back on the credit memo that names what the charge paid: alone and
 * to the cent, else a person decides. One of a charge on account goes back on that. Without either it is a person's, with the items
 * that it would open again. All refunds of a charge are weighed together: when they are more than the charge, none of them is matched.
 */
export const refundOfCharge: MatchingRule = {
  ...catalogued(REFUND),
  parameters: {},
  propose,
  weigh: ({ snapshot, decisions }, { movement, shares }) => weighRefund(snapshot, decisions, movement, shares),
  judge: ({ snapshot, decisions }, movement, item) => {
    const { movements, items } = snapshot;
    if (movements.kind[movement] !== 'refund') return [{ kind: 'otherKind', wanted: 'refund' }];
    if (paidByCharge(snapshot, movement, decisions).some((share) => share.item === item)) return [];
    if (items.isCredit[item] !== true) return [{ kind: 'noCreditMemo' }];
    const failing: PairCondition[] = [];
    const amount = movements.amount[movement] ?? 0;
    if (items.customer[item] !== movements.customer[movement])
      failing.push({ kind: 'otherCustomer', customer: snapshot.customers[items.customer[item] ?? -1] ?? '' });
    if (items.currency[item] !== movements.currency[movement]) failing.push({ kind: 'otherCurrency' });
    else if (items.refundable[item] !== amount)
      failing.push({ kind: 'amountDiffers', moreThousandths: (items.refundable[item] ?? 0) - amount });
    if (isRejected(snapshot, movement, [{ item, amount }])) failing.push({ kind: 'rejected' });
    return failing;
  },
};

function* propose({ snapshot, decisions }: RuleContext): Iterable<Remark> {
  const { movements, sourceStatus } = snapshot;
  const refunded = new Map<number, number>();
  const open: number[] = [];
  for (let movement = 0; movement < movements.key.length; movement++) {
    if (movements.kind[movement] !== 'refund') continue;
    const charge = movements.charge[movement] ?? -1;
    if (charge >= 0 && !refundHasComeBack(sourceStatus.get(movement) ?? ''))
      refunded.set(charge, (refunded.get(charge) ?? 0) + (movements.amount[movement] ?? 0));
    if (decisions.verdict[movement] === 'none' && movements.gate[movement] !== 'decided') open.push(movement);
  }
  const byAmount = creditsByAmount(snapshot);
  const fitting = new Map<number, Fitting>();
  for (const movement of open) {
    const all = fittingCredits(snapshot, byAmount, movement);
    fitting.set(movement, { all, named: all.filter((credit) => namesRefund(snapshot, movement, credit, decisions)) });
  }
  const suitors = { all: countOf(fitting, 'all'), named: countOf(fitting, 'named') };
  const standing = open.filter((movement) => !refundHasComeBack(sourceStatus.get(movement) ?? ''));
  const keyed = keyedRefunds(snapshot, standing);
  const uncovered = new Map<number, Uncovered>();
  for (const movement of standing) {
    if (keyed.has(movement) || (fitting.get(movement)?.all.length ?? 0) > 0) continue;
    const charge = movements.charge[movement] ?? -1;
    const { count, amount } = uncovered.get(charge) ?? { count: 0, amount: 0 };
    uncovered.set(charge, { count: count + 1, amount: amount + (movements.amount[movement] ?? 0) });
  }
  const run = { snapshot, decisions, refunded, fitting, suitors, keyed, uncovered };
  for (const movement of open) yield { kind: 'remark', movement, ruling: decideRefund(run, movement) };
}

function countOf(fitting: ReadonlyMap<number, Fitting>, which: keyof Fitting): Map<number, number> {
  const counts = new Map<number, number>();
  for (const found of fitting.values())
    for (const credit of found[which]) counts.set(credit, (counts.get(credit) ?? 0) + 1);
  return counts;
}

function decideRefund(run: RefundRun, movement: number): Ruling {
  const obstacle = obstacleOf(run, movement);
  if (obstacle !== null) return { rule: REFUND, ...obstacle };
  const keyed = run.keyed.get(movement);
  if (keyed !== undefined) return { rule: KEYED, ...keyed };
  return { rule: REFUND, ...creditRuling(run, movement) };
}

type Decided = Omit<Ruling, 'rule'>;

/** Why a refund is not matched at all, or not yet; null when it may be. */
function obstacleOf({ snapshot, refunded }: RefundRun, movement: number): Decided | null {
  const { movements } = snapshot;
  const charge = movements.charge[movement] ?? -1;
  const unmatched = (note: string): Decided => ({ verdict: 'unmatched', attention: 'refundOrDispute', note });
  const waiting = (note: string): Decided => ({ verdict: 'notEvaluated', attention: 'notEvaluated', note });
  if (charge < 0) return waiting('Its charge has not been read from Stripe.');
  if (movements.currency[charge] !== movements.currency[movement])
    return unmatched('Its charge is in another currency.');
  const over = (refunded.get(charge) ?? 0) - (movements.amount[charge] ?? 0);
  if (over > 0) {
    const text = amountText(over, movements.exponent[movement] ?? 2, currencyOf(snapshot, movement));
    return unmatched(`The refunds of its charge are ${text} more than the charge.`);
  }
  const chargeMovementKey = movements.key[charge] ?? 0;
  const text = pairingText({ kind: 'refundOfCharge', chargeMovementKey }, snapshot.settings.hashItems);
  return snapshot.rejected.get(movement)?.has(text) === true
    ? unmatched('A person said that it does not belong to the charge Stripe names.')
    : null;
}

function creditRuling(run: RefundRun, movement: number): Decided {
  const { snapshot, fitting, suitors } = run;
  const amount = snapshot.movements.amount[movement] ?? 0;
  const { all, named } = fitting.get(movement) ?? { all: [], named: [] };
  const isNamed = named.length > 0;
  const chosen = isNamed ? named : all;
  const [only, ...others] = chosen;
  const wanted = only === undefined ? 0 : ((isNamed ? suitors.named : suitors.all).get(only) ?? 0);
  if (only !== undefined && (others.length > 0 || wanted > 1)) {
    const note =
      others.length > 0
        ? `${chosen.length} credit memos have its amount.`
        : 'Its credit memo fits another refund of the same amount too.';
    const alternatives = chosen.map((item) => ({ rule: REFUND, shares: [{ item, amount }] }));
    return { verdict: 'ambiguous', attention: 'severalCandidates', alternatives, note };
  }
  if (only !== undefined) {
    const text = snapshot.items.item[only] ?? '';
    const note = isNamed ? null : `Credit memo ${text} has its amount, but names nothing of its charge.`;
    return { ...overLink(snapshot, movement, isNamed), shares: [{ item: only, amount }], note };
  }
  const left = snapshot.refundSources.get(movement)?.left ?? 0;
  if (left < amount) return withoutCredit(run, movement);
  const together = uncoveredBeside(run, movement).amount;
  if (together <= left) return { ...overLink(snapshot, movement, true), shares: [] };
  const text = amountText(together - left, snapshot.movements.exponent[movement] ?? 2, currencyOf(snapshot, movement));
  const note = `The refunds of its charge are together ${text} more than it left on account.`;
  return { ...overLink(snapshot, movement, false, 'severalCandidates'), shares: [], note };
}

function uncoveredBeside({ snapshot, uncovered }: RefundRun, movement: number): Uncovered {
  return uncovered.get(snapshot.movements.charge[movement] ?? -1) ?? { count: 0, amount: 0 };
}

/** Neither credit memo nor cash on account: a person decides, with the items it would open again where those are known. */
function withoutCredit(run: RefundRun, movement: number): Decided {
  const { snapshot, decisions } = run;
  const shares = overPaidItems(snapshot, movement, decisions);
  const paid = paidByCharge(snapshot, movement, decisions);
  const { count, amount } = uncoveredBeside(run, movement);
  const isTooMuch = amount > paid.reduce((sum, share) => sum + share.amount, 0);
  if (shares !== null && count > 1 && (paid.length > 1 || isTooMuch))
    return {
      verdict: 'ambiguous',
      attention: 'severalCandidates',
      alternatives: shares.map((share) => ({ rule: REFUND, shares: [share] })),
      note: `${count} refunds of its charge are without credit memo: a person decides which of them opens which item again.`,
    };
  if (shares === null || isRejected(snapshot, movement, shares))
    return {
      verdict: 'unmatched',
      attention: 'refundOrDispute',
      note: 'Refund without credit: no credit memo is open for it, and nothing that its charge paid could be opened again.',
    };
  const items = shares.map(({ item }) => snapshot.items.item[item] ?? '').join(', ');
  return {
    verdict: 'proposed',
    attention: 'refundOrDispute',
    shares,
    note: `Refund without credit: no credit memo is open for it. A person decides whether it opens ${items} again.`,
  };
}
