import type { Profile } from '../../../shared/contract/profile.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { rederiveMovements } from '../../ingest/stripe/operations.ts';
import { unitRules } from '../../ingest/movements/unit-rules.ts';
import type { Ledger } from '../../ledger/operation.ts';
import { readMeta, readProfile, writeMeta } from '../../ledger/operations.ts';

/** What of the units the stored movements were last derived by. */
const DERIVED_BY = 'ingest.unitRules';
/** Movements in one transaction: clicks and other writes wait no longer than for these. */
const SLICE = 500;

/**
 * Derives the stored movements anew when the units of the profile (currencies, zone, go-live date) are not those they were derived by.
 * Cut off by `throwIfCancelled`, it starts over the next time: deriving twice changes nothing. Returns whether it ran.
 */
export async function deriveForProfile(options: {
  readonly ledger: Ledger;
  readonly profile: Profile;
  readonly now: () => Instant;
  readonly throwIfCancelled: () => void;
}): Promise<boolean> {
  const { ledger, profile, now, throwIfCancelled } = options;
  const units = unitRules(profile);
  const value = JSON.stringify(units);
  const known = await ledger.read(readMeta, { key: DERIVED_BY });
  if (known === value) return false;
  const adopted = await ledger.read(readProfile, null);
  if (adopted === null) return false;
  // Under the first profile everything came in by these very units.
  const isOther = known !== null || adopted.version > 1;
  let after: number | null = isOther ? 0 : null;
  while (after !== null) {
    throwIfCancelled();
    // Account and mode are those of each row.
    const context = { account: '', livemode: false, units, at: now() };
    after = await ledger.write(rederiveMovements, { context, after, limit: SLICE });
  }
  await ledger.write(writeMeta, { key: DERIVED_BY, value });
  return isOther;
}
