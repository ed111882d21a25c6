import { observedPage } from '../../../electron/ingest/stripe/observed-page.ts';
import { onTestFinished } from 'vitest';
import { mapStripeObject } from '../../../electron/connectors/stripe/mapper.ts';
import { readKeptObject, readRecord } from '../../../electron/connectors/stripe/recorded/read-record.ts';
import { REPORTING_CATEGORIES } from '../../../electron/connectors/stripe/reporting-categories.ts';
import type { StripeType } from '../../../electron/connectors/stripe/types.ts';
import { heldFile } from '../../../electron/ingest/files/file-source.ts';
import { importStripeRecords } from '../../../electron/ingest/files/import-stripe-records.ts';
import { importTable } from '../../../electron/ingest/files/import-table.ts';
import { ITEMISED_REPORT } from '../../../electron/ingest/files/stripe-report/report-kinds.ts';
import { openTableFile } from '../../../electron/ingest/files/table-file.ts';
import { usualColumns } from '../../../electron/ingest/files/table-kind.ts';
import { undoFileImport } from '../../../electron/ingest/files/undo/undo-file-import.ts';
import { storeStripePages } from '../../../electron/ingest/stripe/operations.ts';
import { directLedger, runWrite } from '../../../electron/ledger/direct-ledger.ts';
import { listFileImports } from '../../../electron/ledger/file-import-store.ts';
import { readVersion } from '../../../electron/ledger/mirror-store.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { temporaryLedger } from '../ledger/temporary-ledger.ts';

export type Fields = Readonly<Record<string, unknown>>;
const NOW = '2026-11-02T14:00:00.000Z' as Instant;
const owner = { account: 'acct_1', livemode: false };
const units = [{ unit: 'US', zone: 'America/New_York', goLiveDate: null, currencies: ['USD'] }];
/** A ledger of the test that takes recorded objects in, polls them, and takes files back. */
export function recordBooks() {
  const made = temporaryLedger();
  onTestFinished(made.remove);
  const base = { ledger: directLedger(made.db), owner, units, actor: 'clerk', machine: 'pc', now: () => NOW };
  const takeText = (text: string) =>
    importStripeRecords({ ...base, readRecord }, heldFile('a.jsonl', [Buffer.from(text)]));
  return {
    db: made.db,
    take: (...values: unknown[]) => takeText(values.map((value) => JSON.stringify(value)).join('\n')),
    takeText,
    report: async (text: string, shown: string) => {
      const table = await openTableFile(heldFile(shown, [Buffer.from(text)]));
      const columns = usualColumns(ITEMISED_REPORT, table.headers);
      const map = { columns, numbers: 'point', dates: 'iso', zone: 'UTC' } as const;
      const how = { kind: ITEMISED_REPORT, map, knownCategories: REPORTING_CATEGORIES };
      return importTable({ ...base, ...how }, table);
    },
    undoLast: () => {
      const last = listFileImports(made.db, 9).find(({ state }) => state === 'done')?.importId ?? 0;
      const known = { readKept: readKeptObject, knownCategories: REPORTING_CATEGORIES };
      return undoFileImport({ ...base, ...known }, last);
    },
    poll: (value: Fields, observedAt: string) => {
      const type = value['object'] as StripeType;
      const mapped = mapStripeObject(type, value, false);
      if (!mapped.accepted) throw new Error(mapped.refused.reason);
      const pages = [observedPage(observedAt as Instant, { objects: [mapped.object], refused: [] })];
      const context = { ...owner, units, at: NOW };
      const page = { context, runId: null, type, arrivedBy: 'poll', pages, cursor: null, closes: false };
      runWrite(made.db, storeStripePages, page);
    },
    held: (type: string, id: string) => {
      const text = readVersion(made.db, { system: 'stripe', account: 'acct_1', type, id })?.payloadText ?? 'null';
      return JSON.parse(text) as unknown;
    },
  };
}
