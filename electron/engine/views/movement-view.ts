import { formatDecimal } from '../../../shared/domain/money.ts';
import type { MovementKind, MovementState } from '../../../shared/domain/states.ts';
import type { Attention } from '../../../shared/contract/primitives.ts';
import type { MovementRow, ViewRequest } from '../../../shared/contract/views.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import { facetCondition } from './facet-filter.ts';
import { statement } from '../../ledger/statement.ts';
import { mergedFields } from '../customers/merged-fields.ts';
import { likePattern, readKeys, type KeyFilter } from './keys.ts';

type MovementRequest = Extract<ViewRequest, { list: 'movements' }>;

const ORDER: Record<NonNullable<MovementRequest['sort']>['column'], string> = {
  date: 'occurred_at',
  object: 'object_id',
  customer: 'customer_name COLLATE NOCASE',
  amount: 'amount_minor * 1.0 / pow(10, exponent)',
  state: "state || ' ' || ifnull(attention, '')",
};

/** Keys of the movements a request shows, in its order; the key itself breaks ties so that the order is total. */
export const movementKeys = defineRead(
  'views.movementKeys',
  (db: ReadableLedger, request: MovementRequest): Int32Array => {
    const direction = request.sort?.descending === true ? 'DESC' : 'ASC';
    const order = `${ORDER[request.sort?.column ?? 'date']} ${direction}, movement_key ${direction}`;
    const { where, parameters } = movementFilter(request);
    return readKeys(db, `SELECT movement_key FROM movement WHERE ${where} ORDER BY ${order}`, parameters);
  },
);

/** The condition of a request, for its rows and for what arrived after it was opened. */
export function movementFilter(request: MovementRequest): KeyFilter {
  const base = { table: 'movement', key: 'movement_key' } as const;
  const where = `unit = @unit AND ${facetCondition(request.facet)}`;
  const text = request.text?.trim() ?? '';
  if (text === '') return { ...base, where, parameters: { unit: request.unit } };
  const columns = ['object_id', 'customer_name', 'description', 'metadata_json'];
  const isFound = [...columns.map((column) => `${column} LIKE @text ESCAPE char(92)`), OF_PICKED_NAME].join(' OR ');
  const parameters = { unit: request.unit, text: likePattern(text) };
  return { ...base, where: `${where} AND (${isFound})`, parameters };
}

/** Customers that are shown under the name of one that they are merged with. */
const OF_PICKED_NAME = `(account, customer_id) IN (SELECT mm.account, mm.customer_id FROM customer_merge m JOIN customer_merge_member mm USING (merge_id)
  JOIN stripe_customer s ON s.account = m.account AND s.customer_id = m.name_of WHERE s.name LIKE @text ESCAPE char(92))`;

interface MovementRecord {
  readonly movement_key: number;
  readonly version: number;
  readonly kind: MovementKind;
  readonly object_id: string;
  readonly occurred_at: string;
  readonly accounting_date: string;
  readonly account: string;
  readonly customer_id: string | null;
  readonly customer_name: string | null;
  readonly amount_minor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly state: MovementState;
  readonly state_reason: string | null;
  readonly attention: Attention | null;
  readonly score: number | null;
  readonly candidate_count: number;
  readonly item_count: number;
  readonly allocated_minor: number | null;
  readonly charge_date: string | null;
  /** 1: a dispute that waits for an answer. */
  readonly answer_due: 0 | 1;
}

const MOVEMENT_RECORD_SQL = `SELECT m.movement_key, m.version, m.kind, m.object_id, m.occurred_at, m.accounting_date, m.account, m.customer_id, m.customer_name, m.amount_minor, m.exponent, m.currency,
    m.state, m.state_reason, m.attention, m.score,
    (SELECT count(*) FROM candidate c WHERE c.movement_key = m.movement_key) AS candidate_count,
    (SELECT count(*) FROM match_movement mm JOIN allocation a ON a.match_id = mm.match_id WHERE mm.movement_key = m.movement_key AND mm.live = 1) AS item_count,
    (SELECT sum(a.amount_minor) FROM match_movement mm JOIN allocation a ON a.match_id = mm.match_id WHERE mm.movement_key = m.movement_key AND mm.live = 1) AS allocated_minor,
    CASE WHEN m.charge_id IS NULL THEN NULL ELSE (SELECT ch.accounting_date FROM movement ch WHERE ch.kind = 'charge' AND ch.account = m.account AND ch.livemode = m.livemode AND ch.object_id = m.charge_id) END AS charge_date,
    m.kind = 'dispute' AND m.source_status IN ('needs_response', 'warning_needs_response') AS answer_due
  FROM movement m WHERE m.movement_key = ?`;

