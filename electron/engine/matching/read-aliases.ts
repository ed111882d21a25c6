import { createHash } from 'node:crypto';
import { aliasesThatCount } from '../../ledger/customer-alias-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import type { Alias } from '../../matching/customers/aliases.ts';
import { partyKey } from '../../matching/customers/party-key.ts';

/** What persons remember of customers on one day. */
export interface Memory {
  readonly aliases: readonly Alias[];
  /** Names all of it as it is. */
  readonly hash: string;
}

/** The aliases that count on a day. */
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
  const hash = createHash('sha256').update(JSON.stringify(aliases)).digest('hex').slice(0, 32);
  return { aliases, hash };
}
