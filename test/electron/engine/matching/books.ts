import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Profile } from '../../../../shared/contract/profile.ts';
import { profileSchema } from '../../../../shared/contract/profile.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import type { WriterHandle } from '../../../../electron/ledger/connect-ledger.ts';
import { statement } from '../../../../electron/ledger/statement.ts';
import { openWriter } from '../../../../electron/ledger/open-ledger.ts';
import { writeEmptyLedger } from '../../../support/empty-ledger.ts';
import {
  runMatching,
  type MatchingReport,
  type MatchingRequest,
} from '../../../../electron/engine/matching/run-matching.ts';

const AT = '2026-11-02T14:00:00.000Z' as Instant;
const names = (of: string) => Object.fromEntries(of.split(' ').map((name) => [name, name]));

export const profile: Profile = profileSchema.parse({
  name: 'Test company',
  stripe: { key: { env: 'K' }, livemode: false, customerIdKeys: ['peoplesoft_customer'] },
  peoplesoft: {
    soapAddress: 'http://127.0.0.1/PSIGW',
    node: 'N',
    setId: 'SHARE',
    user: { env: 'U' },
    password: { env: 'P' },
    quietWindow: null,
    deposit: {
      service: 'CI_DEPOSIT',
      depositIds: 'next',
      properties: names(
        'depositBu depositId bankCode bankAccountKey currency accountingDate controlAmount controlCount payments paymentSeq ' +
          'paymentId paymentAmount paymentCurrency paymentMethod paymentAccountingDate externalId custId items itemBusinessUnit ' +
          'itemCustId item itemLine itemAmount',
      ),
    },
    queries: names(
      'customers openItems itemsByKey customersById payments paymentsById staging loadErrors bankAccounts openPeriods batchStatus',
    ),
  },
  units: [
    {
      unit: 'US',
      businessUnits: ['US001'],
      depositBu: 'US001',
      zone: 'America/New_York',
      goLiveDate: '2026-10-01',
      currencies: ['USD'],
      clearing: [{ settlementCurrency: 'USD', bankCode: 'STRPE', bankAccountKey: 'US01', cashAccount: '101100' }],
      straightThrough: null,
    },
  ],
});

/** A ledger on disk in a folder of its own, with short ways to put rows in; `close` removes it. */
export function openBooks() {
  const folder = mkdtempSync(join(tmpdir(), 'tieout-matching-'));
  const file = join(folder, 'ledger.db');
  const key = writeEmptyLedger(file);
  const books = booksOf(openWriter(file, Buffer.from(key)), file, key);
  return {
    ...books,
    close() {
      books.db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The same short ways for an open ledger of somebody else's, who closes it. */
export function booksOf(db: WriterHandle, file: string, key: Buffer) {
  const run = (sql: string, ...values: unknown[]): number => Number(statement(db, sql).run(...values).lastInsertRowid);
  return {
    db,
    file,
    key,
    all: <Row>(sql: string, ...values: unknown[]): Row[] => db.prepare<unknown[], Row>(sql).all(...values),
    run,
    match: (fields: Partial<Omit<MatchingRequest, 'ledgerFile' | 'key'>> = {}): Promise<MatchingReport> =>
      runMatching({
        ledger: directLedger(db),
        ledgerFile: file,
        key,
        profile,
        actor: 'clerk',
        machine: 'desk-1',
        now: () => AT,
        dryRun: false,
        ...fields,
      }),
    stripeCustomer: (id: string, name: string, metadata: object = {}) =>
      run(
        "INSERT INTO stripe_customer (account, customer_id, name, exact_name, deleted, metadata_json) VALUES ('acct_1', ?, ?, ?, 0, ?)",
        id,
        name,
        name.toUpperCase(),
        JSON.stringify(metadata),
      ),
    customer: (custId: string, name: string, externalId: string | null = null) =>
      run(
        "INSERT INTO ps_customer (set_id, cust_id, name, exact_name, status, external_id, seen_run) VALUES ('SHARE', ?, ?, ?, 'active', ?, 1)",
        custId,
        name,
        name.toUpperCase(),
        externalId,
      ),
    item: (custId: string, item: string, minor: number) =>
      run(
        `INSERT INTO ar_item (business_unit, cust_id, item, item_line, status, balance_minor, original_minor, exponent, currency, item_date,
           due_date, entry_type, seen_run, read_at)
         VALUES ('US001', ?, ?, 1, 'open', ?, ?, 2, 'USD', '2026-10-01', '2026-10-20', 'IN', 1, '2026-11-01T00:00:00.000Z')`,
        custId,
        item,
        minor,
        minor,
      ),
    movement: (kind: string, id: string, minor: number, fields: Record<string, unknown> = {}) => {
      const row: Record<string, unknown> = {
        account: 'acct_1',
        livemode: 0,
        kind,
        object_id: id,
        unit: 'US',
        customer_id: 'cus_A',
        amount_minor: minor,
        exponent: 2,
        currency: 'USD',
        occurred_at: '2026-10-15T12:00:00.000Z',
        accounting_date: '2026-10-15',
        accounting_date_basis: 'success',
        source_status: 'succeeded',
        state: 'unmatched',
        state_changed_at: AT,
        payment_intent_id: `pi_${id}`,
        ...fields,
      };
      const columns = Object.keys(row);
      return run(
        `INSERT INTO movement (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
        ...Object.values(row),
      );
    },
    close(): void {
      db.close();
    },
  };
}
export type Books = ReturnType<typeof booksOf>;
