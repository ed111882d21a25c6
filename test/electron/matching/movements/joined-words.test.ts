import { describe, expect, it } from 'vitest';
import { isDividedAlike, joinedWords, numbersIn } from '../../../../electron/matching/movements/joined-words.ts';

const dated = (text: string): (string | null)[] => joinedWords(text).map((word) => word.dated);

describe('words that separators join', () => {
  it('are read without the period they are of, where that leaves digits enough', () => {
    expect(dated('INV/0045232/2026-10')).toEqual(['INV0045232']);
    expect(dated('Rechnung 280C40B4/45506/2026-10, danke')).toEqual(['280C40B445506']);
    expect(dated('INV-45232-2026 2026/45232 4711/2026/10')).toEqual(['INV45232', '45232', '4711']);
    expect(dated('45231/45232 INV-2026 2026-10-15 48112')).toEqual([null, null, null]);
  });
  it('keep what was written, and the year', () => {
    expect(joinedWords('see INV/48112')).toEqual([
      { word: 'INV/48112', pieces: ['INV48112', '48112'], dated: null, datedWord: null, year: null },
    ]);
    expect(joinedWords('44A4/43426/2025-10')).toMatchObject([
      { dated: '44A443426', datedWord: '44A4/43426', year: 2025 },
    ]);
  });
  it('are no numbers where they are a span of years, months or days', () => {
    for (const text of ['2025-2026', '2025/2026-03', '01-31.10.2026', '1031-2026', '2026-3110', '10.2026-11.2026'])
      expect(dated(text), text).toEqual([null]);
  });
  it('are none of a year that no invoice is of, nor longer than a number with its period', () => {
    expect(dated('48112-2048 48112-1926')).toEqual([null, null]);
    expect(dated(`${'1'.repeat(60)}-2026 ${'1'.repeat(900)}${'-'.repeat(900)}/x`)).toEqual([null, null]);
  });
  it('add what stands beside a period to the pieces of a text', () => {
    expect(numbersIn('INV-48112-2026, 48113')).toEqual(['INV481122026', '48113', 'INV48112']);
    expect(numbersIn('48112, 48113')).toEqual(['48112', '48113']);
  });
  it('are one number only where they are divided like it, but for a year', () => {
    for (const [word, item] of [
      ['INV/0045232', 'INV-45232'],
      ['44A407DC/43426', '44A407DC-43426'],
      ['INV/2026/0045232', 'INV20260045232'],
      ['INV20260045232', 'INV-2026-0045232'],
      ['RE/2026/10/0123', 'RE2026100123'],
      ['INV/26/00123', 'INV2600123'],
    ] as const)
      expect(isDividedAlike(word, item, [2026]), word).toBe(true);
    for (const [word, item] of [
      ['1/48001', '148001'],
      ['INV-1/48001', 'INV-148001'],
      ['4800/1777', 'INV-48001777'],
      ['INV/25/00123', 'INV2500123'],
      ['INV/10/00123', 'INV1000123'],
      ['26.10.26', 'INV-261026'],
      ['10/26/005', 'INV-1026005'],
      ['2026/10/3', 'INV-2026103'],
      ['INV/48112/48113', 'INV-4811248113'],
    ] as const)
      expect(isDividedAlike(word, item, [2026]), word).toBe(false);
  });
});
