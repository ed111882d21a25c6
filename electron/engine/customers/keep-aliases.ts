import type { AliasKind } from '../../../shared/domain/customer-aliases.ts';
import { changeAlias, rememberAlias, turnAlias, type AliasRow } from '../../ledger/customer-alias-store.ts';
import { LedgerError } from '../../ledger/ledger-error.ts';
import { defineWrite, type ReadableLedger, type WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { aliasValue } from '../../matching/customers/aliases.ts';
import type { Decider } from '../../posting/decisions/decide.ts';

export interface RememberArgs extends Decider {
  readonly kind: AliasKind;
  readonly spelling: string;
  readonly setId: string;
  readonly custId: string;
  readonly expiresDate: string | null;
  readonly reason: string;
}
/** What was done, a sentence, and the alias. */
export interface AliasSaid {
  readonly text: string;
  readonly aliasId: number;
}

const NAMES_NOBODY: Readonly<Record<AliasKind, string>> = {
  name: 'This name is empty.',
  emailDomain: 'This is no domain of one company.',
  externalId: 'This id is empty.',
};

/**
 * A person writes down that a spelling is a PeopleSoft customer. Throws `REFUSED` where it could name nobody, where its day is over, and
 * where PeopleSoft has no such customer.
 */
export const rememberCustomer = defineWrite(
  'customers.remember',
  (db: WritableLedger, { kind, spelling, setId, custId, expiresDate, reason, ...who }: RememberArgs): AliasSaid => {
    const value = aliasValue(kind, spelling);
    if (value === null)
      throw refused(
        NAMES_NOBODY[kind],
        kind === 'emailDomain' ? 'Give the domain of a company, not of a mail provider.' : 'Write it as Stripe has it.',
      );
    requireDay(expiresDate, who.at);
    const party = customerOf(db, setId, custId);
    const of = { kind, value, spelling: spelling.trim(), setId, custId: party.custId, expiresDate, reason };
    const { aliasId } = rememberAlias(db, { ...of, linkId: null, ...who });
    return { aliasId, text: `Remembered: “${of.spelling}” is ${party.custId} ${party.name}.` };
  },
);

/** Gives an alias another customer or day. Throws as remembering does, and `STALE_VERSION`. */
export const changeCustomerAlias = defineWrite(
  'customers.changeAlias',
  (
    db: WritableLedger,
    {
      setId,
      ...change
    }: Decider &
      Pick<RememberArgs, 'setId' | 'custId' | 'expiresDate' | 'reason'> & {
        readonly aliasId: number;
        readonly seenVersion: number;
      },
  ): AliasSaid => {
    requireDay(change.expiresDate, change.at);
    const party = customerOf(db, setId, change.custId);
    const { aliasId, spelling, expiresDate } = changeAlias(db, { ...change, custId: party.custId });
    const until = expiresDate === null ? '' : ` until ${expiresDate}`;
    return { aliasId, text: `“${spelling}” is ${party.custId} ${party.name}${until}.` };
  },
);

/** Takes an alias back, or the taking back. Throws `STALE_VERSION`. */
export const turnCustomerAlias = defineWrite(
  'customers.turnAlias',
  (db: WritableLedger, turn: Parameters<typeof turnAlias>[1]): AliasSaid => {
    const { aliasId, spelling, custId }: AliasRow = turnAlias(db, turn);
    return {
      aliasId,
      text:
        turn.to === 'forgotten'
          ? `Forgotten: “${spelling}” speaks for ${custId} no more.`
          : `Remembered again: “${spelling}” is ${custId}.`,
    };
  },
);

/** Ids are typed in any case; PeopleSoft keeps them in one. */
function customerOf(
  db: ReadableLedger,
  setId: string,
  custId: string,
): { readonly custId: string; readonly name: string } {
  const found = statement<{ custId: string; name: string; status: string; present: number }>(
    db,
    `SELECT cust_id AS custId, name, status, present FROM ps_customer WHERE set_id = ? AND cust_id IN (?, ?) ORDER BY cust_id <> ?`,
  ).get(setId, custId.trim(), custId.trim().toUpperCase(), custId.trim());
  if (found !== undefined && found.present === 1 && found.status !== 'template') return found;
  throw refused(`${custId} is not a customer in PeopleSoft.`, 'Choose one that is, or have it made there first.');
}

function requireDay(expiresDate: string | null, at: string): void {
  if (expiresDate !== null && expiresDate < at.slice(0, 10))
    throw refused(`${expiresDate} has passed.`, 'Give a day that is still to come, or none.');
}

function refused(message: string, nextStep: string): LedgerError {
  return new LedgerError('REFUSED', message, nextStep, { detailCode: 'BAD_INPUT' });
}
