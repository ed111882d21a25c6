import { setImmediate } from 'node:timers/promises';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { ChosenTerms } from '../../matching/reconcile/chosen-terms.ts';
import { reconcileSteps, type Reconciliation } from '../../matching/reconcile/reconcile.ts';
import type { AmountTolerance, ReconcileSide, ReconcileTerms } from '../../matching/reconcile/side.ts';
import { decimalsOf, scaledDecimal, unscaledDecimal } from './read-amounts.ts';
import type { ReconcileWishes } from './reconcile-map.ts';
import { sideOf, type ReadValues } from './reconcile-side.ts';

/** Amounts like `1.5` are written as `1.50`. */
const USUAL_DECIMALS = 2;

/** What was found between two files, and the decimals of its amounts. */
export interface ReconciledValues extends Reconciliation {
  readonly decimals: number;
  readonly sides: readonly [ReconcileSide, ReconcileSide];
}

/**
 * Reconciles the read values of two files step by step. Throws `BAD_INPUT` for an amount beyond exact counting, and the signal's reason
 * when it is stopped.
 */
export async function reconcileValues(
  left: ReadValues,
  right: ReadValues,
  map: ReconcileWishes,
  { signal, onStep }: { readonly signal?: AbortSignal; readonly onStep: (text: string) => void },
): Promise<ReconciledValues> {
  const needed = Math.max(left.decimals, right.decimals, toleranceDecimals(map));
  const decimals = needed === 1 ? USUAL_DECIMALS : needed;
  const sides = withSharedCurrencies(sideOf(left, decimals), sideOf(right, decimals));
  const steps = reconcileSteps(sides[0], sides[1], termsOf(map, decimals));
  return { ...(await finish(steps, onStep, signal)), decimals, sides };
}

/**
 * Where only one file tells currencies, they tell nothing of the other's amounts: they are left aside, else no amount would meet another. Where
 * both do, a row without one is in what most rows of its file are in: the currency that is its own goes without saying.
 */
function withSharedCurrencies(left: ReconcileSide, right: ReconcileSide): readonly [ReconcileSide, ReconcileSide] {
  if (hasCurrencies(left) && hasCurrencies(right)) return [withOwnCurrency(left), withOwnCurrency(right)];
  const without = (side: ReconcileSide) => ({ ...side, currency: side.currency.map(() => '') });
  return [without(left), without(right)];
}

function withOwnCurrency(side: ReconcileSide): ReconcileSide {
  if (!side.currency.includes('')) return side;
  const counts = new Map<string, number>();
  for (const each of side.currency) if (each !== '') counts.set(each, (counts.get(each) ?? 0) + 1);
  const [own = ''] = [...counts].toSorted(([a, most], [b, next]) => next - most || (a < b ? -1 : 1))[0] ?? [];
  return { ...side, currency: side.currency.map((each) => (each === '' ? own : each)) };
}

function hasCurrencies({ currency }: ReconcileSide): boolean {
  return currency.some((each) => each !== '');
}

/** Takes the steps one by one, so that a person who waits can see where it is, and stop it. */
async function finish(
  steps: Generator<string, Reconciliation>,
  onStep: (text: string) => void,
  signal?: AbortSignal,
): Promise<Reconciliation> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    onStep(step.value);
    await setImmediate();
    signal?.throwIfAborted();
  }
}

function toleranceDecimals({ amountTolerance }: ReconcileWishes): number {
  return amountTolerance === undefined || amountTolerance.endsWith('%') ? 0 : decimalsOf(amountTolerance);
}

function termsOf({ amountTolerance, dateWindowDays, oneToOne }: ReconcileWishes, decimals: number): ReconcileTerms {
  return {
    amountTolerance: amountTolerance === undefined ? null : toleranceOf(amountTolerance, decimals),
    dateWindowDays: dateWindowDays ?? null,
    oneToOne: oneToOne ?? false,
  };
}

function toleranceOf(text: string, decimals: number): AmountTolerance {
  if (text.endsWith('%')) return { kind: 'share', share: Number(text.slice(0, -1)) / 100 };
  const amount = scaledDecimal(text, decimals);
  if (amount !== null) return { kind: 'absolute', amount };
  throw new TieoutError('BAD_INPUT', `--map: amountTolerance: ${text} is too great to be counted exactly.`);
}

/** A tolerance as a person writes it. */
export function toleranceText({ amountTolerance }: ChosenTerms, decimals: number): string {
  if (amountTolerance.kind === 'absolute') return unscaledDecimal(amountTolerance.amount, decimals);
  return `${Number((amountTolerance.share * 100).toFixed(4))}%`;
}