/** Rows for the given keys, in that order; a key that is gone is left out. */
export const movementRows = defineRead(
  'views.movementRows',
  (db: ReadableLedger, args: { keys: readonly number[] }): MovementRow[] => movementRowsOf(db, args.keys),
);

export function movementRowsOf(db: ReadableLedger, keys: readonly number[]): MovementRow[] {
  const read = statement<MovementRecord>(db, MOVEMENT_RECORD_SQL);
  return keys.flatMap((key) => {
    const record = read.get(key);
    return record === undefined ? [] : [movementRowOf(db, record)];
  });
}

function movementRowOf(db: ReadableLedger, record: MovementRecord): MovementRow {
  const { account, customer_id: customerId, customer_name: ownName } = record;
  const merged = customerId === null ? null : mergedFields(db, { account, customerId });
  return {
    key: record.movement_key,
    version: record.version,
    kind: record.kind,
    objectId: record.object_id,
    occurredAt: record.occurred_at,
    accountingDate: record.accounting_date,
    customer: merged?.name ?? ownName,
    merged: merged === null ? null : { ownName, others: merged.others },
    amount: { minor: record.amount_minor, exponent: record.exponent, currency: record.currency },
    state: record.state,
    attention: record.attention,
    score: record.score,
    ...stateWords(record),
  };
}

type StateWords = Pick<MovementRow, 'stateText' | 'stateTone'>;
const ATTENTION_WORDS: Partial<Record<Attention, StateWords>> = {
  awaitsReviewer: { stateText: 'awaits reviewer', stateTone: 'warn' },
  noCustomerLink: { stateText: 'no customer link', stateTone: 'bad' },
  noItem: { stateText: 'no item found', stateTone: 'mute' },
  possibleDuplicate: { stateText: 'possible retry', stateTone: 'warn' },
  changedSinceApproval: { stateText: 'changed since approval', stateTone: 'warn' },
  notEvaluated: { stateText: 'waiting for data', stateTone: 'mute' },
  lookupFailed: { stateText: 'lookup failed', stateTone: 'bad' },
  postingProblem: { stateText: 'posting problem', stateTone: 'bad' },
};

/** Short words and tone of the state column, as a clerk would say them. */
function stateWords(record: MovementRecord): StateWords {
  if (record.state === 'posted') return { stateText: 'posted', stateTone: 'ok' };
  if (record.state === 'approved') return { stateText: 'approved', stateTone: 'ok' };
  if (record.state === 'excluded') return { stateText: 'excluded', stateTone: 'mute' };
  if (record.attention === 'severalCandidates')
    return { stateText: `${record.candidate_count} candidates`, stateTone: 'mute' };
  if (record.attention === 'refundOrDispute')
    return { stateText: disputeWords(record), stateTone: record.kind === 'dispute' ? 'bad' : 'mute' };
  if (record.attention === 'amountDiffers') return { stateText: differenceWords(record), stateTone: 'warn' };
  const known = record.attention === null ? undefined : ATTENTION_WORDS[record.attention];
  if (known !== undefined) return known;
  if (record.state === 'proposed')
    return { stateText: `${(record.score ?? 0).toFixed(2)} · ${itemWords(record)}`, stateTone: 'ok' };
  return {
    stateText: record.state === 'ambiguous' ? `${record.candidate_count} candidates` : 'unmatched',
    stateTone: 'mute',
  };
}

function itemWords(record: MovementRecord): string {
  if (record.item_count === 0) return record.kind === 'refund' ? 'its charge' : 'its receipt';
  if (record.kind === 'refund' && record.item_count === 1) return 'credit memo';
  return record.item_count === 1 ? '1 item' : `${record.item_count} items`;
}

function disputeWords(record: MovementRecord): string {
  if (record.kind === 'dispute') return record.answer_due === 1 ? 'answer due' : 'dispute';
  if (record.state === 'proposed') return 'refund without credit';
  return record.charge_date === null ? 'refund' : `refund of ${record.charge_date.slice(5)}`;
}

function differenceWords(record: MovementRecord): string {
  if (record.allocated_minor === null) return 'amount differs';
  const rest = Math.abs(record.amount_minor) - record.allocated_minor;
  if (rest === 0) return 'pays part of item';
  return `over ${formatDecimal({ minor: rest, exponent: record.exponent, currency: record.currency })}`;
}
