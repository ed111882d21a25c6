import { describe, expect, it } from 'vitest';
import { noteHint } from '../../../../electron/ledger/stripe-hint-store.ts';
import { completenessSite } from './completeness-site.ts';
import { wholeStory } from './whole-story.ts';

const HOUR_MS = 3_600_000;
const NO_LIST = { status: 200, body: { object: 'list', data: [], has_more: false } };

/** The story without an object, which Stripe has said it does not know; no list brings it later, only its id does. */
async function unknownObject(wanted: string, rounds: number) {
  const objects = wholeStory();
  const at = objects.findIndex(({ id }) => id === wanted);
  const [object] = objects.splice(at, 1);
  const site = await completenessSite(objects);
  await site.poll();
  for (let round = 0; round < rounds; round += 1) await site.heal();
  site.interceptWith(({ type, id, customer, query }) =>
    type === object?.['object'] && id === null && customer === null && query.get('invoice') === null ? NO_LIST : null,
  );
  return { ...site, show: () => void objects.push({ ...object }) };
}

describe('what Stripe said it does not know', () => {
  it('is asked for again by itself and comes, though no list has it', async () => {
    const site = await unknownObject('tu_1', 1);
    site.show();
    expect((await site.heal()).asked).toEqual([]);
    site.clock.advance(HOUR_MS);
    const { asked, found } = await site.heal();
    expect(asked).toEqual(['topup tu_1']);
    expect(found).toMatchObject({ missing: 0, unknownToStripe: 0 });
    expect(site.gaps()).toEqual(['topup tu_1 by topupOfBalanceTransaction: lookup']);
  });

  it('is asked for after an hour, six, a day, three and seven, then no more, and never makes a read incomplete', async () => {
    const site = await unknownObject('tu_1', 1);
    const hours: number[] = [];
    for (let hour = 1; hour <= 10 * 24; hour += 1) {
      // Every hour would be many polls: only around the hours that matter.
      site.clock.advance(HOUR_MS);
      if (![1, 2, 6, 7, 24, 25, 72, 73, 168, 169, 240].includes(hour)) continue;
      const { asked, found } = await site.heal();
      if (asked.length > 0) hours.push(hour);
      expect(found).toMatchObject({ missing: 0, unknownToStripe: 1 });
    }
    expect(hours).toEqual([1, 6, 24, 72, 168]);
    expect(site.gaps()).toEqual(['topup tu_1 by topupOfBalanceTransaction: absent']);
  });

  it('is asked for with every read while a balance does not come to its rows', async () => {
    const site = await unknownObject('tu_1', 1);
    site.balanceIs({ available: [{ amount: 1, currency: 'usd' }] });
    expect((await site.heal()).found.balancesOpen).toBe(1);
    for (let round = 0; round < 2; round += 1) expect((await site.heal()).asked).toEqual(['topup tu_1']);
  });

  it('that only a sum tells is asked for by one list each time, and is settled once the sum is there', async () => {
    const site = await unknownObject('inpay_1', 4);
    expect(site.gaps()).toEqual(['invoice_payment in_1 by invoicePaymentsOfInvoice: absent']);
    site.clock.advance(HOUR_MS);
    const { asked, found } = await site.heal();
    expect(asked).toEqual(['invoice_payment in_1']);
    expect(found).toMatchObject({ missing: 0, unknownToStripe: 1 });
    site.show();
    const object = { account: 'acct_1', objectType: 'invoice_payment', objectId: 'inpay_1' };
    noteHint(site.db, object, 'event invoice_payment.paid', site.clock.now());
    await site.heal();
    expect((await site.heal()).found).toMatchObject({ missing: 0, unknownToStripe: 0 });
    expect(site.gaps()).toEqual(['invoice_payment in_1 by invoicePaymentsOfInvoice: list']);
  });
});
