import { describe, expect, it } from 'vitest';
import { gluedWords } from '../../../../electron/matching/reconcile/glued-words.ts';

const same = (word: string): string => word;
const rows = [
  ['BLUERIDGE', 'SERVICES', 'LLP', 'INVOICE'],
  ['SUMMIT', 'ENGINEERING', 'CO'],
  ['NORTHSTAR', 'CAPITAL', 'LLC'],
  ['STONEBRIDGE', 'LOGISTICS', 'CORP'],
  ['STONEBRIDGE', 'LLC'],
];
const AT_END = { meant: same, isAtEnd: () => true };
const meaning = (word: string, isAtEnd = true): readonly string[] | undefined =>
  gluedWords([word], rows, { meant: same, isAtEnd: () => isAtEnd }).get(word);

describe('words that the other file has in another form', () => {
  it('are known by their beginning, where it is that of one word', () => {
    expect(meaning('ENGIN')).toEqual(['ENGINEERING']);
    expect(meaning('ENG')).toBeUndefined();
    expect(gluedWords(['MANU'], [['MANUFACTURING'], ['MANUAL']], AT_END).size).toBe(0);
    // In the midst of a text a few letters are a word of their own.
    expect(meaning('ENGIN', false)).toBeUndefined();
    expect(meaning('ENGINEER', false)).toEqual(['ENGINEERING']);
  });
  it('are several words without their spaces, the last one perhaps cut off', () => {
    expect(meaning('BLUERIDGESERVICES')).toEqual(['BLUERIDGE', 'SERVICES']);
    expect(meaning('SUMMITENGIN')).toEqual(['SUMMIT', 'ENGINEERING']);
    expect(meaning('NORTHSTARCAPITALL')).toEqual(['NORTHSTAR', 'CAPITAL', 'LLC']);
    expect(meaning('SUMMITSERVICES')).toBeUndefined();
  });
  it('stand for what all readings have in common', () => {
    expect(meaning('STONEBRIDGEL')).toEqual(['STONEBRIDGE']);
  });
  it('take misspelt words for what they mean', () => {
    const misspelt = [['MANUFACTURING'], ['MANUFACTURNG']];
    const meant = (word: string) => (word === 'MANUFACTURNG' ? 'MANUFACTURING' : word);
    expect(gluedWords(['MANU'], misspelt, AT_END).get('MANU')).toBeUndefined();
    expect(gluedWords(['MANU'], misspelt, { ...AT_END, meant }).get('MANU')).toEqual(['MANUFACTURING']);
  });
  it('are nothing where very many begin so, or follow the first of them', () => {
    const letters = Array.from({ length: 26 * 26 }, (_, at) =>
      String.fromCodePoint(65 + (at % 26), 65 + Math.floor(at / 26)),
    );
    const one = { ...AT_END, meant: () => 'TRADE' };
    const many = letters.slice(0, 30).map((end) => [`TRADE${end}`]);
    expect(gluedWords(['TRAD'], many.slice(0, 20), one).get('TRAD')).toEqual(['TRADE']);
    expect(gluedWords(['TRAD'], many, one).size).toBe(0);
    const followed = letters.slice(0, 201).map((end) => ['PAYMENT', `X${end}`]);
    expect(gluedWords(['PAYMENTXAA'], followed.slice(0, 200), AT_END).get('PAYMENTXAA')).toEqual(['PAYMENT', 'XAA']);
    expect(gluedWords(['PAYMENTXAA'], followed, AT_END).size).toBe(0);
  });
});
