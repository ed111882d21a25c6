import { NO_PARTICULARS, type Particulars } from '../../../shared/domain/customer-particulars.ts';
import type { SystemName } from '../../../shared/domain/states.ts';
import type { Party } from '../../ledger/duplicate-party-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { SELECT_PARTICULARS } from '../../ledger/particulars.ts';
import { statement } from '../../ledger/statement.ts';
import type { TypedTaxId } from '../../matching/customers/parties.ts';
import { factsOf, type CustomerFacts } from './customer-facts.ts';

/** A customer of one system with what it says of it. */
export interface KnownCustomer extends Party {
  readonly facts: CustomerFacts;
  /** When it was made; empty where the system does not tell. */
  readonly createdAt: string;
  /** Id of another system's customer that it carries; null: none. */
  readonly externalId: string | null;
}

interface CustomerRecord extends Partial<Particulars> {
  readonly book: string;
  readonly customerId: string;
  readonly name: string | null;
  readonly createdAt: string | null;
  readonly externalId: string | null;
  /** `TypedTaxId[]` as JSON; null: the system keeps none, or did not tell. */
  readonly taxIdsJson: string | null;
}

const STRIPE = `SELECT account AS book, customer_id AS customerId, name, created_at AS createdAt, NULL AS externalId, tax_ids_json AS taxIdsJson,
    email, street, street2, city, postal_code AS postalCode, region, country, phone
  FROM stripe_customer WHERE deleted = 0`;
/** Whoever is inactive is tidied up already, a template is nobody. */
const PEOPLESOFT = `SELECT set_id AS book, cust_id AS customerId, name, NULL AS createdAt, external_id AS externalId, NULL AS taxIdsJson,
    ${SELECT_PARTICULARS}
  FROM ps_customer WHERE present = 1 AND status = 'active'`;

/** Every customer of a system that can be a double, in the order of their ids. `setId`: the one PeopleSoft customers are read of. */
export function readCustomers(db: ReadableLedger, system: SystemName, setId: string): readonly KnownCustomer[] {
  const sql = system === 'stripe' ? `${STRIPE} ORDER BY 1, 2` : `${PEOPLESOFT} AND set_id = ? ORDER BY 1, 2`;
  const rows = statement<CustomerRecord>(db, sql).iterate(...(system === 'stripe' ? [] : [setId]));
  return Array.from(rows, (row) => known(system, row));
}

/** One customer as it is now; null: it is gone, or no customer any more. */
export function readCustomer(db: ReadableLedger, { system, book, customerId }: Party): KnownCustomer | null {
  const own =
    system === 'stripe'
      ? `${STRIPE} AND account = ? AND customer_id = ?`
      : `${PEOPLESOFT} AND set_id = ? AND cust_id = ?`;
  const row = statement<CustomerRecord>(db, own).get(book, customerId);
  return row === undefined ? null : known(system, row);
}

function known(system: SystemName, row: CustomerRecord): KnownCustomer {
  const { book, customerId, externalId, createdAt, name, taxIdsJson, ...particulars } = row;
  const taxIds = taxIdsJson === null ? [] : (JSON.parse(taxIdsJson) as readonly TypedTaxId[]);
  return {
    system,
    book,
    customerId,
    externalId,
    createdAt: createdAt ?? '',
    facts: factsOf(
      name,
      { ...NO_PARTICULARS, ...particulars },
      taxIds.map(({ value }) => value),
    ),
  };
}
