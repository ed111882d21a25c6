import { NO_DAY, type ReconcileSide, type ReconcileTerms } from '../../../../electron/matching/reconcile/side.ts';

/** A row of a file, as little of it as a test speaks of; the amount in cents. */
export interface Row {
  readonly amount: number;
  readonly day?: number;
  readonly currency?: string;
  readonly party?: string;
  readonly reference?: string;
  readonly text?: string;
}

/** Nothing is laid down. */
export const OPEN: ReconcileTerms = { amountTolerance: null, dateWindowDays: null, oneToOne: false };

/** Rows as one side of a reconciliation. */
export function side(rows: readonly Row[]): ReconcileSide {
  return {
    count: rows.length,
    amount: Float64Array.from(rows, ({ amount }) => amount),
    day: Int32Array.from(rows, ({ day }) => day ?? NO_DAY),
    dueDay: Int32Array.from(rows, () => NO_DAY),
    currency: rows.map(({ currency }) => currency ?? ''),
    party: rows.map(({ party }) => party ?? ''),
    reference: rows.map(({ reference }) => reference ?? ''),
    text: rows.map(({ text }) => text ?? ''),
  };
}

export const NAMES = ['Ember Foods', 'Ember Tools', 'Harbor Steel', 'Quarry Paper', ''];
