import type { MovementGate } from '../../../shared/domain/movement-gate.ts';
import { GATES_BY_SOURCE, gateBySource, type SourceQuestion } from '../../ingest/movements/movement-gate.ts';
import type { MovementRow } from '../../matching/movements/snapshot.ts';
import { isMatchingRule } from '../../matching/rules.ts';

interface GatedRow {
  readonly kind: MovementRow['kind'];
  readonly source_status: string;
  readonly accounting_date: string;
  readonly state: string;
  readonly state_reason: string | null;
  /** What ingest has shut it out by. */
  readonly gate: MovementGate | null;
  readonly match_state: string | null;
  readonly rule_id: string | null;
}

/**
 * Whether matching may decide on a row: what people and postings hold stays theirs, and what ingest shuts stays shut. The gate is ingest's alone;
 * it is asked anew, because a row that a person has given back was hers when its object or its unit changed. `unit`: of the profile; null: none.
 */
export function rowGate(
  row: GatedRow,
  unit: SourceQuestion['unit'],
): Pick<MovementRow, 'gate' | 'gateReason' | 'shutBy'> {
  const { state, gate } = row;
  const decided = ['approved', 'posted'];
  if (decided.includes(state) || decided.includes(row.match_state ?? '')) return unsaid('decided');
  if (row.match_state === 'proposed' && !isMatchingRule(row.rule_id ?? '')) return unsaid('decided');
  const { kind, source_status: sourceStatus, accounting_date: accountingDate } = row;
  const bySource = gateBySource({ kind, sourceStatus, accountingDate, unit });
  // A charge that failed is money that never came: it competes with nobody.
  if (bySource?.gate === 'chargeFailed') return shut('failed', bySource.gate);
  if (bySource !== null) return shut(bySource.state, bySource.gate);
  if (state === 'lookupFailed') return unsaid('lookupFailed');
  if (gate !== null && GATES_BY_SOURCE.has(gate)) return unsaid('open');
  // What a person dropped as a duplicate is no money of its own either.
  if (state === 'excluded' && gate === null) return { gate: 'failed', gateReason: row.state_reason, shutBy: null };
  if (state === 'excluded') return { gate: 'excluded', gateReason: row.state_reason, shutBy: gate };
  return state === 'notEvaluated' && gate !== null ? shut('notEvaluated', gate) : unsaid('open');
}

const unsaid = (gate: MovementRow['gate']) => ({ gate, gateReason: null, shutBy: null });
const shut = (gate: MovementRow['gate'], shutBy: MovementGate) => ({ gate, gateReason: null, shutBy });
