import type { Profile } from '../../shared/contract/profile.ts';
import type { Instant } from '../../shared/domain/ids.ts';
import type { GuardedPair } from '../ledger/guarded-settings-store.ts';
import type { Ledger } from '../ledger/operation.ts';
import { readGuardedSettings, writeGuardedSettings } from '../ledger/operations.ts';
import type { Company } from './company.ts';
import { differOnlyInGuarded, guardedOf, widened, withConfirmed } from './guarded-settings.ts';

interface Who {
  readonly actor: string;
  readonly machine: string;
  readonly at: Instant;
}
/** What an engine works with, and what it was given. */
interface HeldSettings {
  readonly ledger: Ledger;
  readonly company: Pick<Company, 'profile' | 'adopt'>;
  readonly given: { profile: Profile };
}

/** The profile that an engine starts to work with: guarded settings as they were confirmed; what differs from them is proposed. */
export async function holdFromStart(ledger: Ledger, profile: Profile, who: Who): Promise<Profile> {
  const { confirmed: known } = await ledger.read(readGuardedSettings, null);
  const { confirmed } = await ledger.write(writeGuardedSettings, {
    settings: guardedOf(profile),
    isAsked: false,
    ...(known === null ? {} : { widened: widened(known.settingsJson, profile) }),
    ...who,
  });
  return confirmed === null ? profile : withConfirmed(profile, confirmed.settingsJson);
}

/** Somebody saved a profile: what of it is guarded is proposed, or holds where nobody else could confirm it. */
export async function proposeSaved(held: HeldSettings, profile: Profile, who: Who): Promise<void> {
  held.given.profile = profile;
  const noted = { settings: guardedOf(profile), isAsked: true, ...who };
  holdConfirmed(held, await held.ledger.write(writeGuardedSettings, noted));
}

/**
 * Whether what was given last could hold at once when it is confirmed. A profile that also names other addresses, units or currencies
 * holds as a whole from the next start on: its bank accounts must not be worked with at another place.
 */
export function holdsAtOnce({ company, given }: Pick<HeldSettings, 'company' | 'given'>): boolean {
  return differOnlyInGuarded(company.profile, given.profile);
}

/**
 * Works with confirmed settings from now on, where that may be; answers whether it does. What was approved before keeps its payload, and a
 * round that runs ends as it began.
 */
export function holdConfirmed(held: HeldSettings, { confirmed }: Pick<GuardedPair, 'confirmed'>): boolean {
  const { company } = held;
  if (confirmed === null || !holdsAtOnce(held)) return false;
  company.adopt(withConfirmed(company.profile, confirmed.settingsJson));
  return true;
}
