import { describe, expect, it } from 'vitest';
import type { Summary } from '../../../../shared/contract/workbench.ts';
import { duplicatesSentence } from '../../../../renderer/screens/duplicates/duplicate-words.ts';

const sentence = (counts: Partial<Summary['duplicates']>): string =>
  duplicatesSentence({
    duplicates: { open: 0, toRefund: 0, decided: 0, notCompared: 0, ...counts },
  } as Summary);

describe('the sentence over the duplicates', () => {
  it('says how many wait, and for what', () => {
    expect(sentence({})).toBe('No suspected duplicate waits for you.');
    expect(sentence({ open: 2 })).toMatch(/^2 suspicions wait for your word;/);
    expect(sentence({ toRefund: 1 })).toBe('Every suspicion is answered. 1 waits for what is left to do.');
  });

  it('says what nobody compared, so that an empty list is not taken for more than it says', () => {
    expect(sentence({ notCompared: 1_250 })).toBe(
      'No suspected duplicate waits for you. 1,250 charges and payments were not compared: more than 24 of the same amount lie near each.',
    );
    expect(sentence({ open: 1, notCompared: 1 })).toMatch(/ One charge or payment was not compared:/);
  });
});
