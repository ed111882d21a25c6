import { describe, expect, it } from 'vitest';
import type { SenderPorts } from '../../../../electron/posting/sending/sender.ts';
import { Killed, killedAt } from '../killed-ports.ts';
import { startInvoiceSite, type InvoiceSite } from './invoice-site.ts';

async function withSite(work: (site: InvoiceSite) => Promise<void>): Promise<void> {
  const site = await startInvoiceSite();
  try {
    await work(site);
  } finally {
    await site.close();
  }
}

/** Approves what waits and can be; a refusal by the books is a person's to see, and nothing more. */
async function approveAll(site: InvoiceSite): Promise<void> {
  for (const { kind, objectId, obstacle } of site.waiting())
    if (obstacle === null) await site.approveDocument(kind, objectId);
}

/** An answer is lost, time passes, the item goes again, the batch posts it. */
async function day(site: InvoiceSite, ports: SenderPorts): Promise<void> {
  site.simulator.arm({ form: 'dropConnection', commit: 'never' });
  await site.round({}, ports);
  site.advance(100_000);
  await site.round({}, ports);
  await site.simulator.runBatch();
  await site.round({}, ports);
}

describe('items killed at every step of a day', () => {
  const STEPS = 64;

  async function prepare(site: InvoiceSite): Promise<void> {
    site.invoice('in_0');
    await approveAll(site);
    await site.round();
    await site.simulator.runBatch();
    await site.round();
    site.invoice('in_1');
    site.creditNote('cn_1', 'in_0', 2_500);
    await approveAll(site);
  }

  it('has as many steps as are tried', async () => {
    await withSite(async (site) => {
      await prepare(site);
      const counting = killedAt(site.ports, Number.MAX_SAFE_INTEGER);
      await day(site, counting.ports);
      expect(new Set(Object.values(site.itemStates()))).toEqual(new Set(['confirmed']));
      expect(counting.passed()).toBe(STEPS);
    });
  });

  it.each(Array.from({ length: STEPS }, (_, index) => index + 1))('step %i: the same books', async (killAt) => {
    await withSite(async (site) => {
      await prepare(site);
      await day(site, killedAt(site.ports, killAt).ports).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
      });
      site.restart();
      expect(site.violations()).toEqual([]);
      await site.finish();
      expect(new Set(Object.values(site.itemStates()))).toEqual(new Set(['confirmed']));
      expect(['S-IN_0', 'S-IN_1', 'S-CN_1'].map((item) => [site.groups(item), site.booked(item)[0]?.balance])).toEqual([
        [1, 125_000],
        [1, 125_000],
        [1, -25_000],
      ]);
    });
  });
});

/** Whole numbers below a bound, the same for the same seed (mulberry32). */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

describe('whatever comes in whatever order', () => {
  const LOST = ['first', 'never', 'afterReadBack'] as const;

  it.each(Array.from({ length: 24 }, (_, index) => index + 1))(
    'story %i ends in the same receivables',
    async (seed) => {
      const roll = dice(seed);
      await withSite(async (site) => {
        // What Stripe tells, each object in its own order; between objects any order, and anything may come twice.
        const told: (() => void)[][] = [
          [() => site.invoice('in_1'), () => site.invoice('in_1', { status: 'void' })],
          [() => site.invoice('in_2'), () => site.invoice('in_2', { status: 'paid' })],
          [() => site.creditNote('cn_2', 'in_2', 2_500)],
          [() => site.invoice('in_3'), () => site.invoice('in_3', { status: 'uncollectible' })],
        ];
        const last: (() => void)[] = [];
        while (told.some((each) => each.length > 0) || roll(3) > 0) {
          const open = told.map((each, at) => ({ each, at })).filter(({ each }) => each.length > 0);
          const step = roll(8);
          const chosen = open[roll(Math.max(open.length, 1))];
          if (step < 3 && chosen !== undefined) {
            last[chosen.at] = chosen.each.shift() ?? (() => undefined);
            last[chosen.at]?.();
          } else if (step === 3) last[roll(4)]?.();
          else if (step === 4) await approveAll(site);
          else if (step === 5) site.simulator.arm({ form: 'dropConnection', commit: LOST[roll(3)] ?? 'never' });
          else if (step === 6) await site.round();
          else await site.simulator.runBatch();
        }
        // The charge that pays in_2, once its item is known.
        await site.finish();
        await approveAll(site);
        await site.finish();
        const charge = site.charge('ch_2', 10_000);
        await site.approve(charge, [['S-IN_2', 10_000]]);
        for (let turn = 0; turn < 3; turn += 1) {
          await approveAll(site);
          await site.finish();
          for (const again of last) again();
        }
        const net = (item: string) => site.booked(item).reduce((sum, { balance }) => sum + balance, 0);
        expect(['S-IN_1', 'S-IN_2', 'S-CN_2', 'S-IN_3'].map(net)).toEqual([0, 25_000, -25_000, 125_000]);
        expect(['S-IN_2', 'S-CN_2', 'S-IN_3'].map((item) => site.groups(item))).toEqual([1, 1, 1]);
        expect([0, 2]).toContain(site.groups('S-IN_1'));
        expect(site.waiting()).toEqual([]);
        expect(site.violations()).toEqual([]);
      });
    },
  );
});
