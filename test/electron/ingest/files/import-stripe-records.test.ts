import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mapStripeObject } from '../../../../electron/connectors/stripe/mapper.ts';
import { readRecord } from '../../../../electron/connectors/stripe/recorded/read-record.ts';
import type { StripeType } from '../../../../electron/connectors/stripe/types.ts';
import { observedPage } from '../../../../electron/ingest/stripe/observed-page.ts';
import { diskFile } from '../../../../electron/ingest/files/file-source.ts';
import { importStripeRecords, type RecordsImport } from '../../../../electron/ingest/files/import-stripe-records.ts';
import { storeStripePages } from '../../../../electron/ingest/stripe/operations.ts';
import { directLedger, runWrite } from '../../../../electron/ledger/direct-ledger.ts';
import { listFileImports } from '../../../../electron/ledger/file-import-store.ts';
import type { Instant } from '../../../../shared/domain/ids.ts';
import { CREATED, OF_2015, OF_2018, OF_2022, OF_2025 } from '../../connectors/stripe/recorded/older-objects.ts';
import * as samples from '../../connectors/stripe/samples.ts';
import { textLike } from '../../../support/text-like.ts';
import { temporaryLedger } from '../../ledger/temporary-ledger.ts';
import { movementLines, readBooks } from '../books.ts';

type Fields = Readonly<Record<string, unknown>>;
const NOW = '2026-11-02T14:00:00.000Z' as Instant;
const units = [{ unit: 'US', zone: 'America/New_York', goLiveDate: '2026-10-01', currencies: ['USD'] }];
const owner = { account: 'acct_1', livemode: false };
const context = { ...owner, units, at: NOW };

