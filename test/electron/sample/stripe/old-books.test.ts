import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SAMPLE_START } from '../../../../electron/sample/company/company.ts';
import { createStripeBooks } from '../../../../electron/sample/stripe/create-books.ts';
import { BOOKS_FILE, startStripeSimulator } from '../../../../electron/sample/stripe/simulator.ts';
import { month, objectsOf } from '../company/month.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const NEW_TABLES = ['topup', 'customer_balance_transaction', 'customer_cash_balance_transaction', 'balance_sum'];

/** Books as they were before there were balances, hidden objects and events of changes. */
function makeOld(file: string): void {
  const books = new Database(file);
  for (const table of [...NEW_TABLES, 'hidden', 'coming']) books.exec(`DROP TABLE ${table}`);
  books.exec(`ALTER TABLE event DROP COLUMN snapshot; ALTER TABLE event DROP COLUMN api_version;
    DELETE FROM site WHERE name = 'upgraded_at'`);
  books.close();
}

describe('books that an earlier version made', () => {
  it('are served with everything that has come since, their balance among it', async () => {
    const folder = join(temporaryFolder(), 'stripe');
    mkdirSync(folder);
    const made = month({ seed: 7, movements: 60 });
    const books = createStripeBooks(join(folder, BOOKS_FILE), 7);
    for (const fact of made.stripe) books.add(fact);
    books.close();
    makeOld(join(folder, BOOKS_FILE));
    const simulator = await startStripeSimulator({ folder, port: 0, clock: () => Date.parse(SAMPLE_START) });
    onTestFinished(() => simulator.close());
    const get = async (path: string) => {
      const headers = { authorization: `Bearer ${simulator.restrictedKey}` };
      const answer = await fetch(simulator.url + path, { headers });
      expect(answer.status).toBe(200);
      return (await answer.json()) as Record<string, unknown>;
    };
    const balance = await get('/v1/balance');
    const parts = [balance['available'], balance['pending']].flat() as { currency: string; amount: number }[];
    const usd = parts.filter(({ currency }) => currency === 'usd').reduce((sum, { amount }) => sum + amount, 0);
    const rows = objectsOf(made, 'balance_transaction').filter((row) => row['currency'] === 'usd');
    expect(usd).toBe(rows.reduce((sum, row) => sum + Number(row['net']), 0));
    expect(await get('/v1/topups')).toMatchObject({ data: [] });
    const [event] = (await get('/v1/events?limit=1'))['data'] as Record<string, unknown>[];
    expect(event).toMatchObject({ api_version: '2026-10-28.endive' });
  });
});
