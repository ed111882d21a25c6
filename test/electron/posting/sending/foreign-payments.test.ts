import { copyFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MovementKey } from '../../../../shared/domain/ids.ts';
import { reversePosting } from '../../../../electron/posting/reversals/reverse-posting.ts';
import { paidCharges } from '../approved-site.ts';
import { deskOf } from '../decision-desk.ts';
import { startPostingSite, UNIT, type PostingSite } from '../posting-site.ts';

let site: PostingSite;
let key: MovementKey;
beforeEach(async () => {
  site = await startPostingSite({ items: [{ item: 'INV-1', amount: '100.00' }], behaviour: { batchPaused: true } });
  key = site.charge('ch_1', 10_000);
});
afterEach(() => site.close());

const approve = () => site.approve(key, [['INV-1', 10_000]]);

/** Keeps a copy of the ledger, lets the work go on, and puts the copy back. */
async function putBackAfter(work: () => Promise<void>): Promise<void> {
  site.db.pragma('wal_checkpoint(TRUNCATE)');
  copyFileSync(site.ledgerFile, `${site.ledgerFile}.old`);
  await work();
  site.db.pragma('wal_checkpoint(TRUNCATE)');
  copyFileSync(`${site.ledgerFile}.old`, site.ledgerFile);
  site.reopenLedger();
}

async function takeBackAndApprove(times: number): Promise<void> {
  await approve();
  for (let turn = 0; turn < times; turn += 1) {
    await deskOf(site).undo(key);
    await approve();
  }
}

describe('a charge that PeopleSoft holds under a reference of another generation', () => {
  it.each([1, 2])('goes back to a person and is not sent, %i generations ahead of this ledger', async (ahead) => {
    await putBackAfter(async () => {
      await takeBackAndApprove(ahead);
      await site.round();
    });
    await approve();
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 1, stopped: null });
    expect(paidCharges(site)).toEqual(['ch_1']);
    const row = deskOf(site).movement('ch_1');
    const [{ paymentId, depositId } = { paymentId: '', depositId: '' }] = site.books();
    expect(row).toMatchObject({ state: 'unmatched', attention: 'changedSinceApproval' });
    expect(row.reason).toContain(
      `PeopleSoft already holds payment ${paymentId} of this charge (in deposit ${depositId})`,
    );
    expect(site.violations()).toEqual([]);
  });

  it('the same behind this ledger, also while it stands in staging', async () => {
    await putBackAfter(async () => {
      await approve();
      await site.round();
    });
    site.changeBooks('INSERT INTO payment_staging SELECT deposit_bu, payment_id FROM payment; DELETE FROM payment');
    await takeBackAndApprove(1);
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 1 });
    expect(deskOf(site).movement('ch_1').reason).toContain('on its way into the books');
  });

  it('far ahead is seen in the payments as they were read last', async () => {
    await putBackAfter(async () => {
      await takeBackAndApprove(9);
      await site.round();
    });
    const [{ paymentId } = { paymentId: '' }] = site.books();
    site.db
      .prepare(
        `INSERT INTO ps_payment (deposit_bu, deposit_id, payment_seq, payment_id, amount_minor, exponent, currency, accounting_date, bank_code, bank_account_key, entered_by, status, seen_run)
         VALUES ('US001', '7', 1, ?, 10000, 2, 'USD', '2026-10-20', 'B', 'K', 'X', 'unapplied', 1)`,
      )
      .run(paymentId);
    await approve();
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 1 });
    expect(paidCharges(site)).toEqual(['ch_1']);
  });

  it('is sent when what stands there was taken back by a document that is confirmed', async () => {
    await approve();
    await site.round();
    site.simulator.behaviour.batchPaused = false;
    await batch();
    const [first] = postings();
    await site.ledger.write(reversePosting, {
      ...deskOf(site).who(),
      postingId: first?.postingId ?? 0,
      seenVersion: first?.version ?? 0,
      unit: UNIT,
      reason: 'paid the wrong invoice',
      post: true,
    });
    await site.round();
    await batch();
    expect(postings().map(({ state }) => state)).toEqual(['reversed', 'confirmed']);
    await approve();
    expect((await site.round()).send).toMatchObject({ sent: 1, returned: 0 });
  });

  it('goes back when a person had settled what stands there as not there, and PeopleSoft shows it late', async () => {
    await approve();
    for (let turn = 0; turn < 2; turn += 1) await site.round();
    const hide = (from: string, to: string) =>
      site.changeBooks(
        `UPDATE payment SET payment_id = '${to}' || substr(payment_id, 2) WHERE payment_id LIKE '${from}%'`,
      );
    hide('T', 'X');
    site.advance(20_000);
    await site.round();
    const [row] = postings();
    const word = { as: 'absent', reason: 'not in the deposit', ...deskOf(site).who() } as const;
    const { postingId = 0, version: seenVersion = 0, reference = '' } = row ?? {};
    expect(await site.settle({ ...word, postingId, seenVersion })).toBe('ended');
    await approve();
    hide('X', 'T');
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 1 });
    expect(paidCharges(site)).toEqual(['ch_1']);
    expect(deskOf(site).movement('ch_1').reason).toMatch(
      `PeopleSoft already holds payment ${reference} of this charge (in deposit ${site.books()[0]?.depositId}), which was settled here as not there`,
    );
    expect(site.violations()).toEqual([]);
  });

  it('is sent when what stands in the error table is what this ledger knows to be refused', async () => {
    site.simulator.arm({ form: 'notificationZero' });
    await approve();
    await site.round();
    expect(site.states()).toEqual({ ch_1: 'rejected' });
    site.changeBooks(
      `INSERT INTO load_error VALUES ('US001', '${String(site.db.prepare('SELECT reference FROM posting').pluck().get())}', 'no such bank')`,
    );
    await approve();
    expect((await site.round()).send).toMatchObject({ sent: 1, returned: 0 });
  });
});

/** PeopleSoft's batches run, and a round sees what they did. */
async function batch(): Promise<void> {
  await site.simulator.runBatch();
  await site.round();
}

interface Row {
  readonly postingId: number;
  readonly version: number;
  readonly reference: string;
  readonly state: string;
}
const postings = (): Row[] =>
  site.db
    .prepare('SELECT posting_id AS postingId, version, reference, state FROM posting ORDER BY posting_id')
    .all() as Row[];
