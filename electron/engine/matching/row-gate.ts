import { GATE_REASONS, isGateReason } from '../../ingest/movement-gate.ts';
import type { MovementRow } from '../../matching/movements/snapshot.ts';
import { isMatchingRule } from '../../matching/rules.ts';

interface GatedRow {
  readonly kind: MovementRow['kind'];
  readonly source_status: string;
  readonly accounting_date: string;
  readonly state: string;
  readonly state_reason: string | null;
  readonly match_state: string | null;
  readonly rule_id: string | null;
}

/**
 * Whether matching may decide on a row: what people and postings hold stays theirs, what ingest has shut stays shut, and a charge
 * that Stripe does not show as succeeded is money that never came.
 */
export function rowGate(row: GatedRow, goLiveDate: string | null): Pick<MovementRow, 'gate' | 'gateReason'> {
  const decided = ['approved', 'posted'];
  if (decided.includes(row.state) || decided.includes(row.match_state ?? ''))
    return { gate: 'decided', gateReason: null };
  if (row.match_state === 'proposed' && !isMatchingRule(row.rule_id ?? ''))
    return { gate: 'decided', gateReason: null };
  if (row.kind === 'charge' && row.source_status !== 'succeeded')
    return { gate: 'failed', gateReason: GATE_REASONS.chargeFailed };
  if (row.state === 'lookupFailed') return { gate: 'lookupFailed', gateReason: null };
  if (goLiveDate !== null && row.accounting_date < goLiveDate)
    return { gate: 'excluded', gateReason: GATE_REASONS.beforeGoLive };
  if (row.state === 'excluded' && row.state_reason !== GATE_REASONS.beforeGoLive)
    return { gate: 'excluded', gateReason: row.state_reason };
  if (row.state === 'notEvaluated' && isGateReason(row.state_reason))
    return { gate: 'notEvaluated', gateReason: row.state_reason };
  return { gate: 'open', gateReason: null };
}
