import { companyPaths } from './company-folder.ts';
import { readPeopleSoftBooks } from './peoplesoft/books.ts';
import { openTruth, type MovementTruth, type Truth } from './truth.ts';

export interface DecidedAllocation {
  readonly businessUnit: string;
  readonly custId: string;
  readonly item: string;
  readonly itemLine: number;
  /** Decimal text, with or without trailing zeros. */
  readonly amount: string;
}

/** What was decided without a person about one movement. */
export interface AutomaticDecision {
  /** Stripe id of the charge, refund or dispute. */
  readonly objectId: string;
  readonly allocations: readonly DecidedAllocation[];
  /** For a refund or dispute: the charge it was matched to, where the decision names one. */
  readonly charge?: string | null;
}

/**
 * Compares automatic decisions with the truth. A charge is decided right when exactly the true items got exactly the true
 * amounts, or when it was recognised as keyed by hand already and nothing was allocated. A refund or dispute is right when
 * it names its own charge, or none, and goes exactly to its credit memo; without one nothing automatic is right.
 */
export function countAutomatic(
  truth: Pick<Truth, 'movement'>,
  decisions: Iterable<AutomaticDecision>,
): { readonly autoCorrect: number; readonly autoWrong: number } {
  let autoCorrect = 0;
  let autoWrong = 0;
  for (const decision of decisions)
    if (isRight(truth, decision)) autoCorrect += 1;
    else autoWrong += 1;
  return { autoCorrect, autoWrong };
}

function isRight(truth: Pick<Truth, 'movement'>, decision: AutomaticDecision): boolean {
  const known = truth.movement(decision.objectId);
  if (!known) return false;
  if (known.movementKind === 'charge') return isRightCharge(known, decision.allocations);
  if (known.charge === null) return false;
  const charge = decision.charge ?? null;
  if (charge !== null && charge !== known.charge) return false;
  return decision.allocations.length > 0 && isAllocated(known, decision.allocations);
}

function isRightCharge(known: MovementTruth, allocations: readonly DecidedAllocation[]): boolean {
  if (allocations.length === 0) return known.receipt !== null;
  return isAllocated(known, allocations);
}

function isAllocated(known: MovementTruth, allocations: readonly DecidedAllocation[]): boolean {
  const wanted = known.allocations.map(allocationKey).sort();
  const given = allocations.map(allocationKey).sort();
  return wanted.length === given.length && wanted.every((key, n) => key === given[n]);
}

function itemKey(allocation: DecidedAllocation): string {
  return [allocation.businessUnit, allocation.custId, allocation.item, allocation.itemLine].join('|');
}

function allocationKey(allocation: DecidedAllocation): string {
  return `${itemKey(allocation)}|${trimmed(allocation.amount)}`;
}

function trimmed(amount: string): string {
  return amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;
}

const STRIPE_OBJECT = /\b(?:ch|py|re|pyr|du|dp)_[0-9A-Za-z]+/;

/**
 * Payments in PeopleSoft's own books that book something a second time: a payment id that is there already, a Stripe object
 * that another payment has booked, or a charge that somebody had keyed by hand. Works while the simulator runs.
 */
export function countDuplicatePayments(folder: string): number {
  const books = readPeopleSoftBooks(companyPaths(folder).peoplesoftBooks);
  const truth = openTruth(folder);
  try {
    const paymentIds = new Set<string>();
    const objects = new Set<string>();
    let duplicates = 0;
    for (const { paymentId, externalId, amount } of books.payments()) {
      const named = STRIPE_OBJECT.exec(externalId)?.[0] ?? null;
      // A reversal carries the id of what it takes back, and the other sign.
      const object = named === null ? null : `${named} ${amount.startsWith('-') ? 'out' : 'in'}`;
      const receipt = named === null ? null : (truth.movement(named)?.receipt ?? null);
      const isKeyedAlready = receipt !== null && receipt !== paymentId;
      if (paymentIds.has(paymentId) || (object !== null && objects.has(object)) || isKeyedAlready) duplicates += 1;
      paymentIds.add(paymentId);
      if (object !== null) objects.add(object);
    }
    return duplicates;
  } finally {
    truth.close();
    books.close();
  }
}
