import { afterEach, describe, expect, it } from 'vitest';
import { getMovement } from '../../../electron/ledger/movement-store.ts';
import type { SettleArgs } from '../../../electron/posting/settle.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { MovementKey } from '../../../shared/domain/ids.ts';
import { startPostingSite, type PostingSite, type SiteOptions } from './posting-site.ts';

let site: PostingSite;
afterEach(() => site.close());

/** Two approved charges of 100.00, in one deposit. */
async function approved(options: Partial<SiteOptions> = {}): Promise<void> {
  site = await startPostingSite({ items: ['INV-1', 'INV-2'].map((item) => ({ item, amount: '100.00' })), ...options });
  for (const number of [1, 2]) await site.approve(site.charge(`ch_${number}`, 10_000), [[`INV-${number}`, 10_000]]);
}

/** Both unknown, and no read can prove anything: nobody ever paid into this deposit business unit. */
async function unknownWithoutCanary(commit: 'first' | 'never'): Promise<void> {
  await approved({ foreignReceipt: false });
  site.simulator.arm({ form: 'dropConnection', commit });
  await site.round();
  expect(site.states()).toEqual({ ch_1: 'unknown', ch_2: 'unknown' });
}

interface Row {
  readonly postingId: number;
  readonly version: number;
  readonly reference: string;
  readonly movementKey: MovementKey;
}
const posting = (objectId: string): Row =>
  site.db
    .prepare(
      `SELECT posting_id AS postingId, p.version, reference, movement_key AS movementKey FROM posting p JOIN movement USING (movement_key)
       WHERE object_id = ? ORDER BY generation DESC LIMIT 1`,
    )
    .get(objectId) as Row;
const settle = (objectId: string, as: 'present' | 'absent', more: Partial<SettleArgs> = {}) => {
  const { postingId, version } = posting(objectId);
  const who = { actor: 'REVIEWER', machine: 'M', at: instantOf(site.nowMs()) };
  const reason = 'looked in Payment Inquiry';
  return site.settle({ postingId, seenVersion: version, as, reason, ...who, ...more });
};
const paid = (): string[] =>
  site
    .books()
    .map((payment) => payment.externalId)
    .toSorted();

describe('an unknown outcome that no read can settle', () => {
  it('and a person did not find: its whole deposit goes again under the same payment ids, once', async () => {
    await unknownWithoutCanary('never');
    site.advance(20_000);
    await site.round({ limit: 0 });
    expect(site.states()).toEqual({ ch_1: 'unknown', ch_2: 'unknown' });
    const { reference } = posting('ch_1');
    expect(await settle('ch_1', 'absent')).toBe('due');
    expect(site.states()).toEqual({ ch_1: 'queued', ch_2: 'queued' });
    expect((await site.round()).send.sent).toBe(2);
    expect(paid()).toEqual(['ch_1', 'ch_2']);
    expect(posting('ch_1').reference).toBe(reference);
    await site.finish();
    expect(site.states()).toEqual({ ch_1: 'confirmed', ch_2: 'confirmed' });
    expect(site.violations()).toEqual([]);
  });

  it('is not absent while PeopleSoft may still be saving it, though the clock was set forward', async () => {
    await approved({ foreignReceipt: false });
    site.simulator.arm({ form: 'dropConnection', commit: 'later', laterSeconds: 200 });
    await site.round();
    site.setClock(86_400);
    await expect(settle('ch_1', 'absent')).rejects.toMatchObject({ detailCode: 'POSTING_TOO_EARLY' });
    site.advance(300);
    expect((await site.round()).doubts.settled).toBe(2);
    expect(paid()).toEqual(['ch_1', 'ch_2']);
  });

  it('is not absent while PeopleSoft may still be saving it', async () => {
    await unknownWithoutCanary('never');
    await expect(settle('ch_1', 'absent')).rejects.toMatchObject({ detailCode: 'POSTING_TOO_EARLY' });
    expect(site.states()).toEqual({ ch_1: 'unknown', ch_2: 'unknown' });
  });

  it('and a person found: it counts as saved, and only a read-back confirms it', async () => {
    await unknownWithoutCanary('never');
    expect(await settle('ch_1', 'present')).toBe('saved');
    expect(site.states()).toEqual({ ch_1: 'accepted', ch_2: 'unknown' });
    await site.round();
    expect(site.states()).toEqual({ ch_1: 'accepted', ch_2: 'unknown' });
    expect(site.violations()).toEqual([]);
  });

  it('of a payment that is missing in a deposit that is there ends it; the rest is never sent again', async () => {
    await unknownWithoutCanary('never');
    await settle('ch_1', 'present');
    site.advance(20_000);
    expect(await settle('ch_2', 'absent')).toBe('ended');
    expect(site.states()).toEqual({ ch_1: 'accepted', ch_2: 'reversed' });
    await site.round();
    expect(paid()).toEqual([]);
    expect(site.violations()).toEqual([]);
  });

  it('whose deposit key PeopleSoft says is taken goes again in a deposit of another key', async () => {
    await approved({ depositIds: 'given' });
    site.simulator.arm({ form: 'dropConnection', commit: 'first' });
    await site.round();
    site.changeBooks("UPDATE payment SET payment_id = 'X' || substr(payment_id, 2) WHERE payment_id LIKE 'T%'");
    site.db.exec("UPDATE posting SET state = 'queued'; UPDATE deposit SET state = 'cut'");
    await site.round();
    site.advance(20_000);
    await site.round();
    expect(site.states()).toEqual({ ch_1: 'unknown', ch_2: 'unknown' });
    site.advance(20_000);
    await settle('ch_2', 'absent');
    expect((await site.round()).send.sent).toBe(2);
    expect(site.violations()).toEqual([]);
  });

  it('that others of the deposit have left for good is never part of a resend', async () => {
    await approved();
    site.simulator.arm({ form: 'dropConnection', commit: 'never' });
    await site.round();
    await settle('ch_1', 'present');
    site.db.exec("UPDATE posting SET state = 'postingError' WHERE state = 'accepted'");
    await settle('ch_1', 'absent');
    site.advance(20_000);
    expect((await site.round()).send).toMatchObject({ sent: 0, stopped: null });
    expect(site.states()).toEqual({ ch_1: 'reversed', ch_2: 'unknown' });
    expect(site.violations()).toEqual([]);
  });
});

