import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../electron/connectors/http/clock.ts';
import { createStripeConnector } from '../../../../electron/connectors/stripe/connector.ts';
import { CUSTOMER_TYPES, LISTED_TYPES } from '../../../../electron/connectors/stripe/types.ts';
import type { StripePage } from '../../../../electron/connectors/stripe/types.ts';
import { EVENT_TYPES } from '../../../../electron/sample/stripe/events.ts';
import { stripeProfileSchema } from '../../../../shared/contract/profile.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { objectsOf } from '../company/month.ts';
import { serveMonth, type ServedMonth } from './serve-month.ts';

/** The real connector with the restricted key that set-up asks for. */
function connectorTo({ simulator }: ServedMonth) {
  const profile = stripeProfileSchema.parse({
    address: simulator.url,
    account: simulator.account,
    key: { env: 'K' },
    livemode: false,
    rate: { requestsPerSecond: 1_000, concurrency: 4 },
  });
  return createStripeConnector({ profile, secret: async () => simulator.restrictedKey, fetch, clock: systemClock });
}

async function walk(page: (startingAfter?: string) => Promise<StripePage>): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | undefined; ;) {
    const { objects, refused, lastId, hasMore } = await page(after);
    expect(refused).toEqual([]);
    ids.push(...objects.map(({ id }) => id));
    if (!hasMore || lastId === null) return ids;
    after = lastId;
  }
}

describe('the real connector at the simulator', () => {
  it('reads every object of every family, and refuses none', async () => {
    const served = await serveMonth({ movements: 500 });
    const connector = connectorTo(served);
    for (const type of LISTED_TYPES) {
      const ids = await walk((startingAfter) =>
        connector.list({ type, ...(startingAfter === undefined ? {} : { startingAfter }) }),
      );
      expect(ids.toSorted()).toEqual(
        objectsOf(served.month, type)
          .map((row) => String(row['id']))
          .toSorted(),
      );
    }
  });

  it('reads what lies below customers', async () => {
    const served = await serveMonth({ movements: 500 });
    const connector = connectorTo(served);
    for (const type of CUSTOMER_TYPES) {
      const wanted = objectsOf(served.month, type);
      const ids: string[] = [];
      for (const customer of new Set(wanted.map((row) => String(row['customer']))))
        ids.push(
          ...(await walk((startingAfter) =>
            connector.listOfCustomer({ type, customer, ...(startingAfter === undefined ? {} : { startingAfter }) }),
          )),
        );
      expect(wanted.length).toBeGreaterThan(0);
      expect(ids.toSorted()).toEqual(wanted.map((row) => String(row['id'])).toSorted());
    }
  });

  it('reads the balance by its parts, and events of both versions as hints', async () => {
    const served = await serveMonth({ movements: 500 });
    const connector = connectorTo(served);
    const { parts } = await connector.balance();
    expect(new Set(parts.map(({ part }) => part))).toEqual(new Set(['available', 'pending', 'reserved']));
    const rows = objectsOf(served.month, 'balance_transaction').filter((row) => row['currency'] === 'usd');
    const held = parts.filter(({ part, amount }) => part !== 'reserved' && amount.currency === 'USD');
    expect(held.reduce((total, { amount }) => total + amount.minor, 0)).toBe(
      rows.reduce((total, row) => total + Number(row['net']), 0),
    );
    const createdFrom = '2026-10-05T00:00:00.000Z' as Instant;
    for (let first = 0; first < EVENT_TYPES.length; first += 20) {
      const eventTypes = EVENT_TYPES.slice(first, first + 20);
      for (let after: string | undefined; ;) {
        const page = await connector.events({
          eventTypes,
          createdFrom,
          ...(after === undefined ? {} : { startingAfter: after }),
        });
        expect(page.refused).toEqual([]);
        expect(page.events.every(({ objectId }) => objectId !== null)).toBe(true);
        if (!page.hasMore || page.lastId === null) break;
        after = page.lastId;
      }
    }
  });
});
