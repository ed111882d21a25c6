import type { CustomerRow } from '../../../shared/contract/customers.ts';
import type { ViewRequest } from '../../../shared/contract/views.ts';
import { assertNever } from '../../../shared/domain/assert-never.ts';
import type { CustomerFacet } from '../../../shared/domain/customer-facets.ts';
import { candidatesOf } from '../../ledger/customer-candidate-store.ts';
import {
  linkCounts,
  linkedByMerge,
  linksOfStripeCustomer,
  mergedLinkSql,
  type LinkRow,
} from '../../ledger/crosswalk-store.ts';
import { LedgerError } from '../../ledger/ledger-error.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { likePattern, readKeys, type KeyFilter } from '../views/keys.ts';
import { mergedFields } from './merged-fields.ts';

type CustomerRequest = Extract<ViewRequest, { list: 'customers' }>;

const OF_CUSTOMER = 'l.account = c.account AND l.customer_id = c.customer_id';
const HAS = (state: string): string =>
  `EXISTS (SELECT 1 FROM crosswalk_link l WHERE ${OF_CUSTOMER} AND l.state = '${state}')`;
/** By a customer that it is merged with. */
const HAS_CONFIRMED = `(${HAS('confirmed')} OR ${mergedLinkSql('c.account', 'c.customer_id')} IS NOT NULL)`;
const BEST = (column: string): string =>
  `(SELECT b.${column} FROM customer_candidate b WHERE b.account = c.account AND b.customer_id = c.customer_id AND b.rank = 1)`;
const STRIPE_NAME =
  '(SELECT s.name FROM stripe_customer s WHERE s.account = c.account AND s.customer_id = c.customer_id)';
/** Of the link as the row shows it, else of the best candidate. */
const CUST_ID = `coalesce((SELECT l.cust_id FROM crosswalk_link l WHERE ${OF_CUSTOMER} AND l.state IN ('confirmed', 'proposed')
  ORDER BY l.state, l.link_id LIMIT 1), ${BEST('cust_id')})`;
const ORDER: Record<NonNullable<CustomerRequest['sort']>['column'], string> = {
  customer: `${STRIPE_NAME} COLLATE NOCASE`,
  peopleSoft: CUST_ID,
  score: `ifnull(${BEST('score')}, 0)`,
  state: `CASE WHEN ${HAS_CONFIRMED} THEN 0 WHEN ${HAS('proposed')} THEN 1 ELSE 2 END`,
};

/** Keys of the Stripe customers a request shows: the best score first unless another order is asked for. */
export const customerKeys = defineRead(
  'views.customerKeys',
  (db: ReadableLedger, request: CustomerRequest): Int32Array => {
    const column = request.sort?.column ?? 'score';
    const direction = (request.sort?.descending ?? true) ? 'DESC' : 'ASC';
    const { table, where, parameters } = customerFilter(request);
    return readKeys(
      db,
      `SELECT c.customer_key FROM ${table} WHERE ${where} ORDER BY ${ORDER[column]} ${direction}, c.customer_key`,
      parameters,
    );
  },
);

/** The condition of a request, for its rows and for what arrived after it was opened. */
export function customerFilter({ facet, text = '' }: CustomerRequest): KeyFilter {
  const base = { table: 'stripe_customer_number c', key: 'c.customer_key' } as const;
  const where = `${STORED} AND ${facetCondition(facet)}`;
  const wanted = text.trim();
  if (wanted === '') return { ...base, where, parameters: {} };
  const isFound = `(c.customer_id LIKE @text ESCAPE char(92) OR ${STRIPE_NAME} LIKE @text ESCAPE char(92)
    OR EXISTS (SELECT 1 FROM ps_customer p WHERE p.cust_id = ${CUST_ID}
      AND (p.cust_id LIKE @text ESCAPE char(92) OR p.name LIKE @text ESCAPE char(92))))`;
  return { ...base, where: `${where} AND ${isFound}`, parameters: { text: likePattern(wanted) } };
}

