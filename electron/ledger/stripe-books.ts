import { LedgerError } from './ledger-error.ts';
import { getMeta, setMeta } from './meta-store.ts';
import { defineRead, type ReadableLedger, type WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** Whose data a ledger holds at Stripe. Test and live data of an account have the same account id, so that the mode belongs to it. */
export interface StripeBooks {
  /** `acct_…`. */
  readonly account: string;
  readonly livemode: boolean;
}

const META_KEY = 'stripe.books';

/** The Stripe account and mode that the ledger holds data of; null while it holds none. */
export function booksOf(db: ReadableLedger): StripeBooks | null {
  const bound = getMeta(db, META_KEY);
  if (bound !== null) return JSON.parse(bound) as StripeBooks;
  // A ledger from before the binding: what its first movement is of.
  const first = statement<{ account: string; livemode: 0 | 1 }>(
    db,
    'SELECT account, livemode FROM movement ORDER BY movement_key LIMIT 1',
  ).get();
  return first === undefined ? null : { account: first.account, livemode: first.livemode === 1 };
}

export const readStripeBooks = defineRead('ledger.stripeBooks', (db, _args: null): StripeBooks | null => booksOf(db));

/**
 * Binds the ledger to one account in one mode with the first data that is written, for good: positions in lists, proofs of balances and
 * completeness are kept by account and would otherwise be taken for the other mode's. Throws `LedgerError` INVARIANT for any other.
 */
export function keepToBooks(db: WritableLedger, { account, livemode }: StripeBooks): void {
  const held = booksOf(db);
  const words = held === null ? null : otherBooks(held, { account, livemode });
  if (words !== null) throw new LedgerError('INVARIANT', words.message, words.nextStep);
  if (getMeta(db, META_KEY) === null) setMeta(db, META_KEY, JSON.stringify({ account, livemode }));
}

/** Why data of `wanted` has no place in these books, and what to do; null when it has. An account left out is any. */
export function otherBooks(
  held: StripeBooks,
  wanted: { readonly account?: string | undefined; readonly livemode: boolean },
): { readonly message: string; readonly nextStep: string } | null {
  const isSame = (wanted.account ?? held.account) === held.account && wanted.livemode === held.livemode;
  if (isSame) return null;
  const words = (account: string, livemode: boolean) =>
    `${livemode ? 'live' : 'test'} data of Stripe account ${account}`;
  return {
    message: `this home holds ${words(held.account, held.livemode)}, not ${words(wanted.account ?? held.account, wanted.livemode)}`,
    nextStep: 'Give the other account or mode a home of its own (--home DIR); the two are never mixed.',
  };
}
