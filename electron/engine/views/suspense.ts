import type { ConnectionRow } from '../../../shared/contract/connections.ts';
import { GATE_WORDS } from '../../../shared/domain/movement-gate.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { MATCHABLE_SQL } from './facet-filter.ts';

export interface Suspense {
  readonly message: string | null;
  readonly nextStep: string | null;
  readonly rows: ConnectionRow['refusals'];
}
export const NOTHING_IN_SUSPENSE: Suspense = { message: null, nextStep: null, rows: [] };

/**
 * Movements that came in whole and have no place yet: their currency belongs to no unit, so that no unit's list can show them,
 * or Stripe names a category this version does not know. One row a currency or category, with how many movements it is.
 */
export function readSuspense(db: ReadableLedger): Suspense {
  const currencies = homelessCurrencies(db);
  const categories = unknownCategories(db);
  const parts = [
    ...part(
      currencies,
      (names) => `Movements in ${names} belong to no unit and wait.`,
      (names) => `Add ${names} to a unit in the connection profile.`,
    ),
    ...part(
      categories,
      (names) => `Balance transactions of the unknown category ${names} stand in suspense.`,
      () => 'Update Tieout, or report the category.',
    ),
  ];
  if (parts.length === 0) return NOTHING_IN_SUSPENSE;
  const join = (texts: readonly string[]) => texts.join(' ');
  return {
    message: join(parts.map(({ message }) => message)),
    nextStep: join(parts.map(({ nextStep }) => nextStep)),
    rows: [...currencies, ...categories],
  };
}

function part(
  rows: ConnectionRow['refusals'],
  message: (names: string) => string,
  nextStep: (names: string) => string,
): { readonly message: string; readonly nextStep: string }[] {
  if (rows.length === 0) return [];
  const names = rows.map(({ id }) => id).join(', ');
  return [{ message: message(names), nextStep: nextStep(names) }];
}

interface SuspenseRecord {
  readonly id: string;
  readonly times: number;
  readonly last: string;
}

function homelessCurrencies(db: ReadableLedger): ConnectionRow['refusals'] {
  if (!hasMovementsWithoutUnit(db)) return [];
  return statement<SuspenseRecord>(
    db,
    `SELECT currency AS id, count(*) AS times, max(occurred_at) AS last FROM movement
     WHERE unit IS NULL AND ${MATCHABLE_SQL} AND state <> 'excluded' GROUP BY currency ORDER BY currency`,
  )
    .all()
    .map(({ id, times, last }) => ({ type: 'currency', id, reason: GATE_WORDS.noUnit, times, lastSeenAt: last }));
}

/** From the counts the ledger keeps; the rows are read only where there are some. */
function hasMovementsWithoutUnit(db: ReadableLedger): boolean {
  const sql = `SELECT 1 FROM movement_count WHERE unit = '' AND ${MATCHABLE_SQL} AND state <> 'excluded' AND count > 0 LIMIT 1`;
  return statement(db, sql).get() !== undefined;
}

function unknownCategories(db: ReadableLedger): ConnectionRow['refusals'] {
  if (!hasUnknownKind(db)) return [];
  const type = 'balance_transaction category';
  const reason = GATE_WORDS.unknownCategory;
  return statement<SuspenseRecord>(
    db,
    `SELECT reporting_category AS id, count(*) AS times, max(created_at) AS last FROM stripe_balance_transaction
     WHERE known = 0 GROUP BY reporting_category ORDER BY reporting_category`,
  )
    .all()
    .map(({ id, times, last }) => ({ type, id, reason, times, lastSeenAt: last }));
}

/** A balance transaction of an unknown category waits as a fee or adjustment that is not evaluated; nothing else of those does. */
function hasUnknownKind(db: ReadableLedger): boolean {
  const sql = `SELECT 1 FROM movement_count WHERE state = 'notEvaluated' AND NOT (${MATCHABLE_SQL}) AND count > 0 LIMIT 1`;
  return statement(db, sql).get() !== undefined;
}