/** What a taken-back file brought is gone, and its number stays. */
const STORED = 'EXISTS (SELECT 1 FROM stripe_customer s WHERE s.account = c.account AND s.customer_id = c.customer_id)';

function facetCondition(facet: CustomerFacet): string {
  switch (facet) {
    case 'toDecide':
      return `${HAS('proposed')} AND NOT ${HAS_CONFIRMED}`;
    case 'noCandidate':
      return `NOT ${HAS('proposed')} AND NOT ${HAS_CONFIRMED}`;
    case 'confirmed':
      return HAS_CONFIRMED;
    case 'rejected':
      return HAS('rejected');
    case 'retired':
      return `EXISTS (SELECT 1 FROM crosswalk_link l WHERE ${OF_CUSTOMER} AND l.state = 'retired' AND l.valid_until_date IS NOT NULL)`;
    case 'all':
      return '1 = 1';
    default:
      return assertNever(facet, 'facet');
  }
}

/** Rows for the given keys, in that order. */
export const customerRows = defineRead(
  'views.customerRows',
  (db: ReadableLedger, args: { keys: readonly number[]; setId: string }): CustomerRow[] =>
    args.keys.map((key) => customerRowOf(db, key, args.setId)),
);

interface StripeCustomerRow {
  readonly account: string;
  readonly customerId: string;
  readonly name: string | null;
  readonly email: string | null;
}

/** A Stripe customer as a line of its list. Throws `NOT_FOUND`. */
export function customerRowOf(db: ReadableLedger, customerKey: number, setId: string): CustomerRow {
  const customer = statement<StripeCustomerRow>(
    db,
    `SELECT account, customer_id AS customerId, s.name, s.email FROM stripe_customer_number c
       JOIN stripe_customer s USING (account, customer_id) WHERE c.customer_key = ?`,
  ).get(customerKey);
  if (customer === undefined)
    throw new LedgerError('NOT_FOUND', `There is no Stripe customer ${customerKey}.`, 'Refresh the list.');
  const links = linksOfStripeCustomer(db, customer.account, customer.customerId).filter((link) => link.setId === setId);
  const candidates = candidatesOf(db, customer);
  const link = shownLink(links);
  const [best, next] = candidates;
  const shown = link?.custId ?? best?.custId ?? null;
  const scored = candidates.find(({ custId }) => custId === shown);
  return {
    key: customerKey,
    version: link?.version ?? 0,
    ...customer,
    state: link === undefined ? 'none' : link.state,
    linkId: link?.linkId ?? null,
    custId: shown,
    peopleSoftName: shown === null ? null : peopleSoftName(db, setId, shown),
    score: scored?.score ?? null,
    margin: best === undefined || scored !== best ? null : best.score - (next?.score ?? 0),
    merged: mergedFields(db, customer),
  };
}

/** The confirmed link, else a proposed one, else what was ended or rejected. */
function shownLink(links: readonly LinkRow[]): LinkRow | undefined {
  const inState = (state: LinkRow['state']): LinkRow | undefined => links.find((link) => link.state === state);
  const ended = links.find(({ state, validUntilDate }) => state === 'retired' && validUntilDate !== null);
  return inState('confirmed') ?? inState('proposed') ?? ended ?? inState('rejected');
}

function peopleSoftName(db: ReadableLedger, setId: string, custId: string): string | null {
  return (
    statement<{ name: string }>(db, 'SELECT name FROM ps_customer WHERE set_id = ? AND cust_id = ?').get(setId, custId)
      ?.name ?? null
  );
}

/** How many Stripe customers wait for a person's word, and how many are linked; kept, and only those that are merged are looked at. */
export function customerCountsOf(db: ReadableLedger): { readonly toDecide: number; readonly confirmed: number } {
  const kept = linkCounts(db);
  const merged = linkedByMerge(db);
  return { toDecide: kept.proposed - merged.proposed, confirmed: kept.confirmed + merged.confirmed };
}
