import { STRIPE_TYPES } from '../types.ts';
import { isLoose, textOf, type Loose } from './loose.ts';

const KNOWN: ReadonlySet<string> = new Set(STRIPE_TYPES);
const DEEPEST = 6;

/**
 * The objects of this program's families that stand whole inside another: the refunds of an old charge, the charges of an old payment
 * intent, the balance transactions of a dispute, whatever was expanded. A mere reference has no `created` and is none.
 */
export function innerObjects(outer: Loose): readonly Loose[] {
  const found: Loose[] = [];
  collect(outer, outer, 0, found);
  return found;
}

function collect(value: unknown, parent: Loose, depth: number, found: Loose[]): void {
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return;
  for (const [name, field] of Object.entries(value)) {
    if (name === 'metadata' || typeof field !== 'object' || field === null) continue;
    const inner = isLoose(field) ? whole(name, field, parent) : null;
    if (inner !== null) found.push(inner);
    const next =
      inner ?? (isLoose(field) && typeof field['object'] === 'string' && field['object'] !== 'list' ? field : parent);
    collect(Array.isArray(field) ? field.map((row) => named(name, row)) : field, next, depth + 1, found);
  }
}

/** Refunds in a bare array, as before 2014, do not say what they are. */
function named(list: string, row: unknown): unknown {
  return list === 'refunds' && isLoose(row) && row['object'] === undefined && 'amount' in row
    ? { object: 'refund', ...row }
    : row;
}

function whole(_name: string, field: Loose, parent: Loose): Loose | null {
  const type = textOf(field['object']);
  if (type === null || !KNOWN.has(type) || typeof field['created'] !== 'number') return null;
  // A refund inside its charge need not name it.
  const isOwnRefund = type === 'refund' && parent['object'] === 'charge' && field['charge'] === undefined;
  return isOwnRefund ? { ...field, charge: parent['id'] } : field;
}
