import { copyFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { countStates, paidCharges, startApproved } from '../approved-site.ts';
import type { PostingSite } from '../posting-site.ts';
import { insertLink } from '../site-rows.ts';

let site: PostingSite;
afterEach(() => site.close());

/** Makes the ledger what an older copy of it would be: PeopleSoft has saved, and nothing here says that anything was sent. */
async function sentAndForgotten(depositIds: 'given' | 'next'): Promise<void> {
  site = await startApproved(3, { depositIds });
  site.simulator.arm({ form: 'dropConnection', commit: 'first' });
  await site.round();
  site.db.exec(`UPDATE posting SET state = 'queued'; UPDATE posting SET deposit_key = NULL, payment_seq = NULL;
    UPDATE deposit SET state = 'rejected'`);
  site.restart();
}

describe('payments that PeopleSoft holds although this ledger never sent them', () => {
  it.each(['next', 'given'] as const)('are taken over as saved and never sent, ids %s', async (depositIds) => {
    await sentAndForgotten(depositIds);
    expect((await site.round()).send).toMatchObject({ sent: 0, unknown: 0, rejected: 0, stopped: null });
    expect(countStates(site)).toEqual({ accepted: 3 });
    // The audit says what happened here: one transmission, by the copy that was forgotten, and then a find.
    const actions = site.db.prepare(
      "SELECT action FROM audit WHERE action IN ('deposit.sent', 'deposit.found') ORDER BY seq",
    );
    expect(actions.pluck().all()).toEqual(['deposit.sent', 'deposit.found']);
    expect(paidCharges(site).toSorted()).toEqual(['ch_1', 'ch_2', 'ch_3']);
    await site.finish();
    expect(countStates(site)).toEqual({ confirmed: 3 });
    expect(site.violations()).toEqual([]);
  });

  it.each([
    ['the customer link they were approved by is gone', "UPDATE crosswalk_link SET state = 'proposed'"],
    ['Stripe shows their charges as failed', "UPDATE movement SET source_status = 'failed'"],
  ])('are taken over just so although %s: it is what PeopleSoft has', async (_what, sql) => {
    await sentAndForgotten('next');
    const linkId = insertLink(site.db, 'confirmed');
    site.db.exec(
      `UPDATE posting SET approved_rule = 'reference-exact v3'; UPDATE match SET link_id = ${linkId}; ${sql}`,
    );
    expect((await site.round()).send).toMatchObject({ sent: 0, returned: 0, stopped: null });
    expect(countStates(site)).toEqual({ accepted: 3 });
  });

  it('are told apart from those it does not hold, which go out', async () => {
    await sentAndForgotten('next');
    site.changeBooks(`DELETE FROM payment WHERE x_external_id = 'ch_2'`);
    expect((await site.round()).send).toMatchObject({ sent: 1, stopped: null });
    expect(paidCharges(site).toSorted()).toEqual(['ch_1', 'ch_2', 'ch_3']);
  });

  it('are each shown in the deposit they stand in', async () => {
    site = await startApproved(2, { depositIds: 'next' });
    site.db.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(site.ledgerFile, `${site.ledgerFile}.old`);
    for (let round = 0; round < 2; round += 1) await site.round({ limit: 1 });
    site.db.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(`${site.ledgerFile}.old`, site.ledgerFile);
    site.reopenLedger();
    await site.round();
    const shown = site.db
      .prepare<[], [string, string]>(
        'SELECT p.reference, d.deposit_id FROM posting p JOIN deposit d USING (deposit_key)',
      )
      .raw()
      .all();
    const there = site
      .books()
      .flatMap(({ externalId, paymentId, depositId }): [string, string][] =>
        externalId.startsWith('ch_') ? [[paymentId, depositId]] : [],
      );
    expect(new Set(there.map(([, depositId]) => depositId)).size).toBe(2);
    expect(new Map(shown)).toEqual(new Map(there));
  });

  it.each([
    ['in staging', 'INSERT INTO payment_staging SELECT deposit_bu, payment_id FROM payment'],
    ['in an error table', "INSERT INTO load_error SELECT deposit_bu, payment_id, 'no such bank' FROM payment"],
  ])('stay in doubt while they stand %s', async (_where, sql) => {
    await sentAndForgotten('next');
    site.changeBooks(`${sql} WHERE x_external_id LIKE 'ch_%'; DELETE FROM payment WHERE x_external_id LIKE 'ch_%'`);
    expect((await site.round()).send).toMatchObject({ sent: 0 });
    expect(countStates(site)).toEqual({ unknown: 3 });
    expect(paidCharges(site)).toEqual([]);
  });

  it('wait when PeopleSoft cannot be asked', async () => {
    await sentAndForgotten('next');
    site.simulator.arm({ form: 'http503', on: 'query', for: 20 });
    expect((await site.round()).send).toMatchObject({ sent: 0, stopped: { kind: 'unreachable' } });
    expect(countStates(site)).toEqual({ queued: 3 });
  });
});
