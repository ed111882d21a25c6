import type { Profile } from '../../shared/contract/profile.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import type { DepositMapping } from '../connectors/peoplesoft/types.ts';
import type { Ledger } from '../ledger/operation.ts';
import { readMappingInForce } from '../ledger/operations.ts';
import { depositMappingOf } from '../posting/deposits/deposit-mapping-in-force.ts';

/** What deposits go out under at an instant: the confirmed version in force, else the connection profile's own names. */
export async function mappingInUse(
  ledger: Pick<Ledger, 'read'>,
  { peoplesoft }: Profile,
  at: Instant,
): Promise<DepositMapping> {
  const version = await ledger.read(readMappingInForce, { at });
  if (version === null) return { deposit: peoplesoft.deposit, version: null };
  return depositMappingOf(version, peoplesoft.deposit.depositIds);
}
