import { NO_PARTICULARS, PARTICULARS, type Particulars } from '../../../shared/domain/customer-particulars.ts';
import type { PeopleSoftCustomer } from '../../connectors/peoplesoft/types.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { particularValues, PARTICULAR_COLUMNS, SELECT_PARTICULARS } from '../../ledger/particulars.ts';
import { statement } from '../../ledger/statement.ts';
import { exactName } from '../../matching/customers/exact-name.ts';

interface Stored extends Particulars {
  readonly name: string;
  readonly status: string;
  readonly externalId: string | null;
  readonly present: number;
}

function stored(db: ReadableLedger, row: PeopleSoftCustomer): Stored | undefined {
  return statement<Stored>(
    db,
    `SELECT name, status, external_id AS externalId, present, ${SELECT_PARTICULARS} FROM ps_customer WHERE set_id = ? AND cust_id = ?`,
  ).get(row.setId, row.custId);
}

/** Whether the books already say this of the customer. */
export function isCustomerStored(db: ReadableLedger, row: PeopleSoftCustomer): boolean {
  const found = stored(db, row);
  if (found === undefined || found.present !== 1) return false;
  const { particulars = NO_PARTICULARS } = row;
  return (
    found.name === row.name &&
    found.status === row.status &&
    found.externalId === row.externalId &&
    PARTICULARS.every((name) => found[name] === particulars[name])
  );
}

const COLUMNS = ['name', 'exact_name', 'status', 'external_id', ...PARTICULAR_COLUMNS, 'seen_run'];
const STORE = `INSERT INTO ps_customer (set_id, cust_id, ${COLUMNS.join(', ')}, present)
  VALUES (?, ?, ${COLUMNS.map(() => '?').join(', ')}, 1)
  ON CONFLICT (set_id, cust_id) DO UPDATE SET ${COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}, present = 1`;

/** Writes the customer as PeopleSoft has it now; true when it was not there before. */
export function storeCustomer(db: WritableLedger, row: PeopleSoftCustomer, runId: number): boolean {
  const isNew = stored(db, row) === undefined;
  const { setId, custId, name, status, externalId, particulars = NO_PARTICULARS } = row;
  statement(db, STORE).run(
    setId,
    custId,
    name,
    exactName(name) ?? '',
    status,
    externalId,
    ...particularValues(particulars),
    runId,
  );
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
