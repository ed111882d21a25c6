import { createHash } from 'node:crypto';
import { aliasesThatCount } from '../../ledger/customer-alias-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import type { Alias } from '../../matching/customers/aliases.ts';
import type { StripeParty } from '../../matching/customers/parties.ts';
import { partyKey } from '../../matching/customers/party-key.ts';

/** What persons remember of customers on one day. */
export interface Memory {
  readonly aliases: readonly Alias[];
  readonly emailOf: (party: StripeParty) => string | null;
  /** Names all of it as it is. */
  readonly hash: string;
}

/** The aliases that count on a day, with the e-mail addresses they are compared with. */
export function readAliases(db: ReadableLedger, day: { readonly setId: string; readonly today: string }): Memory {
  const aliases = aliasesThatCount(db, day).map(({ kind, value, spelling, custId, madeBy, madeAt, ...of }) => ({
    kind,
    value,
    spelling,
    custId,
    madeBy,
    madeDate: madeAt.slice(0, 10),
    ownParty: of.account === null || of.customerId === null ? null : partyKey(of.account, of.customerId),
  }));
  if (!aliases.some(({ kind }) => kind === 'emailDomain'))
    return { aliases, emailOf: () => null, hash: hashOf(aliases) };
  const rows = statement<{ account: string; customerId: string; email: string }>(
    db,
    `SELECT account, customer_id AS customerId, email FROM stripe_customer WHERE email IS NOT NULL ORDER BY account, customer_id`,
  ).all();
  const emails = new Map(rows.map(({ account, customerId, email }) => [partyKey(account, customerId), email]));
  return {
    aliases,
    emailOf: ({ account, customerId }) => emails.get(partyKey(account, customerId)) ?? null,
    hash: hashOf([aliases, [...emails]]),
  };
}

function hashOf(value: object): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
