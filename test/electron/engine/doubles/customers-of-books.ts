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

/** Puts a Stripe customer into the books, or what it is now in the place of what it was, as reading it would. */
export function stripeCustomer(
  books: Books,
  { id, name, told, metadata = {} }: { id: string; name: string; told: Told; metadata?: object },
): void {
  const { email = null, phone = null, address = null, taxIds = [], account = 'acct_1' } = told;
  const { line1 = null, city = null, postal_code: postalCode = null, country = null } = address ?? {};
  books.run(
    `INSERT INTO stripe_customer (account, customer_id, name, exact_name, email, deleted, metadata_json, street, city, postal_code, country, phone,
       tax_ids_json) VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET name = excluded.name, email = excluded.email, street = excluded.street, city = excluded.city,
       postal_code = excluded.postal_code, country = excluded.country, phone = excluded.phone, tax_ids_json = excluded.tax_ids_json`,
    account,
    id,
    name,
    name.toUpperCase(),
    email,
    JSON.stringify(metadata),
    line1,
    city,
    postalCode,
    country,
    phone,
    JSON.stringify(taxIds.map((value) => ({ type: 'eu_vat', value }))),
  );
}

/** Versions of rows go up with each decision and its undo; the log and the history of decisions only ever grow. */
const GROWING: ReadonlySet<string> = new Set(['audit', 'decision', 'sqlite_sequence']);
/** Whose decisions by rule matching is to look at next: an errand, which its next run empties. */
const ERRANDS: ReadonlySet<string> = new Set(['unlinked_customer']);

/** Every table of the ledger with all its rows, without what only ever grows and what only says what is to be done. */
export function tablesOf(books: Books): Readonly<Record<string, readonly unknown[]>> {
  const names = books
    .all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .map(({ name }) => name)
    .filter((name) => !GROWING.has(name) && !ERRANDS.has(name));
  return Object.fromEntries(
    names.map((name) => [
      name,
      books
        .all<Record<string, unknown>>(`SELECT * FROM ${name}`)
        .map(({ version: _version, ...row }) => JSON.stringify(row)),
    ]),
  );
}
