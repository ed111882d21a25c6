import { describe, expect, it } from 'vitest';
import type { SenderPorts } from '../../../electron/posting/sending/sender.ts';
import { Killed, killedAt } from './killed-ports.ts';
import { startPostingSite, type PostingSite } from './posting-site.ts';

async function withSite(work: (site: PostingSite) => Promise<void>, depositIds: 'given' | 'next'): Promise<void> {
  const items = ['INV-1', 'INV-2', 'INV-3', 'INV-4'].map((item) => ({ item, amount: '100.00' }));
  const site = await startPostingSite({ items, paymentsPerDeposit: 2, depositIds });
  try {
    for (const line of [1, 2, 3, 4]) await site.approve(site.charge(`ch_${line}`, 10_000), [[`INV-${line}`, 10_000]]);
    await work(site);
  } finally {
    await site.close();
  }
}

/** A day: an answer is lost, time passes, the deposit goes again, the batch posts, everything is confirmed. */
async function day(site: PostingSite, ports: SenderPorts): Promise<void> {
  site.simulator.arm({ form: 'dropConnection', commit: 'never' });
  await site.round({}, ports);
  site.advance(100_000);
  await site.round({}, ports);
  await site.simulator.runBatch();
  await site.round({}, ports);
}

const STEPS = 74;
/** Every step is tried; the two kinds of site take turns. */
const idsAt = (step: number): 'given' | 'next' => (step % 2 === 0 ? 'given' : 'next');

describe('killed at every step of a day', () => {
  it.each(['next', 'given'] as const)('has as many steps as are tried, ids %s', async (depositIds) => {
    await withSite(async (site) => {
      const counting = killedAt(site.ports, Number.MAX_SAFE_INTEGER);
      await day(site, counting.ports);
      expect(Object.values(site.states())).toEqual(Array.from({ length: 4 }, () => 'confirmed'));
      expect(counting.passed()).toBe(STEPS);
    }, depositIds);
  });

  it.each(Array.from({ length: STEPS }, (_, index) => index + 1))(
    'step %i, and the same step again during recovery: the same books',
    async (killAt) => {
      await withSite(async (site) => {
        for (let life = 0; life < 2; life += 1) {
          await day(site, killedAt(site.ports, killAt).ports).catch((error: unknown) => {
            if (!(error instanceof Killed)) throw error;
          });
          site.restart();
          expect(site.violations()).toEqual([]);
        }
        await site.finish();
        expect(Object.values(site.states())).toEqual(Array.from({ length: 4 }, () => 'confirmed'));
        const books = site.books().map(({ externalId, amount }) => `${externalId} ${amount}`);
        expect(books.toSorted()).toEqual(['ch_1 100', 'ch_2 100', 'ch_3 100', 'ch_4 100']);
        expect(site.violations()).toEqual([]);
      }, idsAt(killAt));
    },
  );
});
