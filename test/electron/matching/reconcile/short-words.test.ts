import { describe, expect, it } from 'vitest';
import {
  behind,
  isShortFor,
  shortenedWords,
  spelledInitials,
} from '../../../../electron/matching/reconcile/short-words.ts';

const same = (word: string): string => word;
const names = [
  ['TRIDENT', 'SHIPPING', 'CORP', 'DIVISION'],
  ['TRIDENT', 'SHIPPING', 'CORP'],
  ['ATLAS', 'MANUFACTURING', 'CORP'],
  ['ATLAS', 'MINING', 'CORP'],
  ['FALCON', 'SECURITY', 'SOLUTIONS'],
];

describe('short forms of the words of names', () => {
  it('are initials of the first words, and what several such names have in common', () => {
    const found = spelledInitials(['TSC', 'AMC', 'TS', 'XYZ'], names, same);
    expect(found.get('TSC')).toEqual(['TRIDENT', 'SHIPPING', 'CORP']);
    expect(found.get('AMC')).toEqual(['ATLAS', 'CORP']);
    expect([...found.keys()]).toEqual(['TSC', 'AMC']);
  });
  it('are words without their end or some of their letters', () => {
    for (const [short, long] of [
      ['MFG', 'MANUFACTURING'],
      ['SEC', 'SECURITY'],
      ['SVCS', 'SERVICES'],
    ] as const)
      expect(isShortFor(short, long), short).toBe(true);
    for (const [short, long] of [
      ['GFM', 'MANUFACTURING'],
      ['SEC', 'CORPSEC'],
      ['CORP', 'CORP'],
    ] as const)
      expect(isShortFor(short, long), short).toBe(false);
  });
  it('are known by the word before them, where one word alone can be meant', () => {
    const isUnknown = (word: string) => !['ATLAS', 'FALCON'].includes(word);
    const rows = [
      ['ATLAS', 'MFG'],
      ['FALCON', 'SEC'],
      ['FALCON', 'S'],
      ['ATLAS', 'M'],
      ['SEC', 'MFG'],
    ];
    expect([...shortenedWords(rows, names, isUnknown, same)]).toEqual([
      [behind('ATLAS', 'MFG'), 'MANUFACTURING'],
      [behind('FALCON', 'SEC'), 'SECURITY'],
    ]);
  });
});
