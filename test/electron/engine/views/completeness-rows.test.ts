import { describe, expect, it } from 'vitest';
import { readCompleteness } from '../../../../electron/engine/views/completeness.ts';
import { readCompletenessRows } from '../../../../electron/engine/views/completeness-rows.ts';
import { checkCompleteness } from '../../../../electron/ingest/completeness/check-completeness.ts';
import { checkPayouts } from '../../../../electron/ingest/completeness/check-payouts.ts';
import type { CompletenessFigure } from '../../../../shared/contract/completeness-rows.ts';
import { completenessSite } from '../../ingest/completeness/completeness-site.ts';
import * as samples from '../../connectors/stripe/samples.ts';
import { movement, wholeStory } from '../../ingest/completeness/whole-story.ts';

const NEW_YORK = 'America/New_York';
const UNITS = [{ unit: 'US', zone: NEW_YORK }];

/** The story with a payout that pays two rows out, a row of New York's September, and an object that is missing. */
async function site() {
  const late = { source: null, created: Date.parse('2026-10-01T02:00:00Z') / 1_000 };
  const automatic = { automatic: true, reconciliation_status: 'completed', balance_transaction: null };
  const made = await completenessSite([
    ...wholeStory()
      .filter((object) => object['id'] !== 'tu_1')
      .map((object) => (object['object'] === 'payout' ? { ...object, automatic: false } : object)),
    { ...movement('txn_8', 'fee', 'x', -1_00), ...late },
    { ...movement('txn_9', 'fee', 'x', 4_00), source: null },
    samples.payout({ id: 'po_8', amount: 3_00, ...automatic }),
  ]);
  made.settles('po_8', ['txn_8', 'txn_9']);
  made.balanceIs({ available: [{ amount: 980_34, currency: 'usd' }] });
  await made.poll();
  const { ledger, connector, clock } = made;
  const now = () => clock.now();
  await checkPayouts({ connector, ledger, account: 'acct_1', now, signal: new AbortController().signal });
  await checkCompleteness(ledger, 'acct_1', now(), { wholePoll: true, zones: [NEW_YORK] });
  const [account] = await ledger.read(readCompleteness, { units: UNITS });
  if (account === undefined) throw new Error('no account');
  const rows = (of: CompletenessFigure) => ledger.read(readCompletenessRows, { account: 'acct_1', of });
  return { ...made, account, rows };
}

describe('the rows behind a figure of completeness', () => {
  it('are as many as the figure says and come to its sum, for every family, month and calendar', async () => {
    const { account, rows } = await site();
    for (const { type, held, months, missing } of account.types) {
      expect([type, (await rows({ figure: 'held', type, month: null, zone: null })).count]).toEqual([type, held]);
      expect([type, (await rows({ figure: 'missing', type, month: null })).count]).toEqual([type, missing]);
      for (const { month, held: inMonth, sums, units, listed } of months) {
        const found = await rows({ figure: 'held', type, month, zone: null });
        expect([type, month, found.count]).toEqual([type, month, inMonth]);
        expect(found.sums.map(({ minor }) => minor)).toEqual(sums.map(({ heldMinor }) => heldMinor));
        expect((await rows({ figure: 'listed', type, month })).count).toBe(listed ?? 0);
        for (const { zone, held: own, sums: ownSums } of units) {
          const behind = await rows({ figure: 'held', type, month, zone });
          expect([type, month, zone, behind.count]).toEqual([type, month, zone, own]);
          expect(behind.sums.map(({ minor }) => minor)).toEqual(ownSums.map(({ heldMinor }) => heldMinor));
        }
      }
    }
    const moved = account.types.find(({ type }) => type === 'balance_transaction')?.months[0]?.units;
    expect(moved).toMatchObject([{ zone: NEW_YORK, units: ['US'], held: 7, atBeginning: -1, atEnd: 0 }]);
  });

  it('are those of a balance, of a payout and of what waits', async () => {
    const { account, rows } = await site();
    const [proof] = account.balances;
    const balance = await rows({ figure: 'balance', balanceType: 'payments', currency: 'USD' });
    expect(balance.sums).toEqual([{ minor: proof?.activityMinor, exponent: 2, currency: 'USD' }]);
    expect(account.payouts).toMatchObject({ tied: 1, open: 0, notItemised: 1 });
    const payout = await rows({ figure: 'payout', payoutId: 'po_8' });
    expect(payout).toMatchObject({ count: 2, sums: [{ minor: 3_00, currency: 'USD' }] });
    expect((await rows({ figure: 'payouts', state: 'notItemised' })).rows).toMatchObject([
      { id: 'po_1', text: 'manual: Stripe gives no rows of it' },
    ]);
    expect(account.waiting).toMatchObject({ count: 1, failed: 0 });
    expect((await rows({ figure: 'waiting', failed: false })).rows).toMatchObject([{ type: 'topup', id: 'tu_1' }]);
    expect((await rows({ figure: 'events', refused: false })).count).toBe(account.waiting.events);
  });

  it('are what proves it, of an object that is missing', async () => {
    const { rows } = await site();
    const { rows: found } = await rows({ figure: 'missing', type: 'topup', month: null });
    expect(found).toMatchObject([{ id: 'tu_1', text: 'balance transaction txn_5 moves its money' }]);
  });
});
