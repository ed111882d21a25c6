import { describe, expect, it } from 'vitest';
import { cutWord, wholeDescriptor } from '../../../../electron/matching/movements/descriptor-words.ts';

describe('item numbers in a statement descriptor', () => {
  it('are not believed at the end of a descriptor that may be cut off', () => {
    expect(wholeDescriptor('TIEOUT* 48112')).toBe('TIEOUT* 48112');
    expect(wholeDescriptor('LONG COMPANY NAME*4811')).toBe('LONG COMPANY NAME*');
  });
  it('keep their beginning where a descriptor was cut off, and no part of the period behind it', () => {
    expect(cutWord('TIEOUT* INV/0044252/20')).toBe('INV0044252');
    expect(cutWord('TIEOUT* 44A1E43E-44276')).toBe('44A1E43E44276');
    expect(cutWord('TIEOUT* 48112')).toBeNull();
    expect(cutWord('LONG COMPANY NAME 2026')).toBe('2026');
  });
  it('keep a serial that looks like a year behind the year or the first digits of a number', () => {
    expect(cutWord('ACME BERLIN* 2026/2031')).toBe('20262031');
    expect(cutWord('ACME BERLIN* 2026/2048')).toBe('20262048');
    expect(cutWord('ACME LONDON UK* 7/2048')).toBe('72048');
    expect(cutWord('ACME LONDON UK* 7/2026')).toBe('72026');
  });
});
