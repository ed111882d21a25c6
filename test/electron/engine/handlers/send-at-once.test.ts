import { describe, expect, it } from 'vitest';
import { reasonToSendAtOnce } from '../../../../electron/engine/handlers/send-at-once.ts';

const quietWindow = [{ from: '18:00', to: '06:00', days: [1, 2, 3, 4, 5, 6, 7], zone: 'UTC' }];
const NOON = Date.parse('2026-11-02T12:00:00Z');
const NIGHT = Date.parse('2026-11-02T22:00:00Z');
const strict = { oneClickWaits: true, blackouts: [], quietWindow };

describe('sending one payment at once', () => {
  it('needs a reason outside the quiet window where the site lets even one payment wait', () => {
    expect(() => reasonToSendAtOnce(strict, NOON, undefined)).toThrow(/Outside the quiet window/);
    expect(() => reasonToSendAtOnce(strict, NOON, '  ')).toThrow(
      expect.objectContaining({ code: 'POSTING_REASON_NEEDED' }) as Error,
    );
    expect(reasonToSendAtOnce(strict, NOON, ' month end ')).toBe('month end');
  });
  it('needs none in the window, without a window, or where one payment does not wait', () => {
    expect(reasonToSendAtOnce(strict, NIGHT, undefined)).toBeNull();
    expect(reasonToSendAtOnce({ ...strict, quietWindow: null }, NOON, undefined)).toBeNull();
    expect(reasonToSendAtOnce({ ...strict, oneClickWaits: false }, NOON, undefined)).toBeNull();
  });
});
