import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { BookFact } from '../../../../electron/sample/company/company.ts';
import { readPeopleSoftBooks } from '../../../../electron/sample/peoplesoft/books-view.ts';
import { createPeopleSoftBooks } from '../../../../electron/sample/peoplesoft/books.ts';
import {
  BOOKS_FILE,
  startPeopleSoftSimulator,
  type PeopleSoftSimulator,
  type SimulatorOptions,
} from '../../../../electron/sample/peoplesoft/simulator.ts';
import type { PlainDate } from '../../../../shared/domain/ids.ts';

export const NOON_MS = Date.parse('2026-11-02T17:00:00Z');
const date = (text: string) => text as PlainDate;

export function customer(custId: string, active = true): BookFact {
  return {
    kind: 'customer',
    customer: { setId: 'SHARE', custId, name: `Customer ${custId} & Co`, active, externalId: null },
  };
}

export function item(custId: string, id: string, amount: string, currency = 'USD', businessUnit = 'US001'): BookFact {
  return {
    kind: 'item',
    item: {
      businessUnit,
      custId,
      item: id,
      itemLine: 1,
      amount,
      currency,
      itemDate: date('2026-10-01'),
      dueDate: date('2026-10-31'),
      poReference: null,
      entryType: 'IN',
    },
  };
}

export function receiptFact(
  kind: 'receipt' | 'colleaguePayment',
  paymentId: string,
  itemId: string,
  amount: string,
): BookFact {
  const payment = {
    depositBu: 'US001',
    paymentId,
    custId: 'C100',
    amount,
    currency: 'USD',
    accountingDate: date('2026-10-05'),
    bankCode: 'STRPE',
    bankAccountKey: 'US01',
    enteredBy: 'MLOPEZ',
    comment: `by hand ${paymentId}`,
    items: [{ businessUnit: 'US001', custId: 'C100', item: itemId, itemLine: 1, amount }],
  };
  return kind === 'receipt' ? { kind, receipt: payment } : { kind, payment };
}

export const SMALL_COMPANY: readonly BookFact[] = [
  customer('C100'),
  customer('C200'),
  customer('C300', false),
  item('C100', 'INV-1', '100.00'),
  item('C100', 'INV-2', '250.50'),
  item('C200', 'INV-3', '80.00'),
  item('C200', 'INV-4', '5000', 'JPY'),
  item('C200', 'INV-5', '1.250', 'KWD'),
];

export interface RunningSite extends PeopleSoftSimulator {
  readonly folder: string;
  readonly file: string;
}

/** A folder with finished books of the given facts, removed after the test. */
export function makeBooks(facts: readonly BookFact[] = SMALL_COMPANY): { folder: string; file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'peoplesoft-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, BOOKS_FILE);
  const writer = createPeopleSoftBooks(file);
  for (const fact of facts) writer.add(fact);
  writer.close();
  return { folder, file };
}

/** A simulator over those books, closed after the test; its batch runs only when asked. */
export async function startSite(
  facts: readonly BookFact[] = SMALL_COMPANY,
  options: Partial<SimulatorOptions> = {},
): Promise<RunningSite> {
  const { folder, file } = makeBooks(facts);
  const simulator = await startPeopleSoftSimulator({
    folder,
    port: 0,
    now: () => NOON_MS,
    batchSeconds: 0,
    ...options,
  });
  onTestFinished(() => simulator.close());
  return { ...simulator, folder, file };
}

/** What the books hold, read through a connection of its own. */
export function inBooks<T>(file: string, look: (books: ReturnType<typeof readPeopleSoftBooks>) => T): T {
  const books = readPeopleSoftBooks(file);
  try {
    return look(books);
  } finally {
    books.close();
  }
}
