import { describe, expect, it } from 'vitest';
import { alpha2Of } from '../../../shared/domain/country-codes.ts';

describe('a country', () => {
  it('is written in two letters whichever of the codes came, and stays as it came when it is none', () => {
    expect(['DEU', 'de', ' USA ', 'GBR', 'CHE', 'Germany', ''].map(alpha2Of)).toEqual([
      'DE',
      'DE',
      'US',
      'GB',
      'CH',
      'Germany',
      '',
    ]);
  });
});
