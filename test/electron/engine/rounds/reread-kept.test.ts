import { describe, expect, it, onTestFinished } from 'vitest';
import { rereadKept } from '../../../../electron/engine/rounds/reread-kept.ts';
import { storeStripePages } from '../../../../electron/ingest/stripe/operations.ts';
import { observedPage } from '../../../../electron/ingest/stripe/observed-page.ts';
import { mapStripeObject } from '../../../../electron/connectors/stripe/mapper.ts';
import type { WriterHandle } from '../../../../electron/ledger/connect-ledger.ts';
import { directLedger, runWrite } from '../../../../electron/ledger/direct-ledger.ts';
import { migrations } from '../../../../electron/ledger/migrations/index.ts';
import { openWriter } from '../../../../electron/ledger/open-ledger.ts';
import { findViolations } from '../../../../electron/ledger/invariants.ts';
import { contentHash, packPayload } from '../../../../electron/ledger/payload.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import * as samples from '../../connectors/stripe/samples.ts';
import { serveStripe, UNIT_US, type Raw } from '../../ingest/loopback-stripe.ts';
import { pollStripe } from '../../../../electron/ingest/stripe/poll.ts';
import { createdLedger } from '../../ledger/temporary-ledger.ts';

const at = '2026-11-01T10:00:00.000Z' as Instant;
/** As API answers were before these fields were asked for. */
const without = (object: Raw, ...names: string[]): Raw =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
const oldInvoice = without(samples.invoice(), 'starting_balance', 'ending_balance', 'amount_paid');
/** As the earlier program kept it, whatever columns the mirror has got since. */
function keep(db: WriterHandle, object: Raw): void {
  const [text, hash] = [JSON.stringify(object), contentHash(JSON.stringify(object))];
  const { lastInsertRowid: key } = db
    .prepare(
      `INSERT INTO source_object (system, account, object_type, object_id, current_version, content_hash, observed_at)
       VALUES ('stripe', 'acct_1', ?, ?, 1, ?, ?)`,
    )
    .run(object['object'], object['id'], hash, at);
  db.prepare(
    `INSERT INTO source_version (source_key, version, content_hash, payload, arrived_by, observed_at) VALUES (?, 1, ?, ?, 'poll', ?)`,
  ).run(key, hash, packPayload(text), at);
}

/** A ledger that an earlier program filled, opened by this one. */
function earlierLedger(objects: readonly Raw[], rows = ''): WriterHandle {
  const ledger = createdLedger({ migrations: migrations.filter(({ number }) => number < 190) });
  onTestFinished(ledger.remove);
  for (const object of objects) keep(ledger.db, object);
  ledger.db.exec(rows);
  ledger.db.close();
  const db = openWriter(ledger.file, ledger.key);
  onTestFinished(() => void db.close());
  return db;
}
async function reread(db: WriterHandle, signal = new AbortController().signal) {
  const stripe = await serveStripe([]);
  const profile = { stripe: stripe.profile, units: [UNIT_US] };
  return rereadKept({ ledger: directLedger(db), profile, now: () => at, signal });
}
const count = (db: WriterHandle, table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();

describe('a ledger from before the details of Stripe', () => {
  it('gets them from what it has kept, once', async () => {
    const db = earlierLedger([
      samples.charge(),
      samples.refund(),
      samples.dispute(),
      samples.payout(),
      samples.customer({ balance: -300 }),
      samples.balanceTransaction(),
    ]);
    expect(await reread(db)).toEqual({ read: 6, toAsk: 0 });
    for (const table of ['stripe_charge', 'stripe_refund', 'stripe_dispute', 'stripe_payout', 'stripe_customer'])
      expect([table, count(db, table)]).toEqual([table, 1]);
    expect(db.prepare('SELECT balance_minor FROM stripe_customer').pluck().get()).toBe(-300);
    expect(db.prepare('SELECT object_type, object_id FROM stripe_hint').raw().all()).toEqual([
      ['customer_balance_transaction', 'cus_1'],
    ]);
    expect(await reread(db)).toEqual({ read: 0, toAsk: 0 });
    expect(findViolations(db)).toEqual([]);
  });

  it('keeps what it has of an object that lacks what is read now, and asks Stripe for it', async () => {
    const row = `INSERT INTO stripe_invoice (account, invoice_id, number, customer_id, status, total_minor, exponent, currency, metadata_json)
      VALUES ('acct_1', 'in_1', 'INV-7', 'cus_1', 'open', 1250, 2, 'USD', '{}')`;
    const db = earlierLedger([oldInvoice, { id: 'ch_odd', object: 'charge', no: 'charge' }], row);
    expect(await reread(db)).toEqual({ read: 0, toAsk: 2 });
    expect(db.prepare('SELECT status, amount_paid_minor FROM stripe_invoice').raw().all()).toEqual([['open', null]]);
    const stripe = await serveStripe([samples.invoice()]);
    const { report } = await pollStripe({
      connector: stripe.connector,
      ledger: directLedger(db),
      profile: { stripe: stripe.profile, units: [UNIT_US] },
      clock: stripe.clock,
    });
    expect(report.complete).toBe(true);
    expect(db.prepare('SELECT status, amount_paid_minor FROM stripe_invoice').raw().all()).toEqual([['paid', 1250]]);
    expect(db.prepare('SELECT object_id FROM stripe_absent').pluck().all()).toEqual(['ch_odd']);
    expect(count(db, 'source_version')).toBe(3);
  });

  it('goes on where it was cut off', async () => {
    const many = Array.from({ length: 700 }, (_, index) => samples.refund({ id: `re_${index}` }));
    const db = earlierLedger(many);
    const stop = new AbortController();
    const cut = directLedger(db);
    const stripe = await serveStripe([]);
    const first = await rereadKept({
      ledger: {
        read: (operation, args) => cut.read(operation, args),
        write: (operation, args) => cut.write(operation, args).finally(() => stop.abort()),
      },
      profile: { stripe: stripe.profile, units: [UNIT_US] },
      now: () => at,
      signal: stop.signal,
    });
    expect(first).toEqual({ read: 500, toAsk: 0 });
    expect(await reread(db)).toEqual({ read: 200, toAsk: 0 });
    expect(count(db, 'stripe_refund')).toBe(700);
  });

  it('never puts a kept version in the place of one that came in meanwhile', async () => {
    const db = earlierLedger([samples.refund({ status: 'pending' })]);
    const direct = directLedger(db);
    const newer = mapStripeObject('refund', samples.refund({ status: 'failed' }), false);
    if (!newer.accepted) throw new Error('the sample is readable');
    const stripe = await serveStripe([]);
    await rereadKept({
      ledger: {
        read: async (operation, args) => {
          const kept = await direct.read(operation, args);
          runWrite(db, storeStripePages, {
            context: { account: 'acct_1', livemode: false, units: [], at },
            runId: null,
            type: 'refund',
            arrivedBy: 'poll',
            pages: [observedPage('2026-11-02T10:00:00.000Z' as Instant, { objects: [newer.object], refused: [] })],
            cursor: null,
            closes: false,
          });
          return kept;
        },
        write: (operation, args) => direct.write(operation, args),
      },
      profile: { stripe: stripe.profile, units: [UNIT_US] },
      now: () => at,
      signal: new AbortController().signal,
    });
    expect(db.prepare('SELECT status FROM stripe_refund').pluck().all()).toEqual(['failed']);
  });
});
