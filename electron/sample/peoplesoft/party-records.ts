import type Database from 'better-sqlite3';
import type { BookCustomer } from '../company/company.ts';
import { countryOf } from '../company/parties/countries.ts';
import { prepared } from './prepared.ts';

/**
 * What PeopleSoft keeps of a customer besides its address: the first contact with phone and mail, its registration for VAT, and other numbers it has, such as
 * that of a tax office.
 */
const TABLES = `
CREATE TABLE IF NOT EXISTS cust_contact(setid TEXT, cust_id TEXT, cntct_seq_num INTEGER, phone TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '', PRIMARY KEY(setid, cust_id, cntct_seq_num)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cust_vat_reg(setid TEXT, cust_id TEXT, country TEXT, vat_rgstrn_id TEXT NOT NULL,
  PRIMARY KEY(setid, cust_id, country)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS cust_id_nbrs(setid TEXT, cust_id TEXT, std_id_num_qual TEXT, std_id_num TEXT NOT NULL,
  PRIMARY KEY(setid, cust_id, std_id_num_qual)) STRICT, WITHOUT ROWID;
`;

/** Books made before customers had more than a name get the tables, and the region of an address, on opening. */
export function addPartyTables(books: Database.Database): void {
  books.exec(TABLES);
  addColumns(books, 'cust_address', ['address2', 'state']);
  addColumns(books, 'customer', ['name2', 'x_crm_acct']);
}

function addColumns(books: Database.Database, table: string, names: readonly string[]): void {
  const columns = books.pragma(`table_info(${table})`) as readonly { readonly name: string }[];
  for (const name of names)
    if (!columns.some((column) => column.name === name))
      books.exec(`ALTER TABLE ${table} ADD COLUMN ${name} TEXT NOT NULL DEFAULT ''`);
}

/** Writes what a customer has besides its name; nothing of what it has not. */
export function writePartyRecord(books: Database.Database, { setId, custId, record }: BookCustomer): void {
  if (record === undefined) return;
  const { address, crmId = null, email, otherName = null, phone, taxId } = record;
  if (otherName !== null || crmId !== null)
    prepared(books, 'UPDATE customer SET name2 = ?, x_crm_acct = ? WHERE setid = ? AND cust_id = ?').run(
      otherName ?? '',
      crmId ?? '',
      setId,
      custId,
    );
  if (address !== null)
    prepared(
      books,
      `INSERT INTO cust_address(setid, cust_id, address_seq_num, address1, address2, city, state, postal, country)
       VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?)`,
    ).run(
      setId,
      custId,
      address.line1,
      address.line2 ?? '',
      address.city,
      address.region ?? '',
      address.postalCode,
      countryOf(address.country).alpha3,
    );
  if (email !== null || phone !== null)
    prepared(books, 'INSERT INTO cust_contact VALUES (?, ?, 1, ?, ?)').run(setId, custId, phone ?? '', email ?? '');
  if (taxId !== null && !/_(?:vat|gst_hst|trn)$/.test(taxId.type))
    prepared(books, "INSERT INTO cust_id_nbrs VALUES (?, ?, 'TAX', ?)").run(setId, custId, taxId.value);
  else if (taxId !== null)
    prepared(books, 'INSERT INTO cust_vat_reg VALUES (?, ?, ?, ?)').run(
      setId,
      custId,
      address === null ? '' : countryOf(address.country).alpha3,
      taxId.value,
    );
}
