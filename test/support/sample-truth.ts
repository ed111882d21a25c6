import { z } from 'zod';
import { SAMPLE_UNITS } from '../../electron/sample/company/company.ts';
import type { BookPayment } from '../../electron/sample/peoplesoft/books-view.ts';
import { openTruth } from '../../electron/sample/truth.ts';
import type { MovementTruth } from '../../electron/sample/truth.ts';
import type { Product } from './product-under-test.ts';

/** The unit that the window shows first. */
export const SHOWN_UNIT = SAMPLE_UNITS[0];

/** What the sample company knows of a movement and the engine cannot read: who owes what for it. */
export function truthOf(product: Product, objectId: string): MovementTruth {
  const truth = openTruth(`${product.home}/sample`);
  try {
    const known = truth.movement(objectId);
    if (known === null) throw new Error(`The truth does not know ${objectId}.`);
    return known;
  } finally {
    truth.close();
  }
}

const stripeObject = z.object({ object: z.looseObject({ id: z.string() }) });
const balanceTransaction = z.looseObject({ created: z.number() });

/** One object as Stripe's own books hold it. */
export async function stripeObjectOf(product: Product, id: string): Promise<Readonly<Record<string, unknown>>> {
  return stripeObject.parse(await product.control(product.stripe, 'GET', `/__sim/objects/${id}`)).object;
}

/** The local date on which a charge's balance transaction was created, which is when it counts in the books. */
export async function accountingDateOf(product: Product, chargeId: string): Promise<string> {
  const charge = await stripeObjectOf(product, chargeId);
  const { created } = balanceTransaction.parse(await stripeObjectOf(product, String(charge['balance_transaction'])));
  return new Intl.DateTimeFormat('en-CA', { timeZone: SHOWN_UNIT.zone }).format(created * 1_000);
}

/** Every payment that PeopleSoft's own books hold for a Stripe object. */
export function paymentsFor(product: Product, objectId: string): readonly BookPayment[] {
  return product.readBooks((books) => [...books.payments()].filter(({ externalId }) => externalId === objectId));
}
