import { describe, expect, it } from 'vitest';
import { noteHint } from '../../../../electron/ledger/stripe-hint-store.ts';
import * as samples from '../../connectors/stripe/samples.ts';
import type { Raw } from '../loopback-stripe.ts';
import { completenessSite } from './completeness-site.ts';

const AT = Date.parse('2026-10-05T10:00:00Z') / 1_000;

/** A change of the customer's balance, so many seconds after the first. */
function credit(id: string, after: number, amount: number, ending: number, more: Raw = {}): Raw {
  const change = { id: `cbtxn_${id}`, created: AT + after, amount, ending_balance: ending };
  return samples.customerBalanceTransaction({ credit_note: null, type: 'adjustment', ...change, ...more });
}

function cash(id: string, after: number, amount: number, ending: number, more: Raw = {}): Raw {
  const change = { id: `ccsbtxn_${id}`, created: AT + after, net_amount: amount, ending_balance: ending };
  return samples.cashBalanceTransaction({ applied_to_payment: null, type: 'funded', ...change, ...more });
}

/** A customer with these changes, of whom both lists have been read. */
async function customerWith(changes: readonly Raw[], balance = 0) {
  const site = await completenessSite([samples.customer({ balance }), ...changes]);
  for (const objectType of ['customer_balance_transaction', 'customer_cash_balance_transaction'])
    noteHint(site.db, { account: 'acct_1', objectType, objectId: 'cus_1' }, 'test', site.clock.now());
  await site.poll();
  return site;
}

/** What is missing of her once she was asked for again, and the lists left out what they left out before. */
async function gapsOf(changes: readonly Raw[], balance = 0): Promise<readonly string[]> {
  const site = await customerWith(changes, balance);
  await site.heal();
  return site.gaps();
}

const CREDIT_GAP = 'customer_balance_transaction cus_1 by customerBalanceChain: open';
const CASH_GAP = 'customer_cash_balance_transaction cus_1 by cashBalanceChain: open';

describe('changes of a balance under a customer', () => {
  it('leave nothing open where each begins where the one before ended', async () => {
    expect(await gapsOf([credit('1', 0, -500, -500), credit('2', 1, -200, -700), credit('3', 2, 700, 0)])).toEqual([]);
    expect(await gapsOf([cash('1', 0, 500, 500), cash('2', 1, -500, 0), cash('3', 9, 300, 300)])).toEqual([]);
  });

  it('are chained by currency', async () => {
    const eur = { currency: 'eur' };
    const both = [cash('1', 0, 500, 500), cash('2', 1, 90, 90, eur), cash('3', 2, -500, 0), cash('4', 3, -90, 0, eur)];
    expect(await gapsOf(both)).toEqual([]);
    expect(await gapsOf(both.filter((row) => row['id'] !== 'ccsbtxn_2'))).toEqual([CASH_GAP]);
  });

  it('of one second may stand in any order that chains', async () => {
    const rows = [
      credit('c', 5, 300, -100),
      credit('a', 5, -500, -500),
      credit('b', 5, 100, -400),
      credit('d', 6, 100, 0),
    ];
    expect(await gapsOf(rows)).toEqual([]);
  });

  it('of one second that only lead back to each other hang on nothing', async () => {
    const rows = [credit('1', 0, -500, -500), credit('a', 5, 100, 0), credit('b', 5, -100, -100)];
    expect(await gapsOf(rows, -100)).toEqual([CREDIT_GAP]);
  });

  it('may begin at anything where Stripe says that it began before', async () => {
    expect(await gapsOf([credit('0', 0, 0, -900, { type: 'initial' }), credit('1', 1, 900, 0)])).toEqual([]);
    expect(await gapsOf([credit('0', 0, 0, -900), credit('1', 1, 900, 0)])).toEqual([CREDIT_GAP]);
  });

  it('are read again when a later one shows that one before it did not come', async () => {
    const site = await customerWith([credit('1', 0, -500, -500), credit('3', 2, 700, 0)]);
    expect(site.gaps()).toEqual([]);
    site.objects.push(credit('2', 1, -200, -700));
    const { asked, found } = await site.heal();
    expect(asked).toContain('customer_balance_transaction cus_1');
    expect(found.missing).toBe(0);
    expect(site.db.prepare("SELECT 1 FROM source_object WHERE object_id = 'cbtxn_2'").get()).toBeDefined();
  });

  it('that were held before there was the rule are looked at once', async () => {
    const site = await customerWith([credit('1', 0, -500, -500), credit('3', 2, 700, 0)]);
    // As a version without these rules left it.
    site.db.exec('DELETE FROM stripe_watch; DELETE FROM stripe_hint');
    site.db.exec(
      "UPDATE cursor SET position_json = json_remove(position_json, '$.rules') WHERE stream = 'completeness'",
    );
    await site.check();
    expect((await site.heal()).asked).toContain('customer_balance_transaction cus_1');
    expect(site.gaps()).toEqual([CREDIT_GAP]);
  });
});
