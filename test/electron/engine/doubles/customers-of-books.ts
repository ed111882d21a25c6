import type { Instant } from '../../../../shared/domain/ids.ts';
import type { SystemName } from '../../../../shared/domain/states.ts';
import { recordVersion } from '../../../../electron/ledger/mirror-store.ts';
import type { Books } from '../matching/books.ts';

const FIRST = 'Alder Birch Cedar Dogwood Elm Fir Ginkgo Hazel'.split(' ');
const SECOND = 'Foundry Logistics Bakery Optics Shipping Textiles'.split(' ');
/** Ordinary names, enough for a model to be learned from. */
export const NAMES = FIRST.flatMap((first) => SECOND.map((second) => `${first} ${second}`));

/** What Stripe tells of a customer beside its name. */
export interface Told {
  readonly email?: string;
  readonly phone?: string;
  readonly address?: Readonly<Record<string, string>>;
  readonly taxIds?: readonly string[];
  readonly account?: string;
}

let observed = 0;
function mirrored(books: Books, system: SystemName, account: string, id: string, payload: object): void {
  observed += 1;
  const observedAt = new Date(Date.UTC(2026, 9, 1) + observed * 1_000).toISOString() as Instant;
  const payloadText = JSON.stringify(payload);
  const seen = { system, account, type: 'customer', id, payloadText, observedAt, arrivedBy: 'poll' };
  recordVersion(books.db, seen);
}

/** Puts a Stripe customer into the books, or what it is now in the place of what it was, as reading it would. */
export function stripeCustomer(
  books: Books,
  { id, name, told, metadata = {} }: { id: string; name: string; told: Told; metadata?: object },
): void {
  const { email = null, phone = null, address = null, taxIds = [], account = 'acct_1' } = told;
  const data = taxIds.map((value) => ({ type: 'eu_vat', value }));
  mirrored(books, 'stripe', account, id, { id, name, email, phone, address, tax_ids: { data } });
  books.run(
    `INSERT INTO stripe_customer (account, customer_id, name, exact_name, email, deleted, metadata_json) VALUES (?, ?, ?, ?, ?, 0, ?)
     ON CONFLICT DO UPDATE SET name = excluded.name, email = excluded.email`,
    account,
    id,
    name,
    name.toUpperCase(),
    email,
    JSON.stringify(metadata),
  );
}
stripeCustomer.mirrored = mirrored;

/** Versions of rows go up with each decision and its undo; the log and the history of decisions only ever grow. */
const GROWING: ReadonlySet<string> = new Set(['audit', 'decision', 'sqlite_sequence']);

/** Every table of the ledger with all its rows, without what only ever grows. */
export function tablesOf(books: Books): Readonly<Record<string, readonly unknown[]>> {
  const names = books
    .all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .map(({ name }) => name)
    .filter((name) => !GROWING.has(name));
  return Object.fromEntries(
    names.map((name) => [
      name,
      books
        .all<Record<string, unknown>>(`SELECT * FROM ${name}`)
        .map(({ version: _version, ...row }) => JSON.stringify(row)),
    ]),
  );
}
