import type { LinkRow } from '../../ledger/crosswalk-store.ts';
import { rememberAlias } from '../../ledger/customer-alias-store.ts';
import type { WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { exactName } from '../../matching/customers/exact-name.ts';
import type { Decider } from './decide.ts';

/**
 * A person has confirmed a link whose two names differ: the name as Stripe spells it is remembered as an alias of the customer, for as long
 * as the link stands. Whether there was something to remember.
 */
export function rememberSpelling(
  db: WritableLedger,
  { linkId, account, customerId, setId, custId }: LinkRow,
  { actor, machine, at }: Decider,
): boolean {
  const names = statement<{ stripe: string | null; peopleSoft: string | null }>(
    db,
    `SELECT (SELECT name FROM stripe_customer WHERE account = ? AND customer_id = ?) AS stripe,
       (SELECT name FROM ps_customer WHERE set_id = ? AND cust_id = ?) AS peopleSoft`,
  ).get(account, customerId, setId, custId);
  const value = exactName(names?.stripe ?? null);
  if (value === null || value === exactName(names?.peopleSoft ?? null)) return false;
  const spelling = names?.stripe?.trim() ?? '';
  const of = { kind: 'name', value, spelling, setId, custId, expiresDate: null, reason: null } as const;
  rememberAlias(db, { ...of, linkId, actor, machine, at });
  return true;
}