function books() {
  const made = temporaryLedger();
  onTestFinished(made.remove);
  const folder = mkdtempSync(join(tmpdir(), 'tieout-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const ledger = directLedger(made.db);
  const base = { ledger, owner, units, readRecord, actor: 'clerk', machine: 'pc', now: () => NOW };
  return {
    db: made.db,
    file: (content: string | Buffer, shown = 'april.jsonl', more: Partial<RecordsImport> = {}) => {
      const path = join(folder, shown);
      writeFileSync(path, content);
      return importStripeRecords({ ...base, ...more }, diskFile(path, shown));
    },
    poll: (value: Fields, seen = NOW) => {
      const type = value['object'] as StripeType;
      const mapped = mapStripeObject(type, value, false);
      if (!mapped.accepted) throw new Error(mapped.refused.reason);
      const pages = [observedPage(seen, { objects: [mapped.object], refused: [] })];
      const page = { context, runId: null, type, arrivedBy: 'poll', pages, cursor: null, closes: false };
      runWrite(made.db, storeStripePages, page);
    },
  };
}

const movementsOf = (text: string) => (JSON.parse(text) as { readonly movements: unknown }).movements;
const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n');
const event = (object: Fields, at: number, type: string, fields: Fields = {}): Fields => ({
  id: `evt_${at}`,
  object: 'event',
  created: CREATED + at,
  data: { object },
  livemode: false,
  type,
  ...fields,
});

describe('Stripe records of a file', () => {
  it('become movements like polled ones, and every record is counted once', async () => {
    const { file, db } = books();
    const report = await file(lines(...OF_2015));
    expect(report).toEqual({
      read: 9,
      accepted: 9,
      superseded: 0,
      suspense: 0,
      refused: 0,
      refusals: [],
      byType: { balance_transaction: 5, charge: 1, customer: 1, invoice: 1, payout: 1 },
    });
    expect(movementLines(db)).toEqual([
      'adjustment txn_4 900 USD excluded',
      'charge ch_1 1250 USD unmatched',
      'payout tr_1 -900 USD excluded',
      'refund re_1 -500 USD unmatched',
    ]);
  });

  it('name their file and line where they are refused, whatever the encoding', async () => {
    const { file } = books();
    const text = `${lines(samples.charge())}\n{"cut\n${lines(samples.charge({ livemode: true }))}\n`;
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    for (const content of [text, `\uFEFF${text}`, utf16]) {
      const report = await file(content, 'mixed.json');
      expect(report).toMatchObject({ read: 3, accepted: 1, refused: 2 });
      expect(report.refusals).toEqual([
        { file: 'mixed.json', line: 2, reason: textLike('not whole') },
        { file: 'mixed.json', line: 3, reason: 'live data on a test connection is never taken in' },
      ]);
    }
  });

  it('that are older than what is held are kept and change nothing', async () => {
    const { file, poll, db } = books();
    poll(samples.charge({ description: 'as polled' }));
    const before = readBooks(db);
    const report = await file(lines(event(samples.charge({ description: 'long ago' }), 5, 'charge.succeeded')));
    expect(report).toMatchObject({ accepted: 0, superseded: 1 });
    expect(movementsOf(readBooks(db))).toEqual(movementsOf(before));
    expect(readBooks(db)).toContain('long ago');
  });

  it('of unknown families and categories stand in suspense, and never stop the rest', async () => {
    const { file, db } = books();
    const odd = samples.balanceTransaction({ id: 'txn_9', reporting_category: 'moon_tax', type: 'moon_tax' });
    const report = await file(lines({ id: 'seti_1', object: 'setup_intent', created: CREATED }, odd, samples.charge()));
    expect(report).toMatchObject({ read: 3, accepted: 1, suspense: 2, refused: 0 });
    expect(report.byType).toEqual({ balance_transaction: 1, charge: 1, setup_intent: 1 });
    expect(movementLines(db)).toContain('adjustment txn_9 1250 USD notEvaluated');
  });

  it('are one import in the books and in the audit, with the hash of the file', async () => {
    const { file, db } = books();
    await file(lines(samples.charge()), 'one.jsonl');
    const [row] = listFileImports(db, 10);
    expect(row).toMatchObject({ fileName: 'one.jsonl', state: 'done', actor: 'clerk', read: 1, accepted: 1 });
    const audit = db.prepare('SELECT action, subject, detail_json FROM audit ORDER BY seq DESC LIMIT 1').get();
    expect(audit).toMatchObject({ action: 'file.imported', subject: `file/${row?.importId}` });
    expect(JSON.stringify(audit)).toContain(row?.sha256);
  });

  it('that are cut off stand as broken off: read again they add the rest, and they can be taken back', async () => {
    const made = books();
    const values = Array.from({ length: 900 }, (_value, at) => samples.charge({ id: `ch_${at}` }));
    const stop = new AbortController();
    const cut = made.file(lines(...values), 'long.jsonl', { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(cut).rejects.toMatchObject({ name: 'AbortError' });
    expect(listFileImports(made.db, 1)[0]).toMatchObject({ state: 'brokenOff', accepted: 400 });
    expect(movementLines(made.db)).toHaveLength(400);
    expect(await made.file(lines(...values), 'long.jsonl')).toMatchObject({ read: 900, accepted: 900 });
    expect(movementLines(made.db)).toHaveLength(900);
  });

  it('say which invoice a payment paid until Stripe’s own object for it has come, in either order', async () => {
    const links = (db: ReturnType<typeof books>['db']) =>
      db
        .prepare('SELECT invoice_payment_id, invoice_id, payment_intent_id, status FROM stripe_invoice_payment')
        .raw()
        .all();
    const first = books();
    await first.file(lines(...OF_2022));
    expect(links(first.db)).toEqual([['derived:in_1:pi_1', 'in_1', 'pi_1', 'paid']]);
    await first.file(lines(...OF_2025));
    const second = books();
    await second.file(lines(...OF_2025, ...OF_2022));
    expect(links(first.db)).toEqual([['inpay_1', 'in_1', 'pi_1', 'paid']]);
    expect(links(second.db)).toEqual(links(first.db));
  });
});

/** Successive states; events carry their own time, polls are later than all of them. */
const STORY: readonly { readonly by: 'file' | 'poll'; readonly value: Fields; readonly seen?: Instant }[] = [
  { by: 'file', value: event(samples.charge({ balance_transaction: null, customer: null }), 1, 'charge.succeeded') },
  { by: 'file', value: event(samples.charge({ description: 'one' }), 2, 'charge.updated') },
  { by: 'file', value: event(samples.charge({ description: 'two' }), 2, 'charge.updated') },
  { by: 'file', value: event(samples.refund({ status: 'pending' }), 3, 'refund.created') },
  { by: 'file', value: event(samples.refund({ status: 'failed' }), 3, 'refund.failed') },
  { by: 'file', value: samples.balanceTransaction() },
  { by: 'file', value: OF_2018[2] ?? {} },
  { by: 'file', value: OF_2015[5] ?? {} },
  { by: 'file', value: event(samples.customer({ name: 'Early' }), 4, 'customer.created') },
  { by: 'file', value: samples.invoice() },
  { by: 'file', value: OF_2022[0] ?? {} },
  { by: 'poll', value: samples.customer(), seen: '2026-11-01T00:00:00.000Z' as Instant },
  { by: 'poll', value: samples.dispute({ status: 'lost' }), seen: '2026-11-01T00:00:01.000Z' as Instant },
  { by: 'poll', value: samples.invoicePayment(), seen: '2026-11-01T00:00:02.000Z' as Instant },
  { by: 'poll', value: samples.charge({ description: 'polled' }), seen: '2026-11-01T00:00:03.000Z' as Instant },
];

async function play(order: readonly number[]): Promise<string> {
  const made = books();
  for (const index of order) {
    const step = STORY[index];
    if (step === undefined) continue;
    if (step.by === 'poll') made.poll(step.value, step.seen);
    else await made.file(JSON.stringify(step.value), `${index}.json`);
  }
  return readBooks(made.db);
}

describe('files and polls', () => {
  it('give the same books in any order and any number of times', async () => {
    const indices = STORY.map((_step, index) => index);
    const expected = await play(indices);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(indices, { minLength: indices.length }),
        fc.array(fc.nat({ max: indices.length - 1 }), { maxLength: 5 }),
        async (order, again) => {
          expect(await play([...order, ...again])).toBe(expected);
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);
});
