import { describe, expect, it } from 'vitest';
import { neighbourIn } from '../../../renderer/ui/neighbour-in.ts';

describe('the one beside another in a list', () => {
  it('goes round and round in both directions, and stays where the list does not hold it', () => {
    const list = ['open', 'linked', 'all'] as const;
    expect(list.map((each) => neighbourIn(list, each, 1))).toEqual(['linked', 'all', 'open']);
    expect(list.map((each) => neighbourIn(list, each, -1))).toEqual(['all', 'open', 'linked']);
    expect(neighbourIn<string>(list, 'gone', 1)).toBe('gone');
  });
});
