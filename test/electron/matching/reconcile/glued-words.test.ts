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
const meaning = (word: string, meant = same): readonly string[] | undefined =>
  gluedWords([word], rows, meant).get(word);

describe('words that the other file has in another form', () => {
  it('are known by their beginning, where it is that of one word', () => {
    expect(meaning('ENGIN')).toEqual(['ENGINEERING']);
    expect(meaning('ENG')).toBeUndefined();
    expect(gluedWords(['MANU'], [['MANUFACTURING'], ['MANUAL']], same).size).toBe(0);
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
    expect(gluedWords(['MANU'], misspelt, same).get('MANU')).toBeUndefined();
    expect(gluedWords(['MANU'], misspelt, meant).get('MANU')).toEqual(['MANUFACTURING']);
  });
  it('are nothing where very many begin so', () => {
    const many = Array.from({ length: 30 }, (_, at) => [`TRADE${String.fromCodePoint(65 + at)}`]);
    expect(gluedWords(['TRADE'.slice(0, 4)], many, same).size).toBe(0);
  });
});
