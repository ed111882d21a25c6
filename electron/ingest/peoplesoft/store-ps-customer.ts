import type { PeopleSoftCustomer } from '../../connectors/peoplesoft/types.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { exactName } from '../../matching/customers/exact-name.ts';

interface Stored {
  name: string;
  status: string;
  external_id: string | null;
  present: number;
}

function stored(db: ReadableLedger, row: PeopleSoftCustomer): Stored | undefined {
  return statement<Stored>(
    db,
    'SELECT name, status, external_id, present FROM ps_customer WHERE set_id = ? AND cust_id = ?',
  ).get(row.setId, row.custId);
}

/** Whether the books already say this of the customer. */
export function isCustomerStored(db: ReadableLedger, row: PeopleSoftCustomer): boolean {
  const found = stored(db, row);
  return (
    found !== undefined &&
    found.present === 1 &&
    found.name === row.name &&
    found.status === row.status &&
    found.external_id === row.externalId
  );
}

/** Writes the customer as PeopleSoft has it now; true when it was not there before. */
export function storeCustomer(db: WritableLedger, row: PeopleSoftCustomer, runId: number): boolean {
  const isNew = stored(db, row) === undefined;
  statement(
    db,
    `INSERT INTO ps_customer (set_id, cust_id, name, exact_name, status, external_id, present, seen_run) VALUES (?, ?, ?, ?, ?, ?, 1, ?)
     ON CONFLICT (set_id, cust_id) DO UPDATE SET name = excluded.name, exact_name = excluded.exact_name, status = excluded.status,
       external_id = excluded.external_id, present = 1, seen_run = excluded.seen_run`,
  ).run(row.setId, row.custId, row.name, exactName(row.name) ?? '', row.status, row.externalId, runId);
  return isNew;
}

/** Customers of the SetID that a whole read did not show are no longer there. Returns how many there were. */
export function closeAbsentCustomers(db: WritableLedger, setId: string, runId: number): number {
  return statement(
    db,
    `UPDATE ps_customer SET present = 0 WHERE set_id = ? AND present = 1
       AND NOT EXISTS (SELECT 1 FROM ps_stage WHERE run_id = ? AND row_id = ps_customer.set_id || '|' || ps_customer.cust_id)`,
  ).run(setId, runId).changes;
}
