import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../electron/connectors/http/clock.ts';
import { createStripeConnector } from '../../../electron/connectors/stripe/connector.ts';
import { pollStripe } from '../../../electron/ingest/stripe/poll.ts';
import { directLedger } from '../../../electron/ledger/direct-ledger.ts';
import { SAMPLE_START, SAMPLE_UNITS, type StripeBookObject } from '../../../electron/sample/company/company.ts';
import { generateCompany } from '../../../electron/sample/company/generate-company.ts';
import { createStripeBooks } from '../../../electron/sample/stripe/create-books.ts';
import { EVENT_RETENTION_SECONDS } from '../../../electron/sample/stripe/events.ts';
import { BOOKS_FILE, startStripeSimulator } from '../../../electron/sample/stripe/simulator.ts';
import { stripeProfileSchema } from '../../../shared/contract/profile.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { temporaryLedger } from '../ledger/temporary-ledger.ts';
import { readBooks } from './books.ts';
import { UNIT_US } from './loopback-stripe.ts';

const MOVEMENTS = 600;
const units: UnitProfile[] = SAMPLE_UNITS.map(({ unit, zone, currencies }) => ({
  ...UNIT_US,
  unit,
  zone,
  currencies: [...currencies],
}));

const CASH = 'customer_cash_balance_transaction';
const OLDEST_EVENT = Date.parse(SAMPLE_START) / 1_000 - EVENT_RETENTION_SECONDS;

function paysByTransfer(object: StripeBookObject): boolean {
  const types: unknown = object['payment_method_types'];
  return object.object === 'payment_intent' && Array.isArray(types) && types.includes('customer_balance');
}

async function sampleStripe() {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-sample-'));
  const books = createStripeBooks(join(folder, BOOKS_FILE), 7);
  const held = new Map<string, number>();
  const matchable = new Set<string>();
  const cash: StripeBookObject[] = [];
  const transferring = new Set<unknown>();
  for (const entry of generateCompany({ seed: 7, movements: MOVEMENTS })) {
    if (entry.to === 'stripe') {
      books.add(entry);
      const type = entry.object.object;
      const isThereNow = entry.comesAt === undefined && entry.again !== true;
      if (isThereNow && type === CASH) cash.push(entry.object);
      else held.set(type, (held.get(type) ?? 0) + (isThereNow ? 1 : 0));
      if (isThereNow && paysByTransfer(entry.object)) transferring.add(entry.object['customer']);
    }
    if (entry.to === 'truth' && entry.fact.kind === 'movementTruth') matchable.add(entry.fact.objectId);
  }
  books.close();
  // Money of a customer who never paid with it, sent before the oldest event: nothing but her own list would tell.
  const heardOf = ({ customer, created }: StripeBookObject) => transferring.has(customer) || created >= OLDEST_EVENT;
  held.set(CASH, cash.filter(heardOf).length);
  const simulator = await startStripeSimulator({ folder, port: 0, clock: () => Date.parse(SAMPLE_START) });
  onTestFinished(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { simulator, held, matchable };
}

describe('poll of the sample company', () => {
  it('takes in the whole month from the simulator, every matchable movement once, and nothing twice', async () => {
    const { simulator, held, matchable } = await sampleStripe();
    const profile = stripeProfileSchema.parse({
      address: simulator.url,
      account: simulator.account,
      key: { env: 'K' },
      livemode: false,
      rate: { requestsPerSecond: 100, concurrency: 4 },
    });
    const connector = createStripeConnector({ profile, secret: async () => simulator.key, fetch, clock: systemClock });
    const made = temporaryLedger();
    onTestFinished(made.remove);
    const poll = () =>
      pollStripe({
        connector,
        ledger: directLedger(made.db),
        profile: { stripe: profile, units },
        clock: { ...systemClock, now: () => SAMPLE_START },
      });
    const { report, failures } = await poll();
    expect(failures).toEqual([]);
    expect(report).toMatchObject({ refused: 0, complete: true });
    const types = made.db
      .prepare('SELECT object_type, count(*) FROM source_object GROUP BY object_type ORDER BY object_type')
      .raw()
      .all() as [string, number][];
    expect(types).toEqual(types.map(([type]) => [type, held.get(type)]));
    const stored = made.db
      .prepare("SELECT object_id FROM movement WHERE kind IN ('charge', 'refund', 'dispute') ORDER BY object_id")
      .pluck()
      .all() as string[];
    expect(stored).toEqual([...matchable].toSorted());
    const count = made.db.prepare('SELECT count(*) FROM movement').pluck().get();
    expect(count).toBe(MOVEMENTS);
    const books = readBooks(made.db);
    expect((await poll()).report).toMatchObject({ new: 0, changed: 0, complete: true });
    expect(readBooks(made.db)).toBe(books);
  });
});
