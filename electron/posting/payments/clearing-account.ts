import type { UnitProfile } from '../../../shared/contract/profile.ts';

export type ClearingAccount = UnitProfile['clearing'][number];

/**
 * The clearing bank account for money that settles in `settlementCurrency`. While the balance transaction is missing the
 * settlement currency is not known; then only a unit with a single clearing account can say where the money goes.
 * Null: no account can be named, so nothing may be sent.
 */
export function clearingAccount(unit: UnitProfile, settlementCurrency: string | null): ClearingAccount | null {
  if (settlementCurrency === null) return unit.clearing.length === 1 ? (unit.clearing[0] ?? null) : null;
  return unit.clearing.find((each) => each.settlementCurrency === settlementCurrency) ?? null;
}
