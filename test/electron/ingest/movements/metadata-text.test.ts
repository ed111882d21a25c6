import { describe, expect, it } from 'vitest';
import { metadataText } from '../../../../electron/ingest/movements/metadata-text.ts';

describe('metadata in the ledger', () => {
  it('is one text whatever the order it came in', () => {
    expect(metadataText({ invoice: '1', cart: '2' })).toBe(metadataText({ cart: '2', invoice: '1' }));
    expect(JSON.parse(metadataText({ b: 'x', a: 'y' }))).toEqual({ a: 'y', b: 'x' });
    expect(metadataText({})).toBe('{}');
  });
});
