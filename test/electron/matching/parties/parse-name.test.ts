import { describe, expect, it } from 'vitest';
import { parseName } from '../../../../electron/matching/parties/parse-name.ts';

const same = (left: string, right: string) => expect(parseName(left).words).toEqual(parseName(right).words);

describe('names', () => {
  it.each([
    ['Acme GmbH & Co. KG', 'limitedPartnership'],
    ['Acme Gesellschaft mit beschränkter Haftung', 'limited'],
    ['ACME, S.p.A.', 'stock'],
    ['Acme Sp. z o.o.', 'limited'],
    ['PT Acme Tbk', 'limited'],
    ['Acme Pty. Ltd.', 'limited'],
    ['Acme', null],
  ])('%s keeps its legal form apart: %s', (name, legal) => {
    expect(parseName(name)).toMatchObject({ words: ['acme'], legal });
  });

  it('are the same words however they are written', () => {
    same('The Halvorsen & Sons', 'HALVORSEN AND SONS');
    same('Int’l Mfg Services', 'International Manufacturing Service');
    same('Mueller Bau', 'Müller Bau');
    same('Fund III', 'Fund 3');
  });

  it('that are nothing but a form or an article keep their words', () => {
    expect(parseName('Company Limited').words).not.toEqual([]);
    expect(parseName('The').words).toEqual(['the']);
    expect(parseName('  ').words).toEqual([]);
  });
});
