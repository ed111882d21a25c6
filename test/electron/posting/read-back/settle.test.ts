import { afterEach, describe, expect, it } from 'vitest';
import { getMovement } from '../../../../electron/ledger/movement-store.ts';
import type { SettleWord } from '../../../../electron/posting/read-back/settle-watched.ts';
import { instantOf } from '../../../../shared/domain/calendar.ts';
import type { MovementKey } from '../../../../shared/domain/ids.ts';
import { textLike } from '../../../support/text-like.ts';
import { startPostingSite, type PostingSite, type SiteOptions } from '../posting-site.ts';

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
const settle = (objectId: string, as: 'present' | 'absent', more: Partial<SettleWord> = {}) => {
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

describe('what PeopleSoft shows', () => {
  const WRONG = {
    'booked on another day': "UPDATE payment SET accounting_dt = '2026-10-30' WHERE x_external_id = 'ch_1'",
    'of another amount': "UPDATE payment SET payment_amt = payment_amt / 2 WHERE x_external_id = 'ch_1'",
    'held twice': `INSERT INTO payment SELECT deposit_bu, deposit_id, payment_seq_num + 10, payment_id, payment_amt, payment_currency, payment_method,
      accounting_dt, x_external_id, x_approved_by, payment_status, status_text, saved_at_ms, sort_key || 'x', misc_payment, acctg_template
      FROM payment WHERE x_external_id = 'ch_1'`,
  };
  const look = () => site.round({ bulk: false });

  it.each(
    (['next', 'given'] as const).flatMap((ids) => Object.entries(WRONG).map(([how, sql]) => [how, ids, sql] as const)),
  )('is never absent: a payment %s (deposit ids %s) is not posted a second time', async (_how, depositIds, sql) => {
    await approved({ depositIds });
    await site.round();
    site.changeBooks(sql);
    for (let turn = 0; turn < 2; turn += 1) await look();
    expect(site.states()['ch_1']).toBe('postingError');
    const there = paid();
    await expect(settle('ch_1', 'absent')).rejects.toMatchObject({
      detailCode: 'POSTING_STILL_SHOWN',
      message: textLike(/^PeopleSoft shows payment T\w+ in deposit \S+, so it cannot be settled as not there/),
    });
    await expect(site.approve(posting('ch_1').movementKey, [['INV-1', 10_000]])).rejects.toMatchObject({
      detailCode: 'MATCH_ALREADY_DECIDED',
    });
    await site.round();
    expect(paid()).toEqual(there);
  });

  it('is never absent: not in staging, nor a payment of the same deposit that was unknown', async () => {
    await unknownWithoutCanary('never');
    site.advance(20_000);
    site.changeBooks(`INSERT INTO payment_staging VALUES ('US001', '${posting('ch_2').reference}')`);
    await expect(settle('ch_1', 'absent')).rejects.toMatchObject({ detailCode: 'POSTING_STILL_SHOWN' });
    expect(site.states()).toEqual({ ch_1: 'unknown', ch_2: 'unknown' });
    site.changeBooks('DELETE FROM payment_staging');
    expect(await settle('ch_1', 'absent')).toBe('due');
  });

  it('proves nothing where it does not show a known payment either, and nothing is settled unasked', async () => {
    await approved();
    site.simulator.arm({ form: 'dropConnection', commit: 'first' });
    await site.round();
    site.simulator.behaviour.hiddenBusinessUnits = ['US001'];
    site.advance(20_000);
    await expect(settle('ch_1', 'absent')).rejects.toMatchObject({
      detailCode: 'POSTING_ABSENCE_UNPROVEN',
      message: textLike(/did not show payment CHEQUE-1 either/),
    });
    site.simulator.behaviour.passwordExpired = true;
    await expect(settle('ch_1', 'absent')).rejects.toMatchObject({
      detailCode: 'POSTING_ABSENCE_UNPROVEN',
      message: textLike(/^PeopleSoft could not be asked/),
    });
    site.renewSignIn();
    site.simulator.behaviour.hiddenBusinessUnits = [];
    await expect(settle('ch_1', 'absent')).rejects.toMatchObject({ detailCode: 'POSTING_STILL_SHOWN' });
    await look();
    expect(site.states()).toEqual({ ch_1: 'accepted', ch_2: 'accepted' });
    expect(paid()).toEqual(['ch_1', 'ch_2']);
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
