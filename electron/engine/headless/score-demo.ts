import { readPeopleSoftBooks } from '../../sample/peoplesoft/books-view.ts';
import { companyPaths } from '../../sample/company-folder.ts';
import { openTruth, type MovementTruth } from '../../sample/truth.ts';
import type { AutomaticDecision, HeadlessCommands } from '../engine-types.ts';

export interface TruthScore {
  readonly autoCorrect: number;
  readonly autoWrong: number;
}
export interface BooksScore {
  /** Payments that came in through the service, as PeopleSoft's own books hold them. */
  readonly payments: number;
  /** Payments beyond the first for one Stripe object, however each of them came in. */
  readonly duplicatePayments: number;
  /** Vouchers by which Payables would pay customers what Stripe has paid back already. */
  readonly vouchers: number;
}

const PAGE = 1_000;

/**
 * Compares every automatic decision with the sample company's answer key, which the engine cannot read. A decision is right
 * when its allocations, receipt or charge are exactly those of the key; a refund's are its charge and its credit memo.
 */
export async function scoreDecisions(
  sampleFolder: string,
  commands: Pick<HeadlessCommands, 'automaticDecisions'>,
): Promise<TruthScore & { readonly wrong: readonly string[] }> {
  const truth = openTruth(sampleFolder);
  try {
    let autoCorrect = 0;
    const wrong: string[] = [];
    let after: number | null = 0;
    while (after !== null) {
      const page: Awaited<ReturnType<HeadlessCommands['automaticDecisions']>> = await commands.automaticDecisions({
        afterMatchId: after,
        limit: PAGE,
      });
      for (const decision of page.decisions) {
        if (isRight(decision, truth.movement(decision.objectId))) autoCorrect += 1;
        else wrong.push(decision.objectId);
      }
      after = page.next;
    }
    return { autoCorrect, autoWrong: wrong.length, wrong };
  } finally {
    truth.close();
  }
}

/** Counts payments in the PeopleSoft simulator's own books, not by anything the engine says. */
export function scoreBooks(sampleFolder: string): BooksScore {
  const books = readPeopleSoftBooks(companyPaths(sampleFolder).peoplesoftBooks);
  try {
    const keyedByHand = new Set<string>();
    const seen = new Map<string, number>();
    let payments = 0;
    let duplicatePayments = 0;
    for (const payment of books.payments()) {
      if (payment.origin !== 'tieout service') {
        if (payment.externalId !== '') keyedByHand.add(payment.externalId);
        continue;
      }
      payments += 1;
      // A reversal carries the id of what it takes back, and the other sign.
      seen.set(payment.externalId, (seen.get(payment.externalId) ?? 0) + (payment.amount.startsWith('-') ? -1 : 1));
    }
    for (const count of seen.values()) duplicatePayments += Math.max(0, Math.abs(count) - 1);
    for (const externalId of seen.keys()) if (keyedByHand.has(externalId)) duplicatePayments += 1;
    return { payments, duplicatePayments, vouchers: books.vouchers() };
  } finally {
    books.close();
  }
}

/**
 * Whether an automatic decision is the one of the answer key: its allocations, its receipt, or its charge with its credit memo
 * are exactly those. A movement that the key does not know is never right.
 */
export function isRight(
  decision: AutomaticDecision,
  truth: Pick<MovementTruth, 'charge' | 'receipt' | 'allocations'> | null,
): boolean {
  if (truth === null) return false;
  switch (decision.kind) {
    case 'payment':
      return (
        truth.allocations.length > 0 && allocationsText(decision.allocations) === allocationsText(truth.allocations)
      );
    case 'alreadyKeyed':
      return truth.receipt !== null && decision.receipt === truth.receipt;
    case 'refundOfCharge':
      return (
        truth.charge !== null &&
        decision.charge === truth.charge &&
        truth.allocations.length > 0 &&
        allocationsText(decision.allocations) === allocationsText(truth.allocations)
      );
  }
}

/** Allocations as text that does not depend on their order or on how their amounts are written. */
function allocationsText(allocations: AutomaticDecision['allocations']): string {
  return allocations
    .map(({ businessUnit, custId, item, itemLine, amount }) =>
      [businessUnit, custId, item, itemLine, plainDecimal(amount)].join('|'),
    )
    .toSorted()
    .join('\n');
}

function plainDecimal(amount: string): string {
  return amount.includes('.') ? amount.replace(/\.?0+$/, '') : amount;
}
