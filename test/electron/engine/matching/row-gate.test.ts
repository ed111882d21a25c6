import { describe, expect, it } from 'vitest';
import { rowGate } from '../../../../electron/engine/matching/row-gate.ts';
import { gateOf } from '../../../../electron/ingest/movements/movement-gate.ts';

const US = { goLiveDate: '2026-10-01' };
const row = {
  kind: 'charge' as const,
  source_status: 'succeeded',
  accounting_date: '2026-10-15',
  state: 'unmatched',
  state_reason: null,
  gate: null,
  match_state: null,
  rule_id: null,
};
const QUESTIONS = (['charge', 'refund', 'dispute'] as const).flatMap((kind) =>
  ['succeeded', 'failed', 'canceled', 'pending', 'requires_action', 'warning_closed', 'prevented', 'lost'].flatMap(
    (sourceStatus) =>
      ['2026-09-30', '2026-10-01'].flatMap((accountingDate) =>
        [US, null].map((unit) => ({
          kind,
          sourceStatus,
          accountingDate,
          unit,
          chargeId: kind === 'charge' ? null : 'ch_1',
          charge: 'movement' as const,
          isRelease: false,
          knownCategory: true,
        })),
      ),
  ),
);

describe('the gate in front of matching', () => {
  it('is what ingest says, for a row as ingest stores it and for one that was given back without a gate', () => {
    for (const question of QUESTIONS) {
      const { kind, sourceStatus: source_status, accountingDate: accounting_date, unit } = question;
      const gate = gateOf(question);
      const fields = { ...row, kind, source_status, accounting_date };
      const stored = { ...fields, state: gate?.state ?? 'unmatched', gate: gate?.gate ?? null };
      for (const each of [stored, fields]) {
        expect(rowGate(each, unit).shutBy, JSON.stringify(each)).toBe(gate?.gate ?? null);
        expect(rowGate(each, unit).gate).toBe(gate?.gate === 'chargeFailed' ? 'failed' : (gate?.state ?? 'open'));
      }
    }
  });

  it('falls where what shut it says so no more, and not where another object decides', () => {
    expect(rowGate({ ...row, state: 'excluded', gate: 'beforeGoLive' }, US).gate).toBe('open');
    expect(rowGate({ ...row, kind: 'refund', state: 'notEvaluated', gate: 'waitingForCharge' }, US)).toMatchObject({
      gate: 'notEvaluated',
      shutBy: 'waitingForCharge',
    });
    expect(rowGate({ ...row, kind: 'refund', state: 'lookupFailed', gate: 'chargeAbsent' }, US).gate).toBe(
      'lookupFailed',
    );
  });

  it('keeps what a person shut out, and lets it compete with nobody for an item', () => {
    expect(rowGate({ ...row, state: 'excluded', state_reason: 'not ours' }, US)).toEqual({
      gate: 'failed',
      gateReason: 'not ours',
      shutBy: null,
    });
  });

  it('leaves what people and postings hold to them', () => {
    for (const held of [{ state: 'approved' }, { state: 'posted' }, { match_state: 'proposed', rule_id: 'by-hand' }])
      expect(rowGate({ ...row, ...held, source_status: 'failed' }, US).gate).toBe('decided');
  });
});
