import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mapStripeObject } from '../../../../electron/connectors/stripe/mapper.ts';
import { readKeptObject, readRecord } from '../../../../electron/connectors/stripe/recorded/read-record.ts';
import { REPORTING_CATEGORIES } from '../../../../electron/connectors/stripe/reporting-categories.ts';
import type { StripeType } from '../../../../electron/connectors/stripe/types.ts';
import { observedPage } from '../../../../electron/ingest/stripe/observed-page.ts';
import { heldFile } from '../../../../electron/ingest/files/file-source.ts';
import { importStripeRecords } from '../../../../electron/ingest/files/import-stripe-records.ts';
import { importTable } from '../../../../electron/ingest/files/import-table.ts';
import { ITEMISED_REPORT } from '../../../../electron/ingest/files/stripe-report/report-kinds.ts';
import { openTableFile } from '../../../../electron/ingest/files/table-file.ts';
import { usualColumns } from '../../../../electron/ingest/files/table-kind.ts';
import { undoFileImport } from '../../../../electron/ingest/files/undo/undo-file-import.ts';
import { storeStripePages } from '../../../../electron/ingest/stripe/operations.ts';
import type { WriterHandle } from '../../../../electron/ledger/connect-ledger.ts';
import { directLedger, runWrite } from '../../../../electron/ledger/direct-ledger.ts';
import { insertCluster, openCluster } from '../../../../electron/ledger/duplicate-cluster-store.ts';
import { insertDouble, type Party } from '../../../../electron/ledger/duplicate-party-store.ts';
import { listFileImports } from '../../../../electron/ledger/file-import-store.ts';
import type { Instant, MovementKey } from '../../../../shared/domain/ids.ts';
import { OF_2015, OF_2018, OF_2022, OF_2025 } from '../../connectors/stripe/recorded/older-objects.ts';
import * as samples from '../../connectors/stripe/samples.ts';
import { textLike } from '../../../support/text-like.ts';
import { temporaryLedger } from '../../ledger/temporary-ledger.ts';

type Fields = Readonly<Record<string, unknown>>;
const NOW = '2026-11-02T14:00:00.000Z' as Instant;
const units = [{ unit: 'US', zone: 'America/New_York', goLiveDate: '2026-10-01', currencies: ['USD'] }];
const owner = { account: 'acct_1', livemode: false };

function books() {
  const made = temporaryLedger();
  onTestFinished(made.remove);
  const ledger = directLedger(made.db);
  const base = {
    ledger,
    owner,
    units,
    actor: 'clerk',
    machine: 'pc',
    now: () => NOW,
    knownCategories: REPORTING_CATEGORIES,
  };
  const latest = () => listFileImports(made.db, 1)[0]?.importId ?? 0;
  return {
    db: made.db,
    async records(...values: Fields[]) {
      const text = values.map((value) => JSON.stringify(value)).join('\n');
      await importStripeRecords({ ...base, readRecord }, heldFile('records.jsonl', [Buffer.from(text)]));
      return latest();
    },
    async report(...rows: string[]) {
      const lines = rows[0]?.startsWith('balance_transaction_id') === true ? rows : [HEAD, ...rows];
      const table = await openTableFile(heldFile('report.csv', [Buffer.from(lines.join('\n'))]));
      const columns = usualColumns(ITEMISED_REPORT, table.headers);
      const map = { columns, numbers: 'point', dates: 'iso', zone: 'UTC' } as const;
      await importTable({ ...base, kind: ITEMISED_REPORT, map }, table);
      return latest();
    },
    poll(value: Fields, seen = NOW) {
      const type = value['object'] as StripeType;
      const mapped = mapStripeObject(type, value, false);
      if (!mapped.accepted) throw new Error(mapped.refused.reason);
      const pages = [observedPage(seen, { objects: [mapped.object], refused: [] })];
      const context = { ...owner, units, at: NOW };
      const page = { context, runId: null, type, arrivedBy: 'poll', pages, cursor: null, closes: false };
      runWrite(made.db, storeStripePages, page);
    },
    undo: (importId: number) => undoFileImport({ ...base, readKept: readKeptObject }, importId),
  };
}

const HEAD =
  'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,customer_id,customer_name';
const REPORT = [
  'txn_1,2026-10-05 10:00:00,usd,12.50,0.66,11.84,charge,ch_1,ch_1,cus_1,Ada Ltd',
  'txn_2,2026-10-05 10:01:00,usd,-5.00,0.00,-5.00,refund,re_1,ch_1,cus_1,Ada Ltd',
  'txn_7,2026-10-06 10:01:00,usd,-3.00,0.00,-3.00,fee,,,,',
];

