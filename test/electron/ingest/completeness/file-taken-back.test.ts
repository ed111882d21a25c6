import { describe, expect, it } from 'vitest';
import { readKeptObject } from '../../../../electron/connectors/stripe/recorded/read-record.ts';
import { REPORTING_CATEGORIES } from '../../../../electron/connectors/stripe/reporting-categories.ts';
import { heldFile } from '../../../../electron/ingest/files/file-source.ts';
import { importTable } from '../../../../electron/ingest/files/import-table.ts';
import { ITEMISED_REPORT } from '../../../../electron/ingest/files/stripe-report/report-kinds.ts';
import { openTableFile } from '../../../../electron/ingest/files/table-file.ts';
import { usualColumns } from '../../../../electron/ingest/files/table-kind.ts';
import { undoFileImport } from '../../../../electron/ingest/files/undo/undo-file-import.ts';
import { unitRules } from '../../../../electron/ingest/movements/unit-rules.ts';
import { UNIT_US, type Raw } from '../loopback-stripe.ts';
import { activityReport } from '../files/report-csv.ts';
import { completenessSite } from './completeness-site.ts';
import { wholeStory } from './whole-story.ts';

/** A site that lacks some objects, and a report of one balance transaction that has them. */
async function siteWithout(...ids: readonly string[]) {
  const whole = wholeStory();
  const hidden = whole.filter((object) => ids.includes(String(object['id'])));
  const site = await completenessSite(whole.filter((object) => !ids.includes(String(object['id']))));
  const byId = new Map(whole.map((object) => [String(object['id']), object]));
  const base = {
    ledger: site.ledger,
    owner: { account: 'acct_1', livemode: false },
    units: unitRules({ units: [UNIT_US] }),
    actor: 'clerk',
    machine: 'pc',
    now: () => site.clock.now(),
    knownCategories: REPORTING_CATEGORIES,
  };
  return {
    ...site,
    show: () => void site.objects.push(...hidden),
    async takeIn(transactionId: string) {
      const text = activityReport(byId, (raw: Raw) => raw['id'] === transactionId);
      const table = await openTableFile(heldFile(`${transactionId}.csv`, [Buffer.from(text)]));
      const columns = usualColumns(ITEMISED_REPORT, table.headers);
      const map = { columns, numbers: 'point', dates: 'iso', zone: 'UTC' } as const;
      const { importId } = await importTable({ ...base, kind: ITEMISED_REPORT, map }, table);
      return importId ?? 0;
    },
    takeBack: (importId: number) => undoFileImport({ ...base, readKept: readKeptObject }, importId),
  };
}

describe('a gap that a file had filled', () => {
  it('is open again at once when the file is taken back, asked for, and filled by Stripe', async () => {
    const site = await siteWithout('txn_2');
    await site.poll();
    const gap = 'balance_transaction txn_2 by balanceTransactionOfRefund';
    expect(site.gaps()).toEqual([`${gap}: open`]);
    const importId = await site.takeIn('txn_2');
    expect(site.gaps()).toEqual([`${gap}: file:${importId}`]);
    expect(await site.check()).toMatchObject({ missing: 0 });
    await site.takeBack(importId);
    expect(site.gaps()).toEqual([`${gap}: open`]);
    expect(await site.check()).toMatchObject({ missing: 1 });
    expect(site.db.prepare('SELECT object_id FROM stripe_hint').pluck().all()).toEqual(['txn_2']);
    site.show();
    expect((await site.heal()).found.missing).toBe(0);
    expect(site.gaps().filter((line) => line.endsWith('open'))).toEqual([]);
  });

  it('that only a sum tells of is open again likewise', async () => {
    const site = await siteWithout('re_1', 'txn_2');
    await site.poll();
    expect(site.gaps()).toContain('refund ch_1 by refundsOfCharge: open');
    const importId = await site.takeIn('txn_2');
    await site.check();
    expect(site.gaps()).toContain('refund ch_1 by refundsOfCharge: list');
    await site.takeBack(importId);
    expect(site.gaps()).toContain('refund ch_1 by refundsOfCharge: open');
  });

  it('stays closed where Stripe has told of the object meanwhile', async () => {
    const site = await siteWithout('txn_2');
    await site.poll();
    const importId = await site.takeIn('txn_2');
    site.show();
    await site.heal();
    await site.takeBack(importId);
    await site.heal();
    expect(site.gaps().filter((line) => !/: (file:1|poll)$/.test(line))).toEqual([]);
  });
});

describe('what a file brought before anything named it', () => {
  it('is asked for once the file is taken back, though nothing that names it has changed', async () => {
    const site = await siteWithout('txn_2');
    const importId = await site.takeIn('txn_2');
    expect((await site.poll()).missing).toBe(0);
    await site.takeBack(importId);
    await site.check();
    expect((await site.heal()).asked).toEqual(['balance_transaction txn_2']);
    expect(site.gaps()).toEqual(['balance_transaction txn_2 by balanceTransactionOfRefund: absent']);
  });

  it('is counted no more', async () => {
    const site = await siteWithout('po_1', 'txn_4');
    const importId = await site.takeIn('txn_4');
    await site.poll();
    const held = () => site.db.prepare("SELECT count FROM stripe_held WHERE object_type = 'payout'").pluck().all();
    expect(held()).toEqual([1]);
    await site.takeBack(importId);
    await site.check();
    expect(held()).toEqual([]);
  });
});
