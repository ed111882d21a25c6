import { assertNever } from '../../../shared/domain/assert-never.ts';
import type { SystemName } from '../../../shared/domain/states.ts';
import { readPayloads } from '../../ledger/payload-pack-store.ts';
import type { Party } from '../../ledger/duplicate-party-store.ts';
import { readVersion } from '../../ledger/mirror-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { NO_FACTS, peopleSoftFacts, stripeFacts, type CustomerFacts } from './customer-facts.ts';

/** A customer of one system with what it says of it. */
export interface KnownCustomer extends Party {
  readonly facts: CustomerFacts;
  /** When it was made; empty where the system does not tell. */
  readonly createdAt: string;
  /** Id of another system's customer that it carries; null: none. */
  readonly externalId: string | null;
}

interface Head {
  readonly book: string;
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly createdAt: string | null;
  readonly externalId: string | null;
}

const STRIPE = `SELECT account AS book, customer_id AS customerId, name, email, created_at AS createdAt, NULL AS externalId
  FROM stripe_customer WHERE deleted = 0`;
/** Whoever is inactive is tidied up already, a template is nobody. */
const PEOPLESOFT = `SELECT set_id AS book, cust_id AS customerId, name, NULL AS email, NULL AS createdAt, external_id AS externalId
  FROM ps_customer WHERE present = 1 AND status = 'active'`;

/** Every customer of a system that can be a double, in the order of their ids. `setId`: the one PeopleSoft customers are read of. */
export function readCustomers(db: ReadableLedger, system: SystemName, setId: string): readonly KnownCustomer[] {
  const payloads = payloadsOf(db, system);
  const sql = system === 'stripe' ? `${STRIPE} ORDER BY 1, 2` : `${PEOPLESOFT} AND set_id = ? ORDER BY 1, 2`;
  const heads = db.prepare<unknown[], Head>(sql).all(...(system === 'stripe' ? [] : [setId]));
  return heads.map((head) => {
    const id = system === 'stripe' ? head.customerId : `${head.book}|${head.customerId}`;
    return known(system, head, payloads.get(`${system === 'stripe' ? head.book : ''}\n${id}`));
  });
}

/** One customer as it is now; null: it is gone, or no customer any more. */
export function readCustomer(db: ReadableLedger, { system, book, customerId }: Party): KnownCustomer | null {
  const own = system === 'stripe' ? `${STRIPE} AND account = ?` : `${PEOPLESOFT} AND set_id = ?`;
  const column = system === 'stripe' ? 'customer_id' : 'cust_id';
  const head = statement<Head>(db, `${own} AND ${column} = ?`).get(book, customerId);
  if (head === undefined) return null;
  const id = system === 'stripe' ? customerId : `${book}|${customerId}`;
  const accounts = system === 'stripe' ? [book] : accountsOf(db, system);
  for (const account of accounts) {
    const version = readVersion(db, { system, account, type: 'customer', id });
    if (version !== null) return known(system, head, version.payloadText);
  }
  return known(system, head, undefined);
}

function known(system: SystemName, head: Head, payloadText: string | undefined): KnownCustomer {
  const { book, customerId, externalId, createdAt } = head;
  const own = { name: head.name?.trim() ?? '', email: head.email?.trim() ?? '' };
  return {
    system,
    book,
    customerId,
    externalId,
    createdAt: createdAt ?? '',
    facts: factsOf(system, own, payloadText),
  };
}

function factsOf(
  system: SystemName,
  own: Pick<CustomerFacts, 'name' | 'email'>,
  payloadText: string | undefined,
): CustomerFacts {
  if (payloadText === undefined) return { ...NO_FACTS, ...own };
  switch (system) {
    case 'stripe':
      return { ...stripeFacts(payloadText), ...own };
    case 'peoplesoft':
      return { ...peopleSoftFacts(payloadText), name: own.name };
    default:
      return assertNever(system, 'system');
  }
}

/** Payloads that are unpacked at a time: several lie in one pack. */
const AT_A_TIME = 1_000;

/** What the mirror holds of every customer of a system, by account (PeopleSoft: none) and id. */
function payloadsOf(db: ReadableLedger, system: SystemName): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  // By account, for so the index of the mirror goes; in the order they came, for so the packs lie.
  const read = db.prepare<[string, string], { id: string; payload: Buffer }>(
    `SELECT o.object_id AS id, v.payload FROM source_object o CROSS JOIN source_version v ON v.source_key = o.source_key AND v.version = o.current_version
     WHERE o.system = ? AND o.account = ? AND o.object_type = 'customer' ORDER BY o.source_key`,
  );
  for (const account of accountsOf(db, system)) {
    const prefix = system === 'stripe' ? account : '';
    let batch: { id: string; payload: Buffer }[] = [];
    const unpack = (): void => {
      const texts = readPayloads(
        db,
        batch.map(({ payload }) => payload),
      );
      for (const [at, { id }] of batch.entries()) found.set(`${prefix}\n${id}`, texts[at] ?? '{}');
      batch = [];
    };
    for (const row of read.iterate(system, account)) {
      batch.push(row);
      if (batch.length >= AT_A_TIME) unpack();
    }
    unpack();
  }
  return found;
}

/** Accounts the mirror holds objects of a system under, stepped to in its index. */
function accountsOf(db: ReadableLedger, system: SystemName): readonly string[] {
  const next = statement<{ account: string | null }>(
    db,
    'SELECT min(account) AS account FROM source_object WHERE system = ? AND account > ?',
  );
  const found: string[] = [];
  for (;;) {
    const account = next.get(system, found.at(-1) ?? '')?.account ?? null;
    if (account === null) return found;
    found.push(account);
  }
}
