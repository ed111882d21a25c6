import type { AliasRow } from '../../../shared/contract/customer-aliases.ts';
import type { ViewRequest } from '../../../shared/contract/views.ts';
import { assertNever } from '../../../shared/domain/assert-never.ts';
import type { AliasFacet, AliasStanding } from '../../../shared/domain/customer-aliases.ts';
import { COUNTS, getAlias, LINK_STANDS } from '../../ledger/customer-alias-store.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { likePattern, readKeys, type KeyFilter } from '../views/keys.ts';

export interface AliasesRequest {
  readonly request: Extract<ViewRequest, { list: 'aliases' }>;
  /** The day by which they expire, ISO. */
  readonly today: string;
}

const NAME = '(SELECT p.name FROM ps_customer p WHERE p.set_id = a.set_id AND p.cust_id = a.cust_id)';
const ORDER = {
  spelling: 'a.spelling COLLATE NOCASE',
  peopleSoft: 'a.cust_id',
  made: 'a.made_at',
  expires: "ifnull(a.expires_date, '9999')",
} as const;

/** Keys of the aliases a request shows: the latest first unless another order is asked for. */
export const aliasKeys = defineRead('views.aliasKeys', (db: ReadableLedger, asked: AliasesRequest): Int32Array => {
  const { column, descending } = asked.request.sort ?? { column: 'made', descending: true };
  const { table, where, parameters } = aliasFilter(asked);
  const order = `${ORDER[column]} ${descending ? 'DESC' : 'ASC'}, a.alias_id`;
  return readKeys(db, `SELECT a.alias_id FROM ${table} WHERE ${where} ORDER BY ${order}`, parameters);
});

/** The condition of a request, for its rows and for what arrived after it was opened. */
export function aliasFilter({ request: { facet, text = '' }, today }: AliasesRequest): KeyFilter {
  const base = { table: 'customer_alias a', key: 'a.alias_id' } as const;
  const where = facetCondition(facet);
  const parameters: KeyFilter['parameters'] = facet === 'all' ? {} : { today };
  const wanted = text.trim();
  if (wanted === '') return { ...base, where, parameters };
  const isFound = `(a.spelling LIKE @text ESCAPE char(92) OR a.cust_id LIKE @text ESCAPE char(92) OR ${NAME} LIKE @text ESCAPE char(92))`;
  return { ...base, where: `${where} AND ${isFound}`, parameters: { ...parameters, text: likePattern(wanted) } };
}

function facetCondition(facet: AliasFacet): string {
  switch (facet) {
    case 'live':
      return `(${COUNTS})`;
    case 'ended':
      return `NOT (${COUNTS})`;
    case 'all':
      return '1 = 1';
    default:
      return assertNever(facet, 'facet');
  }
}

/** Rows for the given keys, in that order. */
export const aliasRows = defineRead(
  'views.aliasRows',
  (db: ReadableLedger, args: { keys: readonly number[]; today: string }): AliasRow[] =>
    args.keys.map((key) => aliasRowOf(db, key, args.today)),
);

/** An alias as a line of its list. Throws `NOT_FOUND`. */
export function aliasRowOf(db: ReadableLedger, aliasId: number, today: string): AliasRow {
  const { value, setId: _setId, linkId, aliasId: key, ...alias } = getAlias(db, aliasId);
  const more = statement<{ name: string | null; linkStands: number; others: number }>(
    db,
    `SELECT ${NAME} AS name, ${LINK_STANDS} AS linkStands,
       (SELECT count(*) FROM customer_alias b WHERE b.kind = a.kind AND b.value = a.value AND b.set_id = a.set_id AND b.cust_id <> a.cust_id
          AND b.alias_id IN (SELECT a.alias_id FROM customer_alias a WHERE a.kind = @kind AND a.value = @value AND ${COUNTS})) AS others
     FROM customer_alias a WHERE a.alias_id = @aliasId`,
  ).get({ aliasId, today, kind: alias.kind, value });
  return {
    ...alias,
    key,
    peopleSoftName: more?.name ?? null,
    standing: standingOf(alias, more?.linkStands === 1, (more?.others ?? 0) > 0, today),
    isOfLink: linkId !== null,
  };
}

function standingOf(
  { forgottenAt, expiresDate }: Pick<AliasRow, 'forgottenAt' | 'expiresDate'>,
  isLinkStanding: boolean,
  isContradicted: boolean,
  today: string,
): AliasStanding {
  if (forgottenAt !== null) return 'forgotten';
  if (expiresDate !== null && expiresDate < today) return 'expired';
  if (!isLinkStanding) return 'unconfirmed';
  return isContradicted ? 'contradicted' : 'live';
}
