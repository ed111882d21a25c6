import { describe, expect, it } from 'vitest';
import { shortId } from '../../../renderer/ui/short-id.ts';

describe('ids on screen', () => {
  it('are shortened in the middle, so that prefix and end still tell them apart', () => {
    expect(shortId('ch_3QKAb12CDeFgHiJk7Yd4')).toBe('ch_3QKAb…7Yd4');
  });
  it('stay whole when shortening would save nothing', () => {
    expect(shortId('INV-0048112')).toBe('INV-0048112');
  });
});
