import { describe, expect, it } from 'vitest';
import { whyNotAtOnce } from '../../../../electron/engine/handlers/send-at-once.ts';

const quietWindow = [{ from: '18:00', to: '06:00', days: [1, 2, 3, 4, 5, 6, 7], zone: 'UTC' }];
const NOON = Date.parse('2026-11-02T12:00:00Z');
const NIGHT = Date.parse('2026-11-02T22:00:00Z');
const strict = { oneClickWaits: true, blackouts: [], quietWindow };

describe('one payment that is approved and posted', () => {
  it('waits outside the quiet window where the site lets even one payment wait, and is told until when', () => {
    expect(whyNotAtOnce(strict, NOON)).toBe('quiet window opens 18:00');
  });
  it('goes at once in the window, without a window, or where one payment does not wait', () => {
    expect(whyNotAtOnce(strict, NIGHT)).toBeNull();
    expect(whyNotAtOnce({ ...strict, quietWindow: null }, NOON)).toBeNull();
    expect(whyNotAtOnce({ ...strict, oneClickWaits: false }, NOON)).toBeNull();
  });
});