const RECONCILIATION = [
  'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,automatic_payout_id,description',
  'txn_1,2026-10-05 10:00:00,usd,12.50,0.66,11.84,charge,ch_1,ch_1,po_1,Order 7',
  'txn_2,2026-10-05 10:01:00,usd,-5.00,0.00,-5.00,refund,re_1,ch_1,po_1,',
];

/** A suspicion that two of the report's movements are one event. */
function suspect(db: WriterHandle): number {
  const keys = db.prepare("SELECT movement_key FROM movement WHERE object_id IN ('ch_1', 're_1')").pluck().all();
  const members = (keys as MovementKey[]).map((movementKey) => ({ movementKey, paymentKey: null }));
  const money = { amountMinor: 1_250, exponent: 2, currency: 'USD' };
  const found = {
    unit: 'US',
    kind: 'retriedCharge',
    members,
    evidenceHash: 'e',
    score: 0.7,
    pointsJson: '[]',
    ...money,
  };
  return insertCluster(db, { ...found, customer: null, firstAt: NOW, lastAt: NOW }, NOW);
}

/** Everything that an import may touch. Versions of rows only ever go up, and keys are only ever new: they say nothing of the books. */
function tables(db: WriterHandle): unknown {
  const all = (sql: string) => db.prepare(sql).raw().all();
  const movements = db.prepare('SELECT * FROM movement ORDER BY kind, object_id').all() as Record<string, unknown>[];
  const facts = [
    'stripe_customer',
    'stripe_invoice',
    'stripe_invoice_payment',
    'stripe_charge',
    'stripe_refund',
    'stripe_dispute',
    'stripe_payout',
    'stripe_payment_intent',
    'stripe_balance_transaction',
    'file_import_object',
    'file_import_link',
    'stripe_report_balance',
  ];
  return {
    movements: movements.map(({ movement_key: _key, version: _version, state_changed_at: _at, ...rest }) => rest),
    mirror: all(
      `SELECT object_type, object_id, o.observed_at, hex(o.content_hash), o.content_hash = v.content_hash AS is_current, hex(v.content_hash), v.observed_at
       FROM source_object o JOIN source_version v USING (source_key) ORDER BY object_type, object_id, hex(v.content_hash)`,
    ),
    orphans: all(
      'SELECT version_key FROM source_version WHERE source_key NOT IN (SELECT source_key FROM source_object)',
    ),
    facts: facts.map((table) => [table, all(`SELECT * FROM ${table} ORDER BY 1, 2`)]),
    counts: all('SELECT * FROM movement_count WHERE count > 0 ORDER BY unit, kind, state, attention'),
  };
}

