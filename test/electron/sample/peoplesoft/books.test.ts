import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPeopleSoftBooks } from '../../../../electron/sample/peoplesoft/books-view.ts';
import { createPeopleSoftBooks } from '../../../../electron/sample/peoplesoft/books.ts';
import { startPeopleSoftSimulator } from '../../../../electron/sample/peoplesoft/simulator.ts';
import { runQuery } from './query-client.ts';
import { customer, inBooks, item, makeBooks, NOON_MS, receiptFact } from './sample-site.ts';

describe('the books', () => {
  it('hold receipts as posted payments, with the item reduced', () => {
    const { file } = makeBooks([
      customer('C100'),
      item('C100', 'INV-1', '100.00'),
      receiptFact('receipt', 'CHK 1', 'INV-1', '40.00'),
    ]);
    const [payment] = inBooks(file, (books) => [...books.payments()]);
    expect(payment).toMatchObject({
      paymentId: 'CHK 1',
      amount: '40',
      status: 'posted',
      origin: 'by hand',
      enteredBy: 'MLOPEZ',
      applications: [
        { businessUnit: 'US001', custId: 'C100', item: 'INV-1', itemLine: 1, amount: '40', applied: true },
      ],
    });
    expect(inBooks(file, (books) => books.item('US001', 'C100', 'INV-1', 1))).toMatchObject({
      status: 'open',
      balance: '60',
    });
  });

  it('count payments beyond the first of an id', () => {
    const receipt = () => receiptFact('receipt', 'CHK 1', 'INV-1', '1.00');
    const { file } = makeBooks([customer('C100'), item('C100', 'INV-1', '9'), receipt(), receipt(), receipt()]);
    expect(inBooks(file, (books) => [books.duplicatePaymentIds(), books.duplicateExternalIds()])).toEqual([2, 2]);
  });

  it('refuse a receipt for an item they do not have, a second item of one key, and an amount that is no decimal', () => {
    expect(() => makeBooks([receiptFact('receipt', 'CHK 1', 'INV-1', '1')])).toThrow(
      'There is no item US001|C100|INV-1|1',
    );
    expect(() => makeBooks([item('C100', 'INV-1', '1'), item('C100', 'INV-1', '1')])).toThrow('UNIQUE');
    expect(() => makeBooks([item('C100', 'INV-1', 'ten')])).toThrow('is not a decimal');
  });

  it('are not made over books that exist, nor served when they were never finished', async () => {
    const { file } = makeBooks();
    expect(() => createPeopleSoftBooks(file)).toThrow('already');
    const { folder } = makeBooks();
    const half = `${folder}/half`;
    mkdirSync(half);
    createPeopleSoftBooks(`${half}/peoplesoft.sqlite`);
    await expect(startPeopleSoftSimulator({ folder: half, port: 0, now: () => NOON_MS })).rejects.toThrow(
      'never finished',
    );
  });

  it('made before bank accounts named their cash account name it once they are served', async () => {
    const { folder, file } = makeBooks();
    const old = new Database(file);
    old.exec('ALTER TABLE bank_account DROP COLUMN account');
    old.close();
    for (let start = 0; start < 2; start += 1) {
      const site = await startPeopleSoftSimulator({ folder, port: 0, now: () => NOON_MS });
      const rows = await runQuery(site, 'X_AR_BANK_ACCOUNTS', { BANK_CD: 'STRPE', BANK_ACCT_KEY: 'DE01' });
      await site.close();
      expect(rows).toMatchObject([{ ACCOUNT: '101200' }]);
    }
  });

  it('can be read while nobody serves them, and only read', () => {
    const { file } = makeBooks();
    const books = readPeopleSoftBooks(file);
    expect(books.counts()).toEqual({ deposits: 0, payments: 0, waiting: 0, openItems: 5 });
    books.close();
    expect(() => readPeopleSoftBooks(`${file}.none`)).toThrow('unable to open');
  });
});
