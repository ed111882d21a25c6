import { describe, expect, it } from 'vitest';
import { CUSTOMER_TYPES, LISTED_TYPES } from '../../../../electron/connectors/stripe/types.ts';
import type { StripeType } from '../../../../electron/connectors/stripe/types.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { completenessSite } from './completeness-site.ts';
import type { Raw } from '../loopback-stripe.ts';
import { wholeStory } from './whole-story.ts';

const NOTHING = { missing: 0, unknownToStripe: 0, balancesOpen: 0 };

/** The story with one object of a family hidden, the first unless told otherwise, and what brings it back. */
function hidden(type: StripeType, change: Raw = {}, wanted?: string) {
  const objects = wholeStory();
  const at = objects.findIndex(
    (object) => object['object'] === type && (wanted === undefined || object['id'] === wanted),
  );
  const [object] = objects.splice(at, 1);
  if (object === undefined) throw new Error(`the story has no ${type}`);
  return { objects, id: String(object['id']), show: () => void objects.push({ ...object, ...change }) };
}

/** Of each family the first, the middle and the last object of the story, by their time of creation. */
function ends(types: readonly StripeType[]): readonly (readonly [type: StripeType, id: string])[] {
  return types.flatMap((type) => {
    const ids = wholeStory()
      .filter((object) => object['object'] === type)
      .toSorted((left, right) => Number(left['created']) - Number(right['created']))
      .map((object) => String(object['id']));
    const places = new Set([ids[0], ids[Math.floor(ids.length / 2)], ids.at(-1)]);
    return [...places].flatMap((id) => (id === undefined ? [] : [[type, id] as const]));
  });
}

describe('completeness', () => {
  it('finds nothing missing where everything is there, however often it is asked', async () => {
    const site = await completenessSite(wholeStory());
    expect({ found: await site.poll(), gaps: site.gaps() }).toEqual({ found: NOTHING, gaps: [] });
    expect((await site.heal()).found).toEqual(NOTHING);
    expect(await site.poll()).toEqual(NOTHING);
    expect(site.gaps()).toEqual([]);
  });

  it.each(ends(LISTED_TYPES.filter((type) => type !== 'customer')))(
    'finds, names and heals the %s %s that was hidden',
    async (type, id) => {
      const { objects, show } = hidden(type, {}, id);
      const site = await completenessSite(objects);
      const found = await site.poll();
      expect(found.missing).toBeGreaterThan(0);
      expect(site.gaps().some((gap) => gap.startsWith(`${type} `) && gap.endsWith('open'))).toBe(true);
      show();
      expect((await site.heal()).found).toEqual(NOTHING);
      expect(
        site.db.prepare('SELECT 1 FROM source_object WHERE object_type = ? AND object_id = ?').get(type, id),
      ).toBeDefined();
      expect(site.gaps().filter((gap) => gap.endsWith('open'))).toEqual([]);
      expect(site.gaps().length).toBeGreaterThan(0);
      expect(site.gaps().every((gap) => /: (poll|lookup|list)$/.test(gap))).toBe(true);
      expect(await site.check()).toEqual(NOTHING);
    },
  );

  it('asks by its id for what no list of the next read reaches', async () => {
    const { objects, show, id } = hidden('balance_transaction', {
      created: Date.parse('2026-10-04T10:00:00Z') / 1_000,
    });
    const site = await completenessSite(objects);
    expect((await site.poll()).missing).toBe(1);
    show();
    const { asked, found } = await site.heal();
    expect(asked).toContain(`balance_transaction ${id}`);
    expect(found).toEqual(NOTHING);
    expect(site.gaps()).toEqual([`balance_transaction ${id} by balanceTransactionOfCharge: lookup`]);
  });

  it('asks for the list of a charge where only its sum tells', async () => {
    const charge = { amount_refunded: 2_50 };
    const refund = { object: 'refund', id: 're_9', amount: 2_50, balance_transaction: null };
    const objects = wholeStory().map((object) => (object['id'] === 'ch_2' ? { ...object, ...charge } : object));
    const site = await completenessSite(objects);
    expect((await site.poll()).missing).toBe(1);
    const created = Date.parse('2026-10-01T10:00:00Z') / 1_000;
    const like = objects.find((object) => object['id'] === 're_1');
    site.objects.push({ ...like, ...refund, charge: 'ch_2', payment_intent: 'pi_2', created });
    const { asked, found } = await site.heal();
    expect(asked).toContain('refund ch_2');
    expect(found).toEqual(NOTHING);
    expect(site.gaps()).toEqual(['refund ch_2 by refundsOfCharge: list']);
  });

  it('asks for a customer before it calls her missing, for a deleted one is in no list', async () => {
    const { objects, show } = hidden('customer');
    const site = await completenessSite(objects);
    expect(await site.poll()).toEqual(NOTHING);
    expect(site.gaps()).toEqual([]);
    show();
    expect((await site.heal()).found).toEqual(NOTHING);
    expect(site.gaps()).toContain('customer cus_1 by customerOfCharge: poll');
  });

  it('does not count a deleted customer as missing, neither before nor after she was asked for', async () => {
    const { objects } = hidden('customer');
    const site = await completenessSite(objects);
    await site.poll();
    objects.push({ id: 'cus_1', object: 'customer', deleted: true });
    expect((await site.heal()).found).toEqual(NOTHING);
    expect(site.gaps()).toEqual([]);
  });

  it.each(ends(CUSTOMER_TYPES))('finds, names and heals the %s %s that its list left out', async (type, id) => {
    const { objects, show } = hidden(type, {}, id);
    const site = await completenessSite(objects);
    await site.poll();
    // Asked for once, and the list still does not come to what is known: now it is a gap.
    expect((await site.heal()).found.missing).toBeGreaterThan(0);
    expect(site.gaps().some((gap) => gap.startsWith(`${type} `) && gap.endsWith('open'))).toBe(true);
    show();
    const { asked, found } = await site.heal();
    expect(asked).toContain(`${type} cus_1`);
    expect(found.missing).toBe(0);
    expect(site.gaps().filter((gap) => gap.endsWith('open'))).toEqual([]);
  });
});

