import type Database from 'better-sqlite3';
import type { StripeBookObject } from '../company/company.ts';

/** What balance transactions of one balance, currency and availability add up to. */
export interface BalanceSum {
  readonly balanceType: string;
  readonly currency: string;
  /** Seconds; 0 for what was available as soon as it was booked. */
  readonly availableAt: number;
  readonly net: number;
  /** The part of `net` that went into (negative) or came out of a reserve for connected accounts. */
  readonly reserved: number;
}

const RESERVE = 'connect_reserved_funds';
const TABLE = `balance_sum(balance_type TEXT NOT NULL, currency TEXT NOT NULL, available_on INTEGER NOT NULL,
  net INTEGER NOT NULL, reserved INTEGER NOT NULL, PRIMARY KEY (balance_type, currency, available_on)) STRICT, WITHOUT ROWID`;
const ADD = `INSERT INTO balance_sum VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
  net = net + excluded.net, reserved = reserved + excluded.reserved`;

/** Empty sums, kept beside the rows so that a balance over a million of them is read in no time. */
export function createBalanceSums(books: Database.Database): void {
  books.exec(`CREATE TABLE ${TABLE}`);
}

/** The sums of books that were made before they were kept: one walk over all rows. */
export function addMissingSums(books: Database.Database): void {
  const known = books.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'balance_sum'").get();
  if (known !== undefined) return;
  books.transaction(() => {
    createBalanceSums(books);
    const sums = createSummer();
    const rows = books.prepare('SELECT json FROM balance_transaction').iterate() as Iterable<{ json: string }>;
    for (const { json } of rows) sums.add(JSON.parse(json) as StripeBookObject);
    writeSums(books, sums.all());
  })();
}

export interface Summer {
  add(row: StripeBookObject, sign?: 1 | -1): void;
  all(): readonly BalanceSum[];
}

/** Adds balance transactions up in memory: those available at once are one sum, the others one for each instant (a day's midnight). */
export function createSummer(): Summer {
  const sums = new Map<string, BalanceSum>();
  return {
    add: (row, sign = 1) => {
      const availableOn = Number(row['available_on']);
      const availableAt = availableOn <= row.created ? 0 : availableOn;
      const balanceType = typeof row['balance_type'] === 'string' ? row['balance_type'] : 'payments';
      const currency = String(row['currency']);
      const key = `${balanceType} ${currency} ${availableAt}`;
      const net = sign * Number(row['net']);
      const reserved = row['reporting_category'] === RESERVE ? net : 0;
      const sum = sums.get(key) ?? { balanceType, currency, availableAt, net: 0, reserved: 0 };
      sums.set(key, { ...sum, net: sum.net + net, reserved: sum.reserved + reserved });
    },
    all: () => [...sums.values()],
  };
}

export function writeSums(books: Database.Database, sums: readonly BalanceSum[]): void {
  const add = books.prepare(ADD);
  for (const { balanceType, currency, availableAt, net, reserved } of sums)
    add.run(balanceType, currency, availableAt, net, reserved);
}

export function readSums(books: Database.Database): readonly BalanceSum[] {
  const rows = books.prepare('SELECT * FROM balance_sum ORDER BY currency').all() as {
    balance_type: string;
    currency: string;
    available_on: number;
    net: number;
    reserved: number;
  }[];
  return rows.map(({ balance_type, currency, available_on, net, reserved }) => {
    return { balanceType: balance_type, currency, availableAt: available_on, net, reserved };
  });
}
