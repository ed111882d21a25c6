import type { Random } from '../random.ts';
import { COUNTRY_CODES, type CountryCode } from './countries.ts';

const SHARES: Readonly<Record<'US' | 'DE', readonly (readonly [CountryCode, number])[]>> = {
  US: [
    ['CA', 0.08],
    ['GB', 0.05],
    ['JP', 0.03],
    ['US', 0.84],
  ],
  DE: [
    ['AT', 0.09],
    ['CH', 0.09],
    ['FR', 0.09],
    ['NL', 0.07],
    ['IT', 0.06],
    ['SE', 0.06],
    ['PL', 0.05],
    ['ES', 0.04],
    ['DE', 0.45],
  ],
};

/** A country that the unit sells to. */
export function drawCountry(unit: 'US' | 'DE', random: Random): CountryCode {
  let rest = random.unit();
  for (const [code, share] of SHARES[unit]) {
    if (rest < share) return code;
    rest -= share;
  }
  return unit;
}

/** Any other country of the sample. */
export function anotherCountry(than: CountryCode, random: Random): CountryCode {
  const others = COUNTRY_CODES.filter((code) => code !== than);
  return others[random.below(others.length)] ?? 'US';
}