describe('a gap that Stripe does not fill', () => {
  it('stands as unknown to Stripe once it was asked for, and is not asked for again', async () => {
    const { objects } = hidden('topup');
    const site = await completenessSite(objects);
    await site.poll();
    expect((await site.heal()).asked).toEqual(['topup tu_1']);
    expect(await site.check()).toEqual({ ...NOTHING, unknownToStripe: 1 });
    expect(site.gaps()).toEqual(['topup tu_1 by topupOfBalanceTransaction: absent']);
    expect((await site.heal()).asked).toEqual([]);
  });

  it('is healed all the same when the object comes later', async () => {
    const { objects, show } = hidden('topup');
    const site = await completenessSite(objects);
    await site.poll();
    await site.heal();
    show();
    site.clock.advance(86_400_000);
    expect(await site.poll()).toEqual(NOTHING);
    expect(site.gaps()).toEqual(['topup tu_1 by topupOfBalanceTransaction: poll']);
  });

  it('is asked for three times where only a sum tells, and then stands', async () => {
    const { objects } = hidden('invoice_payment');
    const site = await completenessSite(objects);
    await site.poll();
    for (let round = 0; round < 3; round += 1) expect((await site.heal()).asked).toContain('invoice_payment in_1');
    expect(site.gaps()).toEqual(['invoice_payment in_1 by invoicePaymentsOfInvoice: absent']);
    expect((await site.heal()).asked).toEqual([]);
  });
});

describe('a first load that was told where to begin', () => {
  it('calls nothing missing that may be older', async () => {
    const old = Date.parse('2026-01-05T10:00:00Z') / 1_000;
    const objects = wholeStory().map((object) =>
      ['charge', 'payment_intent', 'invoice', 'customer'].includes(String(object['object']))
        ? { ...object, created: old }
        : object,
    );
    const site = await completenessSite(objects);
    expect(await site.poll('2026-10-01T00:00:00.000Z' as Instant)).toEqual(NOTHING);
    await site.heal();
    expect(site.gaps()).toEqual([]);
  });

  it('still finds what must lie behind the beginning', async () => {
    const { objects, show } = hidden('balance_transaction');
    const site = await completenessSite(objects);
    expect((await site.poll('2026-09-01T00:00:00.000Z' as Instant)).missing).toBe(1);
    show();
    expect((await site.heal()).found).toEqual(NOTHING);
  });
});

describe('what has only just happened', () => {
  it('is asked for before it is called missing, and is none once it comes', async () => {
    const { objects, show } = hidden('balance_transaction');
    const site = await completenessSite(objects);
    const now = Date.parse(site.clock.now()) / 1_000;
    objects.forEach((object, at) => {
      if (object['id'] === 'ch_1') objects[at] = { ...object, created: now - 60 };
    });
    expect(await site.poll()).toEqual(NOTHING);
    show();
    expect((await site.heal()).found).toEqual(NOTHING);
    expect(site.gaps()).toEqual([]);
  });
});
