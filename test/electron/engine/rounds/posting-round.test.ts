import { afterEach, describe, expect, it } from 'vitest';
import { PostingRounds } from '../../../../electron/engine/rounds/posting-round.ts';
import { noteSendNow } from '../../../../electron/posting/note-send-now.ts';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import { startPostingSite, UNIT, type PostingSite } from '../../posting/posting-site.ts';
import { ownProfile } from '../own-profile.ts';

let site: PostingSite;
afterEach(() => site.close());

const CHARGES = [
  ['ch_1', 10_000, 'INV-1'],
  ['ch_2', 5_000, 'INV-2'],
  ['ch_3', 3_000, 'INV-3'],
] as const;
/** What the engine does by itself after a round: it sends only what people sent on its way one by one. */
const BACKGROUND = { bulk: false, now: false, looksAtAll: false } as const;
const SEND_NOW = { bulk: true, now: true, looksAtAll: true } as const;

/** Three approved payments of a site whose quiet window is closed, and the rounds of an engine. */
async function closedSite(): Promise<PostingRounds> {
  site = await startPostingSite({
    items: CHARGES.map(([, minor, item]) => ({ item, amount: (minor / 100).toFixed(2) })),
    paymentsPerDeposit: 1,
  });
  for (const [id, minor, item] of CHARGES) await site.approve(site.charge(id, minor), [[item, minor]]);
  const own = ownProfile({ units: [UNIT] });
  const profile = {
    ...own,
    peoplesoft: {
      ...own.peoplesoft,
      quietWindow: [{ from: '22:00', to: '23:00', days: [1, 2, 3, 4, 5, 6, 7], zone: 'UTC' }],
      bulkPace: { ...own.peoplesoft.bulkPace, paymentsPerDeposit: 1 },
      deposit: { ...own.peoplesoft.deposit, depositIds: 'next' as const },
    },
  };
  return new PostingRounds({
    ledger: site.ledger,
    company: { profile, peopleSoft: site.ports.peopleSoft },
    nowMs: () => site.nowMs(),
    monotonicMs: () => site.nowMs(),
    machine: 'M',
    holder: 'engine',
    isSample: false,
    personal: { signedIn: () => [], writerOf: () => null },
  });
}

describe('a person who sends now outside the quiet window', () => {
  it('sends at most as many as she says; the engine’s next look sends no more', async () => {
    const rounds = await closedSite();
    await rounds.runAll({ ...SEND_NOW, limit: 1 });
    expect(site.books()).toHaveLength(1);
    await rounds.runAll(BACKGROUND);
    expect(site.books()).toHaveLength(1);
  });

  it('stops it by cancelling; what had not left waits for the window', async () => {
    const rounds = await closedSite();
    const stop = new AbortController();
    const cancelled = rounds.runAll({ ...SEND_NOW, signal: stop.signal, onProgress: () => stop.abort() });
    await expect(cancelled).rejects.toThrow('aborted');
    expect(site.books()).toHaveLength(1);
    await rounds.runAll(BACKGROUND);
    await rounds.runAll({ ...BACKGROUND, bulk: true });
    expect(site.books()).toHaveLength(1);
    await rounds.runAll(SEND_NOW);
    expect(site.books()).toHaveLength(3);
  });

  it('leaves on record who, why, and which payments waited', async () => {
    await closedSite();
    const who = { actor: 'CLERK', machine: 'M', at: instantOf(site.nowMs()) };
    const count = await site.ledger.write(noteSendNow, { ...who, units: ['US'], reason: 'Month end', limit: 2 });
    expect(count).toBe(3);
    const row = site.db
      .prepare("SELECT actor, detail_json AS detail FROM audit WHERE action = 'posting.sentNow'")
      .get() as { actor: string; detail: string };
    expect(row.actor).toBe('CLERK');
    expect(JSON.parse(row.detail)).toEqual({
      reason: 'Month end',
      units: ['US'],
      payments: 3,
      postingsDigest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      limit: 2,
    });
  });
});
