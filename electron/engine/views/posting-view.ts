import type { PostingId } from '../../../shared/domain/ids.ts';
import { postingIs } from '../../../shared/domain/state-words.ts';
import { POSTING_STATES, type PostingState } from '../../../shared/domain/states.ts';
import type { PostingRow, ViewRequest } from '../../../shared/contract/views.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { getPosting } from '../../ledger/posting-store.ts';
import { ruleWords } from '../../matching/rules.ts';
import { statement } from '../../ledger/statement.ts';
import { likePattern, readKeys, type KeyFilter } from './keys.ts';

type PostingRequest = Extract<ViewRequest, { list: 'postings' }>;

/** Customer of a payment, or of the one item of a group. */
const CUST_ID_SQL =
  "coalesce(json_extract(p.payload_json, '$.document.custId'), json_extract(p.payload_json, '$.document.items[0].custId'))";

/** Unknown outcomes stand on top of every list of postings, whatever the order asked for. */
const UNKNOWN_FIRST = "p.state <> 'unknown',";
/** Without an order of one's own, what PeopleSoft refused comes next. */
const TROUBLE_FIRST =
  "CASE p.state WHEN 'unknown' THEN 0 WHEN 'postingError' THEN 1 WHEN 'rejected' THEN 2 ELSE 3 END,";
const ORDER: Record<NonNullable<PostingRequest['sort']>['column'], string> = {
  approved: 'p.approved_at',
  state: 'p.state',
  reference: 'p.reference',
  customer: CUST_ID_SQL,
  amount: 'p.amount_minor * 1.0 / pow(10, p.exponent)',
  deposit: 'p.deposit_key',
};

/** Keys of the postings a request shows; newest approvals first unless another order is asked for. */
export const postingKeys = defineRead(
  'views.postingKeys',
  (db: ReadableLedger, request: PostingRequest): Int32Array => {
    const column = request.sort?.column ?? 'approved';
    const direction = (request.sort?.descending ?? request.sort === undefined) ? 'DESC' : 'ASC';
    const top = request.sort === undefined ? TROUBLE_FIRST : UNKNOWN_FIRST;
    const { table, where, parameters } = postingFilter(request);
    const order = `${top} ${ORDER[column]} ${direction}, p.posting_id ${direction}`;
    return readKeys(db, `SELECT p.posting_id FROM ${table} WHERE ${where} ORDER BY ${order}`, parameters);
  },
);

/** The condition of a request, for its rows and for what arrived after it was opened. */
export function postingFilter(request: PostingRequest): KeyFilter {
  const parameters: Record<string, unknown> = { unit: request.unit };
  const conditions = ['p.unit = @unit'];
  if (request.states !== undefined) {
    parameters.states = JSON.stringify(request.states);
    conditions.push('p.state IN (SELECT value FROM json_each(@states))');
  }
  const text = request.text?.trim() ?? '';
  if (text !== '') {
    parameters.text = likePattern(text);
    conditions.push('(p.reference LIKE @text ESCAPE char(92) OR p.payload_json LIKE @text ESCAPE char(92))');
  }
  return { table: 'posting p', where: conditions.join(' AND '), key: 'p.posting_id', parameters };
}

interface PostingRecord {
  readonly posting_id: number;
  readonly version: number;
  readonly state: PostingState;
  readonly state_reason: string | null;
  readonly kind: PostingRow['kind'];
  readonly effect: PostingRow['effect'];
  readonly waits: string | null;
  readonly reference: string;
  readonly movement_key: number | null;
  readonly object_id: string;
  readonly customer: string | null;
  readonly cust_id: string | null;
  readonly items_json: string;
  readonly amount_minor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly accounting_date: string;
  readonly deposit: string | null;
  readonly approved_by: string;
  readonly approved_rule: string | null;
  readonly approved_at: string;
}

const PARENT_IS = `CASE parent.state ${POSTING_STATES.map((state) => `WHEN '${state}' THEN '${postingIs(state)}'`).join(' ')} END`;

/** What keeps an approved posting back although nothing is wrong with it. */
const WAITS_SQL = `CASE WHEN p.state IN ('approved', 'queued', 'queuedNeedsSignIn') THEN
  (SELECT 'waits until ' || CASE WHEN parent.kind <> 'pendingItem' THEN 'payment ' || parent.reference || ' of its charge'
      WHEN p.kind = 'pendingItem' THEN 'item group ' || parent.reference || ' of its invoice' ELSE 'item group ' || parent.reference || ' made for it' END || ' is confirmed; that one is ' || ${PARENT_IS}
   FROM posting parent WHERE parent.posting_id = p.depends_on AND parent.state <> 'confirmed') END`;

/** Rows for the given keys, in that order; a key that is gone is left out. */
export const postingRows = defineRead(
  'views.postingRows',
  (db: ReadableLedger, args: { keys: readonly number[] }): PostingRow[] => postingRowsOf(db, args.keys),
);

export function postingRowsOf(db: ReadableLedger, keys: readonly number[]): PostingRow[] {
  const read = statement<PostingRecord>(
    db,
    `SELECT p.posting_id, p.version, p.state, p.state_reason, p.kind, p.effect, ${WAITS_SQL} AS waits, p.reference, p.movement_key,
       coalesce(m.object_id, json_extract(p.payload_json, '$.document.externalId'), substr(p.subject, instr(p.subject, '/') + 1)) AS object_id,
       ${CUST_ID_SQL} AS cust_id,
       (SELECT name FROM ps_customer c WHERE c.set_id = json_extract(p.payload_json, '$.setId') AND c.cust_id = ${CUST_ID_SQL}) AS customer,
       (SELECT json_group_array(json_extract(value, '$.item')) FROM json_each(p.payload_json, '$.document.items')) AS items_json,
       p.amount_minor, p.exponent, p.currency, p.accounting_date,
       coalesce(d.deposit_bu || ' ' || d.deposit_id, json_extract(p.payload_json, '$.document.groupBu') || ' ' || json_extract(p.payload_json, '$.document.groupId')) AS deposit, p.approved_by, p.approved_rule, p.approved_at
     FROM posting p LEFT JOIN movement m ON m.movement_key = p.movement_key LEFT JOIN deposit d ON d.deposit_key = p.deposit_key WHERE p.posting_id = ?`,
  );
  return keys.flatMap((key) => {
    const record = read.get(key);
    return record === undefined ? [] : [postingRowOf(record)];
  });
}

function postingRowOf(record: PostingRecord): PostingRow {
  return {
    key: record.posting_id,
    version: record.version,
    state: record.state,
    kind: record.kind,
    effect: record.effect,
    stateReason: record.waits ?? record.state_reason,
    reference: record.reference,
    objectId: record.object_id,
    movementKey: record.movement_key,
    customer: record.customer ?? record.cust_id ?? '',
    custId: record.cust_id ?? '',
    items: JSON.parse(record.items_json) as string[],
    amount: { minor: record.amount_minor, exponent: record.exponent, currency: record.currency },
    accountingDate: record.accounting_date,
    deposit: record.deposit,
    approvedBy: record.approved_by,
    approvedRule: record.approved_rule === null ? null : ruleWords(record.approved_rule),
    approvedAt: record.approved_at,
  };
}

/** Name of the unit a posting belongs to. */
export const postingUnit = defineRead(
  'views.postingUnit',
  (db: ReadableLedger, args: { postingId: number }): string => getPosting(db, args.postingId as PostingId).unit,
);
