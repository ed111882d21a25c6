import { afterEach, describe, expect, it } from 'vitest';
import { PostingRounds } from '../../../../electron/engine/rounds/posting-round.ts';
import { noteSendNow } from '../../../../electron/posting/decisions/note-send-now.ts';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import type { Profile, UnitProfile } from '../../../../shared/contract/profile.ts';
import { approveAs, startPostingSite, UNIT, type PostingSite } from '../../posting/posting-site.ts';
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
  return roundsOf(profile, site.ports.peopleSoft);
}

function roundsOf(profile: Profile, peopleSoft: PostingSite['ports']['peopleSoft']): PostingRounds {
  return new PostingRounds({
    ledger: site.ledger,
    company: { profile, peopleSoft },
    nowMs: () => site.nowMs(),
    monotonicMs: () => site.nowMs(),
    machine: 'M',
    holder: 'engine',
    isSample: false,
    personal: { signedIn: () => [], writerOf: () => null },
  });
}

/** A big unit in a bulk round whose first deposit PeopleSoft is slow to answer, and a small unit beside it. */
async function slowBulk() {
  site = await startPostingSite({
    items: CHARGES.map(([, minor, item]) => ({ item, amount: (minor / 100).toFixed(2) })),
    paymentsPerDeposit: 1,
  });
  const small: UnitProfile = { ...UNIT, unit: 'EU' };
  const [[inBulk, , bulkItem], [urgent, urgentMinor, urgentItem]] = CHARGES;
  await site.approve(site.charge(inBulk, 10_000), [[bulkItem, 10_000]]);
  const begun = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const { peopleSoft } = site.ports;
  const slow: typeof peopleSoft = {
    ...peopleSoft,
    async createDeposit(document, ...more) {
      if (document.payments.some(({ externalId }) => externalId.includes(inBulk))) {
        begun.resolve();
        await answer.promise;
      }
      return peopleSoft.createDeposit(document, ...more);
    },
  };
  const rounds = roundsOf(ownProfile({ units: [UNIT, small] }), slow);
  const bulk = rounds.runAll({ ...SEND_NOW, looksAtAll: true });
  await begun.promise;
  const key = site.charge(urgent, urgentMinor);
  site.db.prepare("UPDATE movement SET unit = 'EU' WHERE movement_key = ?").run(key);
  await approveAs(site, key, [[urgentItem, urgentMinor]], { unit: small, post: true });
  return { rounds, bulk, small, answer };
}

describe('what a person sends on its way in one unit', () => {
  it('leaves while the bulk round of another unit is still running', async () => {
    const { rounds, bulk, small, answer } = await slowBulk();
    const report = await rounds.run(small, BACKGROUND);
    expect(report.send).toMatchObject({ sent: 1, stopped: null });
    expect(site.states()).toMatchObject({ ch_1: 'sending', ch_2: 'accepted' });
    answer.resolve();
    await bulk;
    expect(site.states().ch_1).not.toBe('sending');
  });

  it('lets work that wants no round beside it wait for every unit, and itself waits for that work', async () => {
    const { rounds, bulk, small, answer } = await slowBulk();
    const order: string[] = [];
    const alone = rounds.alone(async () => void order.push('alone'));
    const urgent = rounds.run(small, BACKGROUND).then(() => order.push('urgent'));
    answer.resolve();
    await Promise.all([bulk.then(() => order.push('bulk')), alone, urgent]);
    expect(order.indexOf('alone')).toBeLessThan(order.indexOf('urgent'));
    await rounds.idle();
  });
});

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
