import type { UnitProfile } from '../../../shared/contract/profile.ts';

/** Decimals of a currency in PeopleSoft's currency table; null for a code that is no currency. */
export type ExponentOf = (currency: string) => number | null;

/**
 * The currency table as the profile gives it: what its units name, else two decimals for every ISO 4217 currency. Units that
 * disagree about a currency are an error, because there is one table.
 */
export function peopleSoftExponents(
  units: readonly Pick<UnitProfile, 'unit' | 'currencies' | 'peopleSoftExponents'>[],
): ExponentOf {
  const named = new Map<string, number>();
  for (const unit of units)
    for (const [currency, exponent] of Object.entries(unit.peopleSoftExponents)) {
      const known = named.get(currency);
      if (known !== undefined && known !== exponent)
        throw new RangeError(
          `unit ${unit.unit} says ${currency} has ${exponent} decimals in PeopleSoft, another unit says ${known}`,
        );
      named.set(currency, exponent);
    }
  const known = new Set([...Intl.supportedValuesOf('currency'), ...units.flatMap((unit) => unit.currencies)]);
  return (currency) => named.get(currency) ?? (known.has(currency) ? 2 : null);
}
