import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createStripeConnector } from '../../../../electron/connectors/stripe/connector.ts';
import { systemClock } from '../../../../electron/connectors/http/clock.ts';
import { checkPayouts } from '../../../../electron/ingest/completeness/check-payouts.ts';
import { checkCompleteness } from '../../../../electron/ingest/completeness/check-completeness.ts';
import { pollStripe } from '../../../../electron/ingest/stripe/poll.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { listGaps } from './list-gaps.ts';
import { createStripeBooks } from '../../../../electron/sample/stripe/create-books.ts';
import { generateCompany } from '../../../../electron/sample/company/generate-company.ts';
import { BOOKS_FILE, startStripeSimulator } from '../../../../electron/sample/stripe/simulator.ts';
import { SAMPLE_START } from '../../../../electron/sample/company/company.ts';
import { stripeProfileSchema } from '../../../../shared/contract/profile.ts';
import { temporaryLedger } from '../../ledger/temporary-ledger.ts';
import { UNIT_US } from '../loopback-stripe.ts';

/** From 500 on the sample company tells every story of money there is. */
const MOVEMENTS = 520;
const SEEDS = Array.from({ length: 20 }, (_, place) => 41 + place);

async function sampleOf(seed: number) {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-sample-'));
  const books = createStripeBooks(join(folder, BOOKS_FILE), seed);
  for (const entry of generateCompany({ seed, movements: MOVEMENTS })) if (entry.to === 'stripe') books.add(entry);
  books.close();
  const simulator = await startStripeSimulator({ folder, port: 0, clock: () => Date.parse(SAMPLE_START) });
  onTestFinished(async () => {
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const profile = stripeProfileSchema.parse({
    address: simulator.url,
    account: simulator.account,
    key: { env: 'K' },
    livemode: false,
    rate: { requestsPerSecond: 100, concurrency: 4 },
  });
  const connector = createStripeConnector({ profile, secret: async () => simulator.key, fetch, clock: systemClock });
  const { db, remove } = temporaryLedger();
  onTestFinished(remove);
  const ledger = directLedger(db);
  const clock = { ...systemClock, now: () => SAMPLE_START };
  return {
    db,
    checkPayouts: async () => {
      const now = () => SAMPLE_START;
      const { signal } = new AbortController();
      return checkPayouts({ connector, ledger, account: simulator.account, now, signal });
    },
    poll: async () => {
      await pollStripe({ connector, ledger, profile: { stripe: profile, units: [UNIT_US] }, clock });
      return checkCompleteness(ledger, simulator.account, SAMPLE_START, { wholePoll: true });
    },
  };
}

describe('completeness of the sample company', () => {
  it.each(SEEDS)(
    'has no false gap, its balance is the sum of its rows, and each payout of its own, seed %i',
    async (seed) => {
      const { db, poll, checkPayouts: askForPayouts } = await sampleOf(seed);
      await poll();
      expect(listGaps(db)).toEqual([]);
      expect(await askForPayouts()).toBeNull();
      const payouts = db.prepare('SELECT state, count(*) FROM stripe_payout_check GROUP BY state').raw().all();
      expect(payouts).toEqual([['tied', expect.any(Number)]]);
      expect(await poll()).toEqual({ missing: 0, unknownToStripe: 0, balancesOpen: 0 });
      expect(listGaps(db)).toEqual([]);
    },
  );
});
