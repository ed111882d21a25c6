import Database from 'better-sqlite3';
import type { TruthFact } from './company/company.ts';
import { companyPaths } from './company-folder.ts';

export type CustomerTruth = Omit<Extract<TruthFact, { kind: 'customerTruth' }>, 'kind'>;
export type BookCustomerTruth = Omit<Extract<TruthFact, { kind: 'bookCustomerTruth' }>, 'kind'>;
export type MovementTruth = Omit<Extract<TruthFact, { kind: 'movementTruth' }>, 'kind'>;

export interface TruthWriter {
  add(fact: TruthFact): void;
  close(): void;
}

/** Creates the answer key in a new file; throws when the file exists. */
export function createTruth(file: string): TruthWriter {
  const truth = new Database(file);
  truth.pragma('journal_mode = OFF');
  truth.pragma('synchronous = OFF');
  truth.exec(`
    CREATE TABLE customer(stripe_customer TEXT PRIMARY KEY, cust_id TEXT, link_known INTEGER NOT NULL, party TEXT NOT NULL,
      damages TEXT NOT NULL, stored_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE book_customer(cust_id TEXT PRIMARY KEY, party TEXT NOT NULL, role TEXT NOT NULL, near TEXT) STRICT, WITHOUT ROWID;
    CREATE TABLE movement(object_id TEXT NOT NULL, kind TEXT NOT NULL, story TEXT NOT NULL, charge TEXT, receipt TEXT,
      allocations TEXT NOT NULL) STRICT;
    BEGIN`);
  const customer = truth.prepare('INSERT INTO customer VALUES (?, ?, ?, ?, ?, ?)');
  const bookCustomer = truth.prepare('INSERT INTO book_customer VALUES (?, ?, ?, ?)');
  const movement = truth.prepare('INSERT INTO movement VALUES (?, ?, ?, ?, ?, ?)');
  return {
    add: (fact) => {
      switch (fact.kind) {
        case 'customerTruth': {
          const { stripeCustomer, custId, linkKnown, party, damages, storedId } = fact;
          customer.run(stripeCustomer, custId, linkKnown ? 1 : 0, party, JSON.stringify(damages), storedId);
          return;
        }
        case 'bookCustomerTruth':
          bookCustomer.run(fact.custId, fact.party, fact.role, fact.near);
          return;
        case 'movementTruth': {
          const { objectId, movementKind, story, charge, receipt, allocations } = fact;
          movement.run(objectId, movementKind, story, charge, receipt, JSON.stringify(allocations));
        }
      }
    },
    close: () => {
      truth.exec('COMMIT; CREATE UNIQUE INDEX movement_id ON movement(object_id)');
      truth.close();
    },
  };
}

/** The answer key of a sample company. Only scores and tests may open it; the engine never does. */
export interface Truth {
  customer(stripeCustomer: string): CustomerTruth | null;
  movement(objectId: string): MovementTruth | null;
  movements(): IterableIterator<MovementTruth>;
  customers(): IterableIterator<CustomerTruth>;
  /** Every PeopleSoft customer; none in an answer key of before generator version 6. */
  bookCustomers(): IterableIterator<BookCustomerTruth>;
  close(): void;
}

interface MovementRow {
  object_id: string;
  kind: MovementTruth['movementKind'];
  story: string;
  charge: string | null;
  receipt: string | null;
  allocations: string;
}

interface CustomerRow {
  stripe_customer: string;
  cust_id: string | null;
  link_known: number;
  /** What follows is absent in an answer key of before generator version 6. */
  party?: string;
  damages?: string;
  stored_id?: CustomerTruth['storedId'];
}

interface BookCustomerRow {
  cust_id: string;
  party: string;
  role: BookCustomerTruth['role'];
  near: string | null;
}

function toMovement(row: MovementRow): MovementTruth {
  return {
    objectId: row.object_id,
    movementKind: row.kind,
    story: row.story,
    charge: row.charge,
    receipt: row.receipt,
    allocations: JSON.parse(row.allocations) as MovementTruth['allocations'],
  };
}

function toCustomer(row: CustomerRow): CustomerTruth {
  return {
    stripeCustomer: row.stripe_customer,
    custId: row.cust_id,
    linkKnown: row.link_known === 1,
    party: row.party ?? row.cust_id ?? row.stripe_customer,
    damages: JSON.parse(row.damages ?? '[]') as string[],
    storedId: row.stored_id ?? 'none',
  };
}

function toBookCustomer({ cust_id: custId, party, role, near }: BookCustomerRow): BookCustomerTruth {
  return { custId, party, role, near };
}

function* mapped<Row, Value>(rows: Iterable<Row>, map: (row: Row) => Value): IterableIterator<Value> {
  for (const row of rows) yield map(row);
}

/** Opens the answer key of the company in `folder` for reading; throws when there is none. */
export function openTruth(folder: string): Truth {
  const truth = new Database(companyPaths(folder).truthFile, { readonly: true, fileMustExist: true });
  const hasBooks = truth.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'book_customer'").get() !== undefined;
  const customer = truth.prepare<[string], CustomerRow>('SELECT * FROM customer WHERE stripe_customer = ?');
  const movement = truth.prepare<[string], MovementRow>('SELECT * FROM movement WHERE object_id = ?');
  return {
    customer: (id) => {
      const row = customer.get(id);
      return row ? toCustomer(row) : null;
    },
    movement: (id) => {
      const row = movement.get(id);
      return row ? toMovement(row) : null;
    },
    movements: () => mapped(truth.prepare<[], MovementRow>('SELECT * FROM movement').iterate(), toMovement),
    customers: () => mapped(truth.prepare<[], CustomerRow>('SELECT * FROM customer').iterate(), toCustomer),
    bookCustomers: () =>
      mapped(
        hasBooks ? truth.prepare<[], BookCustomerRow>('SELECT * FROM book_customer').iterate() : [],
        toBookCustomer,
      ),
    close: () => truth.close(),
  };
}
