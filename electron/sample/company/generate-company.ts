import { businessDays, payoutDays, type BusinessDay } from './calendar.ts';
import { createClosing } from './closing.ts';
import { SAMPLE_UNITS, type CompanyFact, type CompanyRequest } from './company.ts';
import { bookOnlyCustomers } from './book-only.ts';
import { bookCustomer, customerTruth, stripeCustomer } from './customer-facts.ts';
import { createDeck } from './deck.ts';
import { createDesk, type Desk } from './desk.ts';
import { tellMoneyStories } from './money-stories.ts';
import { writeNoise } from './noise.ts';
import { writeAdjustment, writeFeeRow } from './other-money.ts';
import { failingPayouts, writePayouts } from './payouts.ts';
import { createRandom } from './random.ts';
import { byAmount } from './stories/paid-invoice.ts';

/** Raised whenever the same request would give other facts than before. */
export const GENERATOR_VERSION = 7;

const PAYOUT_SHARE = 0.06;
const FEE_SHARE = 0.006;
const ADJUSTMENT_SHARE = 0.002;

/**
 * The sample month as a stream of facts for both systems, the bank and the truth: exactly `movements` of them are Stripe movements, and
 * the same request always gives the same stream. Memory does not grow with the number of movements beyond a few numbers
 * a payout day. Throws RangeError for a count below zero or above 1,000,000 and for a seed that is no whole number.
 */
export function* generateCompany(request: CompanyRequest): Generator<CompanyFact> {
  const { seed, movements } = request;
  if (!Number.isSafeInteger(movements) || movements < 0 || movements > 1_000_000)
    throw new RangeError(`the number of movements must be a whole number from 0 to 1,000,000, not ${movements}`);
  if (!Number.isSafeInteger(seed)) throw new RangeError(`the seed must be a whole number, not ${seed}`);
  if (movements === 0) return;
  const closing = createClosing();
  for (const fact of business(request)) {
    closing.add(fact);
    yield fact;
  }
  yield* closing.facts();
}

function* business(request: CompanyRequest): Generator<CompanyFact> {
  const { seed, movements } = request;
  const days = businessDays();
  const payoutDates = payoutDays(Math.floor((movements * PAYOUT_SHARE) / SAMPLE_UNITS.length));
  const desk = createDesk(request, payoutDates);
  yield* writeCustomers(desk, seed);
  const fees = Math.round(movements * FEE_SHARE);
  const adjustments = Math.round(movements * ADJUSTMENT_SHARE);
  const payouts = payoutDates.length * SAMPLE_UNITS.length + failingPayouts(payoutDates);
  const told = movements - payouts - fees - adjustments;
  yield* tellMoneyStories(desk, days, movements);
  yield* tellStories(desk, days, told, seed);
  for (let n = 0; n < fees; n += 1) writeFeeRow(desk);
  for (let n = 0; n < adjustments; n += 1) writeAdjustment(desk);
  for (const unit of SAMPLE_UNITS) writePayouts(desk, unit.settlement, payoutDates);
  yield* desk.flush();
  // A day without a positive balance has no payout: plain charges of the last day, settled after the month, fill the count.
  const lastDay = days.at(-1);
  while (lastDay && desk.movements < movements) {
    byAmount.tell(desk, lastDay);
    yield* desk.flush();
  }
}

function* writeCustomers(desk: Desk, seed: number): Generator<CompanyFact> {
  for (let index = 0; index < desk.customers.count; index += 1) {
    const customer = desk.customers.at(index);
    const { custId, party } = customer;
    const inBooks = bookCustomer(customer);
    if (inBooks) yield { to: 'peoplesoft', fact: { kind: 'customer', customer: inBooks } };
    if (custId !== null)
      yield { to: 'truth', fact: { kind: 'bookCustomerTruth', custId, party, role: 'customer', near: null } };
    const double = desk.customers.doubleOf(index);
    for (const each of double === null ? [customer] : [customer, double]) {
      yield { to: 'stripe', object: stripeCustomer(each) };
      yield { to: 'truth', fact: customerTruth(each) };
    }
  }
  for (const { customer, truth } of bookOnlyCustomers(seed, desk.customers)) {
    yield { to: 'peoplesoft', fact: { kind: 'customer', customer } };
    yield { to: 'truth', fact: truth };
  }
}

function* tellStories(
  desk: Desk,
  days: readonly BusinessDay[],
  movements: number,
  seed: number,
): Generator<CompanyFact> {
  const draw = createDeck(createRandom(seed, 2));
  const before = desk.movements;
  let share = 0;
  for (const [n, day] of days.entries()) {
    share += day.share;
    const target = n === days.length - 1 ? movements : before + Math.floor((movements - before) * share);
    while (desk.movements < target) {
      const story = draw(day.phase);
      const fits = movements - desk.movements >= story.most;
      (fits ? story : byAmount).tell(desk, day);
      writeNoise(desk);
      yield* desk.flush();
    }
  }
}
