import { describe, expect, it } from 'vitest';
import { checkStripe } from '../../../electron/engine/check-stripe.ts';
import { STRIPE_RIGHTS } from '../../../electron/connectors/stripe/rights.ts';
import * as samples from '../connectors/stripe/samples.ts';
import { serveStripe } from '../ingest/loopback-stripe.ts';

const forbidden = (right: string) => ({
  status: 403,
  body: {
    error: {
      message: `The provided key does not have the required permissions. Having the '${right}' permission would allow this.`,
    },
  },
});

describe('the check of Stripe', () => {
  it('asks for everything that is read, once, and misses nothing where the key may read it all', async () => {
    const { connector, requests } = await serveStripe([samples.customer()]);
    expect(await checkStripe(connector, undefined)).toEqual({
      version: '2026-10-28.endive',
      signIn: 'account acct_1, test data',
      found: ['account acct_1'],
      missing: [],
    });
    const asked = new Set(requests.map(({ type }) => type));
    expect([...asked].toSorted()).toEqual(
      Object.keys(STRIPE_RIGHTS)
        .filter((read) => read !== 'account')
        .toSorted(),
    );
    const limits = requests.filter(({ type }) => type !== 'balance' && !type.startsWith('customer_'));
    expect(new Set(limits.map(({ query }) => query.get('limit')))).toEqual(new Set(['1']));
  });

  it('names each right that is missing, each once, by the words of Stripe’s form', async () => {
    const { connector, interceptWith } = await serveStripe([samples.customer()]);
    interceptWith(({ type }) => {
      if (type === 'payout') return forbidden('rak_payout_read');
      if (type === 'charge' || type === 'refund') return forbidden('rak_charge_read');
      return type === 'event' ? forbidden('rak_event_read') : null;
    });
    const { missing } = await checkStripe(connector, undefined);
    expect(missing.map(({ what, fix }) => [what, /“([^”]*)”/.exec(fix)?.[1]])).toEqual([
      ['the right “Charges and Refunds: Read”', 'Charges and Refunds: Read (rak_charge_read)'],
      ['the right “Payouts: Read”', 'Payouts: Read (rak_payout_read)'],
      ['the right “Events: Read”', 'Events: Read (rak_event_read)'],
    ]);
  });

  it('says what the address does not offer, and does not take it for a right', async () => {
    const { connector, interceptWith } = await serveStripe([samples.customer()]);
    interceptWith(({ type }) =>
      type === 'topup' ? { status: 404, body: { error: { message: 'Unrecognized request URL' } } } : null,
    );
    const { missing, found } = await checkStripe(connector, undefined);
    expect(missing).toEqual([]);
    expect(found).toEqual(['account acct_1', 'not offered at this address: topup']);
  });
});
