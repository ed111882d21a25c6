import { describe, expect, it } from 'vitest';
import { verifiedPosting } from '../../../../electron/engine/handlers/verified-posting.ts';
import type { PostingState } from '../../../../shared/domain/states.ts';

const look = (state: PostingState, stateReason: string | null = null, before: PostingState = 'unknown') =>
  verifiedPosting({ kind: 'payment', state, stateReason }, before);

describe('what a look at PeopleSoft says about a posting', () => {
  it.each<[PostingState, string, RegExp]>([
    ['confirmed', 'confirmed', /applied and posted/],
    ['accepted', 'accepted', /shows it saved/],
    ['queued', 'absent', /does not hold it/],
    ['unknown', 'stillUnknown', /still not known/],
  ])('%s: %s', (state, found, text) => {
    expect(look(state)).toMatchObject({ found, text: expect.stringMatching(text) as string });
  });

  it('says of one that is being sent again only that, never that PeopleSoft shows it saved', () => {
    const { found, text } = look('sending');
    expect(found).toBe('sending');
    expect(text).toMatch(/being sent/);
    expect(text).not.toMatch(/saved/);
  });

  it('says of a refused one that it was refused, with PeopleSoft’s words, not that it is unknown', () => {
    expect(look('rejected', 'Invalid bank. (6030,7)')).toEqual({
      found: 'rejected',
      text: 'PeopleSoft refused it and has not saved it: Invalid bank. (6030,7)',
    });
  });

  it('says of an item that it stands in Receivables, which nothing is applied to', () => {
    const item = { kind: 'pendingItem', state: 'confirmed', stateReason: null } as const;
    expect(verifiedPosting(item, 'accepted').text).toBe('PeopleSoft shows it posted and in Receivables.');
  });

  it('says when nothing has changed', () => {
    expect(look('unknown', 'no answer', 'unknown').text).toBe('no answer. Nothing has changed.');
  });
});