describe('a posting error', () => {
  async function vanished(): Promise<void> {
    await approved();
    await site.round();
    await site.round();
    site.changeBooks("DELETE FROM payment WHERE x_external_id = 'ch_2'");
    site.advance(20_000);
    await site.round();
    expect(site.states()).toEqual({ ch_1: 'accepted', ch_2: 'postingError' });
  }

  it('of a payment that is gone ends as reversed, and the movement is posted again as a new generation', async () => {
    await vanished();
    const { reference, movementKey } = posting('ch_2');
    expect(await settle('ch_2', 'absent')).toBe('ended');
    expect(site.states()['ch_2']).toBe('reversed');
    expect(getMovement(site.db, movementKey)).toMatchObject({ state: 'unmatched', attention: 'postingProblem' });
    await site.approve(movementKey, [['INV-2', 10_000]]);
    await site.finish();
    expect(site.states()).toEqual({ ch_1: 'confirmed', ch_2: 'confirmed' });
    expect(posting('ch_2').reference).not.toBe(reference);
    expect(paid()).toEqual(['ch_1', 'ch_2']);
    expect(site.violations()).toEqual([]);
  });

  it('of a payment that is there after all waits for the read-back that confirms it', async () => {
    await vanished();
    expect(await settle('ch_2', 'present')).toBe('saved');
    const { movementKey } = posting('ch_2');
    expect(site.states()['ch_2']).toBe('accepted');
    expect(getMovement(site.db, movementKey).attention).toBeNull();
  });
});

describe('settling by hand', () => {
  it('is refused for a posting whose outcome is known, a row that changed, and without a reason', async () => {
    await unknownWithoutCanary('never');
    await expect(settle('ch_1', 'present', { reason: '  ' })).rejects.toMatchObject({
      detailCode: 'POSTING_REASON_NEEDED',
    });
    await expect(settle('ch_1', 'present', { seenVersion: 1 })).rejects.toMatchObject({ detailCode: 'STALE_VERSION' });
    await settle('ch_1', 'present');
    await expect(settle('ch_1', 'absent')).rejects.toMatchObject({ detailCode: 'POSTING_NOT_UNKNOWN' });
  });

  it('stands in the audit with the reason and the person', async () => {
    await unknownWithoutCanary('never');
    await settle('ch_1', 'present');
    const row = site.db.prepare("SELECT actor, detail_json FROM audit WHERE action = 'posting.settled'").get() as {
      actor: string;
      detail_json: string;
    };
    expect(row.actor).toBe('REVIEWER');
    expect(JSON.parse(row.detail_json)).toMatchObject({
      was: 'unknown',
      as: 'present',
      became: 'saved',
      reason: 'looked in Payment Inquiry',
    });
  });
});
