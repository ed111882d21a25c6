import { describe, expect, it } from 'vitest';
import { ViewRegistry } from '../../../../electron/engine/views/view-registry.ts';
import type { ViewRequest } from '../../../../shared/contract/views.ts';

const MOVEMENTS: ViewRequest = { list: 'movements', unit: 'US', facet: 'needsReview' };
const itemsOf = (movementKey: number): ViewRequest => ({ list: 'items', unit: 'US', movementKey });
const none = new Int32Array();

describe('open views', () => {
  it('a list of movements outlives any number of item lists opened beside it', () => {
    const registry = new ViewRegistry(() => 0);
    const { token } = registry.open('one', MOVEMENTS, none, 0);
    const items = Array.from({ length: 1_000 }, (_, key) => registry.open('one', itemsOf(key + 1), none, 0));
    expect(registry.get('one', token).request).toEqual(MOVEMENTS);
    expect(registry.get('one', items.at(-1)?.token ?? '').request).toEqual(itemsOf(1_000));
  });

  it('the one of a list longest unused goes when a session opens many of them; another session keeps its own', () => {
    const registry = new ViewRegistry(() => 0);
    const other = registry.open('two', itemsOf(1), none, 0);
    const views = Array.from({ length: 12 }, (_, key) => registry.open('one', itemsOf(key + 1), none, 0));
    const [first, second] = views;
    registry.get('one', first?.token ?? '');
    registry.open('one', itemsOf(13), none, 0);
    expect(() => registry.get('one', second?.token ?? '')).toThrow('opened too long ago');
    expect(registry.get('one', first?.token ?? '').request).toEqual(itemsOf(1));
    expect(registry.get('two', other.token).request).toEqual(itemsOf(1));
  });

  it('ends half an hour after its last use', () => {
    let nowMs = 0;
    const registry = new ViewRegistry(() => nowMs);
    const { token } = registry.open('one', MOVEMENTS, none, 0);
    nowMs = 20 * 60_000;
    registry.get('one', token);
    nowMs = 49 * 60_000;
    expect(registry.get('one', token).token).toBe(token);
    nowMs = 80 * 60_000;
    expect(() => registry.get('one', token)).toThrow('opened too long ago');
  });
});
