import type { BusinessDay } from './calendar.ts';
import type { CompanyFact } from './company.ts';
import type { Desk } from './desk.ts';
import { transferApplied, transferWaiting } from './stories/bank-transfers.ts';
import * as credits from './stories/credits.ts';
import { doubledByInterface, doubledByPerson } from './stories/already-keyed.ts';
import { doubleCustomer } from './stories/double-customer.ts';
import * as courses from './stories/invoice-courses.ts';
import * as late from './stories/late-money.ts';
import * as aftermaths from './stories/more-aftermaths.ts';
import * as payouts from './stories/more-payouts.ts';
import * as balance from './stories/other-balance.ts';
import type { Story } from './stories/story.ts';

/** Everything else that money does at Stripe: each is told a few times, however large the company. */
const MONEY_STORIES: readonly Story[] = [
  late.asyncCapture,
  late.lateBalanceRow,
  late.debitSucceeded,
  late.debitFailed,
  late.debitPending,
  late.debitReturned,
  courses.invoiceVoided,
  courses.invoiceUncollectible,
  courses.invoiceInParts,
  courses.paymentOverSeveral,
  courses.paidTwice,
  courses.taxedFee,
  courses.aroundMidnight,
  credits.noteBeforePayment,
  credits.noteByRefund,
  credits.noteToBalance,
  credits.noteVoided,
  credits.overpaidCredit,
  doubleCustomer,
  doubledByInterface,
  doubledByPerson,
  transferApplied,
  transferWaiting,
  aftermaths.refundsInParts,
  aftermaths.refundCanceled,
  aftermaths.disputePartial,
  aftermaths.disputePrevented,
  aftermaths.disputeCountered,
  aftermaths.inquiryClosed,
  payouts.payoutManual,
  payouts.payoutInstant,
  payouts.payoutCanceled,
  payouts.payoutReversed,
  payouts.payoutNegative,
  balance.topupSucceeded,
  balance.topupFailed,
  balance.topupReversed,
  balance.riskReserve,
  balance.connectReserve,
  balance.feesByCategory,
];

const LEAST_MOVEMENTS = 500;
const MOVEMENTS_A_ROUND = 2_500;

/** How often all of them are told: not at all in a company too small to hold them and its ordinary business. */
function rounds(movements: number): number {
  return movements < LEAST_MOVEMENTS ? 0 : Math.ceil(movements / MOVEMENTS_A_ROUND);
}

/** Tells every money story, spread over the month; each passes its facts on before the next begins. */
export function* tellMoneyStories(desk: Desk, days: readonly BusinessDay[], movements: number): Generator<CompanyFact> {
  const month = days.filter(({ phase }) => phase === 'month');
  for (let round = 0; round < rounds(movements); round += 1)
    for (const [n, story] of MONEY_STORIES.entries()) {
      const day = month[(round * 11 + n * 5) % month.length];
      if (!day) return;
      story.tell(desk, day);
      yield* desk.flush();
    }
}
