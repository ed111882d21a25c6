import type { BusinessDay } from './calendar.ts';
import { shuffled, type Random } from './random.ts';
import * as aftermaths from './stories/aftermaths.ts';
import { beforeGoLive, handKeyed, refundLastMonth } from './stories/already-keyed.ts';
import { byPurchaseOrder, garbled, oneTypo } from './stories/careless-references.ts';
import { colleaguePays } from './stories/colleague-pays.ts';
import { retriedDuplicate } from './stories/duplicates.ts';
import { deduction, otherCurrency, sameAmounts, twoSessions } from './stories/hard-amounts.ts';
import { loneWrongCandidate } from './stories/lone-wrong-candidate.ts';
import { byAmount, byReference, over, short } from './stories/paid-invoice.ts';
import { identicalCharges, oneForSeveral, oneForSeveralSilent, severalForOne } from './stories/several-invoices.ts';
import type { Story } from './stories/story.ts';
import { misquoted, noCustomer, noInvoice } from './stories/without-item.ts';

type Cards = readonly (readonly [Story, number])[];

const SEPTEMBER: Cards = [
  [beforeGoLive, 7],
  [refundLastMonth, 3],
];

/** How often each story is told in October; every story comes up once per deck at least. */
const MONTH: Cards = [
  [byReference, 96],
  [byAmount, 62],
  [oneForSeveral, 12],
  [oneForSeveralSilent, 3],
  [severalForOne, 9],
  [short, 6],
  [over, 2],
  [identicalCharges, 4],
  [retriedDuplicate, 4],
  [loneWrongCandidate, 4],
  [colleaguePays, 2],
  [noCustomer, 7],
  [noInvoice, 3],
  [misquoted, 1],
  [byPurchaseOrder, 5],
  [oneTypo, 3],
  [garbled, 4],
  [sameAmounts, 1],
  [deduction, 2],
  [twoSessions, 2],
  [otherCurrency, 2],
  [aftermaths.refundFull, 5],
  [aftermaths.refundPartial, 5],
  [aftermaths.refundPending, 1],
  [aftermaths.refundFailed, 1],
  [aftermaths.disputeLost, 1],
  [aftermaths.disputeWon, 1],
  [aftermaths.disputeOpen, 1],
  [aftermaths.inquiry, 1],
];
const FIRST_DAYS: Cards = [...MONTH, [handKeyed, 90]];

const DECKS: Readonly<Record<BusinessDay['phase'], Cards>> = {
  september: SEPTEMBER,
  firstDays: FIRST_DAYS,
  month: MONTH,
};

/** Stories drawn without replacement from shuffled decks: the mix holds for small companies too, not only on average. */
export function createDeck(random: Random): (phase: BusinessDay['phase']) => Story {
  const left: Record<BusinessDay['phase'], Story[]> = { september: [], firstDays: [], month: [] };
  return (phase) => {
    if (left[phase].length === 0)
      left[phase] = shuffled(
        DECKS[phase].flatMap(([story, count]) => Array.from({ length: count }, () => story)),
        random,
      );
    return left[phase].pop() ?? byReference;
  };
}
