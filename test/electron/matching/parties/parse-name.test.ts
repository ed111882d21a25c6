import { describe, expect, it } from 'vitest';
import { areOtherForms } from '../../../../electron/matching/parties/legal-forms.ts';
import { formOfName, parseName } from '../../../../electron/matching/parties/parse-name.ts';

const words = (name: string) => parseName(name).words;

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
    expect(words('The Halvorsen & Sons')).toEqual(words('HALVORSEN AND SONS'));
    expect(words('Int’l Mfg Services')).toEqual(words('International Manufacturing Service'));
    expect(words('Mueller Bau')).toEqual(words('Müller Bau'));
    expect(words('Fund III')).toEqual(words('Fund 3'));
    expect(words('AT&T Inc')).toEqual(['att']);
    expect(words('A T and T')).toEqual(['att']);
    expect(words('Halvorsen & Co')).toEqual(['halvorsen']);
  });

  it('that are nothing but a form or an article keep their words', () => {
    expect(parseName('Company Limited').words).not.toEqual([]);
    expect(parseName('The').words).toEqual(['the']);
    expect(parseName('  ').words).toEqual([]);
  });
});

describe('the legal forms of two names', () => {
  it.each([
    ['Acme GmbH', 'Acme AG', true],
    ['Acme GmbH', 'Acme Corp.', true],
    ['Acme Ltd', 'Acme Limited', false],
    ['Acme Inc.', 'Acme LLC', false],
    ['Acme & Co.', 'Acme GmbH', false],
  ])('of %s and %s are those of two companies: %s', (one, other, expected) => {
    const [ours, theirs] = [formOfName(one), formOfName(other)];
    expect(ours !== null && theirs !== null && areOtherForms(ours, theirs)).toBe(expected);
  });

  it('are none where a name has none', () => {
    expect([formOfName('Acme'), formOfName('')]).toEqual([null, null]);
  });
});
