import { describe, expect, it } from 'vitest';
import {
  CONNECTION_STATE_WORDS,
  movementIs,
  POSTING_STATE_WORDS,
  postingIs,
} from '../../../shared/domain/state-words.ts';
import { CONNECTION_STATES, MOVEMENT_STATES, POSTING_STATES } from '../../../shared/domain/states.ts';

describe('the words for a state', () => {
  it('are never a code of two words run together', () => {
    const words = [
      ...POSTING_STATES.flatMap((state) => [POSTING_STATE_WORDS[state], postingIs(state)]),
      ...CONNECTION_STATES.map((state) => CONNECTION_STATE_WORDS[state]),
      ...MOVEMENT_STATES.map(movementIs),
    ];
    expect(words.filter((each) => !/^[a-z]+([ ,-][a-z ]+)*$/.test(each))).toEqual([]);
  });
});
