import type { MovementGate } from '../../../shared/domain/movement-gate.ts';
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
 * Whether matching may decide on a row: what people and postings hold stays theirs, what ingest has shut stays shut, and a charge
 * that Stripe does not show as succeeded is money that never came.
 */
export function rowGate(row: GatedRow, goLiveDate: string | null): Pick<MovementRow, 'gate' | 'gateReason' | 'shutBy'> {
  const decided = ['approved', 'posted'];
  if (decided.includes(row.state) || decided.includes(row.match_state ?? '')) return unsaid('decided');
  if (row.match_state === 'proposed' && !isMatchingRule(row.rule_id ?? '')) return unsaid('decided');
  if (row.kind === 'charge' && row.source_status !== 'succeeded') return shut('failed', 'chargeFailed');
  if (row.state === 'lookupFailed') return unsaid('lookupFailed');
  if (goLiveDate !== null && row.accounting_date < goLiveDate) return shut('excluded', 'beforeGoLive');
  if (row.state === 'excluded' && row.gate !== 'beforeGoLive')
    return { gate: 'excluded', gateReason: row.state_reason, shutBy: row.gate };
  if (row.state === 'notEvaluated' && row.gate !== null) return shut('notEvaluated', row.gate);
  return unsaid('open');
}

const unsaid = (gate: MovementRow['gate']) => ({ gate, gateReason: null, shutBy: null });
const shut = (gate: MovementRow['gate'], shutBy: MovementGate) => ({ gate, gateReason: null, shutBy });