describe('taking an import back', () => {
  it('leaves the books as they were before it, of records and of reports, on empty books and beside polls', async () => {
    const polled = [
      samples.charge({ balance_transaction: null }),
      samples.refund({ balance_transaction: null, status: 'pending' }),
      samples.customer({ name: 'Old name' }),
    ];
    for (const before of [[], polled, polled.slice(1)]) {
      const made = books();
      for (const value of before) made.poll(value, '2026-10-04T00:00:00.000Z' as Instant);
      const untouched = tables(made.db);
      const records = await made.records(...OF_2015, ...OF_2018);
      expect(tables(made.db)).not.toEqual(untouched);
      await made.undo(records);
      expect(tables(made.db)).toEqual(untouched);
      const report = await made.report(...REPORT);
      expect(tables(made.db)).not.toEqual(untouched);
      await made.undo(report);
      expect(tables(made.db)).toEqual(untouched);
    }
  });

  it('lets stand what another import or a poll has brought too, in any order', async () => {
    const steps = ['records', 'more', 'report', 'poll'] as const;
    const play = async (order: readonly string[], without?: string) => {
      const made = books();
      let undone = 0;
      for (const step of order) {
        if (step === 'poll') made.poll(samples.charge({ description: 'polled' }));
        else {
          const brings = { records: OF_2022, more: [...OF_2025, ...OF_2022, samples.balanceTransaction()] };
          const id =
            step === 'report'
              ? await made.report(...REPORT)
              : await made.records(...brings[step as 'records' | 'more']);
          if (step === without) undone = id;
        }
      }
      if (undone > 0) await made.undo(undone);
      const { movements, facts } = tables(made.db) as { movements: unknown; facts: [string, unknown][] };
      return { movements, facts: facts.filter(([table]) => !table.startsWith('file_')) };
    };
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...steps], { minLength: 4 }),
        fc.constantFrom('records', 'more', 'report'),
        async (order, gone) => {
          const left = order.filter((step) => step !== gone);
          expect(await play(order, gone)).toEqual(await play(left));
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);

  it('leaves of rows that another report completes only what that one says, whichever came first', async () => {
    const reports = { activity: REPORT, reconciliation: RECONCILIATION };
    const play = async (order: readonly (keyof typeof reports)[], without?: string) => {
      const made = books();
      const ids = new Map<string, number>();
      for (const name of order) ids.set(name, await made.report(...reports[name]));
      const gone = without === undefined ? undefined : ids.get(without);
      if (gone !== undefined) await made.undo(gone);
      const { movements, facts } = tables(made.db) as { movements: unknown; facts: [string, unknown][] };
      return { movements, facts: facts.filter(([table]) => !table.startsWith('file_')) };
    };
    const [onlyActivity, onlyReconciliation] = [await play(['activity']), await play(['reconciliation'])];
    expect(await play(['activity', 'reconciliation'], 'activity')).toEqual(onlyReconciliation);
    expect(await play(['reconciliation', 'activity'], 'activity')).toEqual(onlyReconciliation);
    expect(await play(['activity', 'reconciliation'], 'reconciliation')).toEqual(onlyActivity);
    expect(await play(['reconciliation', 'activity'], 'reconciliation')).toEqual(onlyActivity);
  });

  it('is refused when something approved rests on it, and says on what', async () => {
    const made = books();
    const id = await made.records(...OF_2022);
    made.db.prepare("UPDATE movement SET state = 'approved' WHERE object_id = 'ch_1'").run();
    const before = tables(made.db);
    await expect(made.undo(id)).rejects.toMatchObject({
      code: 'REFUSED',
      message: textLike('charge ch_1'),
    });
    expect(tables(made.db)).toEqual(before);
    expect(listFileImports(made.db, 1)[0]?.state).toBe('done');
  });

  it('takes what was suspected of its charges along, and is refused where a person answered that', async () => {
    const made = books();
    const id = await made.report(...REPORT);
    const clusterId = suspect(made.db);
    made.db.prepare("UPDATE duplicate_cluster SET state = 'notDuplicate', decided_by = 'ada'").run();
    await expect(made.undo(id)).rejects.toMatchObject({ code: 'REFUSED' });
    openCluster(made.db, clusterId, null);
    await made.undo(id);
    expect(made.db.prepare('SELECT count(*) FROM movement').pluck().get()).toBe(0);
    expect(made.db.prepare('SELECT state FROM duplicate_cluster').pluck().all()).toEqual(['gone']);
    await made.report(...REPORT);
    expect(suspect(made.db)).toBeGreaterThan(clusterId);
  });

  it('is refused where a person said that a customer of it is one with another', async () => {
    const made = books();
    const id = await made.records(...OF_2022, samples.customer({ id: 'cus_twin' }));
    const parties = ['cus_1', 'cus_twin'].map((customerId): Party => ({
      system: 'stripe',
      book: 'acct_1',
      customerId,
    }));
    const head = {
      amountMinor: 0,
      exponent: 0,
      currency: 'XXX',
      unit: 'US',
      kind: 'doubleCustomer',
      evidenceHash: 'e',
    };
    const told = { score: 0.9, pointsJson: '[]', customer: null, firstAt: NOW, lastAt: NOW };
    const clusterId = insertDouble(made.db, { head: { ...head, ...told }, parties }, NOW);
    made.db.prepare("UPDATE duplicate_cluster SET state = 'sameEvent', decided_by = 'ada'").run();
    await expect(made.undo(id)).rejects.toMatchObject({ code: 'REFUSED', message: textLike('customer cus_') });
    openCluster(made.db, clusterId, null);
    await made.undo(id);
    expect(made.db.prepare('SELECT count(*) FROM stripe_customer').pluck().get()).toBe(0);
  });

  it('is in the audit, cannot be done twice, and lets the file be taken in again', async () => {
    const made = books();
    const id = await made.report(...REPORT);
    const brought = tables(made.db);
    await made.undo(id);
    await expect(made.undo(id)).rejects.toMatchObject({ code: 'TRANSITION' });
    const actions = made.db.prepare('SELECT action FROM audit ORDER BY seq').pluck().all();
    expect(actions).toEqual(['file.imported', 'file.undone']);
    expect(listFileImports(made.db, 1)[0]).toMatchObject({ state: 'undone', undoneBy: 'clerk' });
    await made.report(...REPORT);
    const again = tables(made.db) as { movements: unknown };
    expect(again.movements).toEqual((brought as { movements: unknown }).movements);
  });

  it('is the only thing that takes a movement away', async () => {
    const made = books();
    await made.records(...OF_2022);
    expect(() => made.db.exec('DELETE FROM movement')).toThrow(/LEDGER_APPEND_ONLY/);
  });
});
