import { LedgerError } from '../../../electron/ledger/ledger-error.ts';
import { replayCandidates, replayPosting } from '../../../electron/posting/payments/replay.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { UNIT, type PostingSite } from '../../electron/posting/posting-site.ts';

/** A person sends again what PeopleSoft refused for certain; `onRefused` hears what the ledger does not let her, else that is thrown. */
export async function replayRefused(
  site: Pick<PostingSite, 'ledger' | 'nowMs'> & { readonly unit?: UnitProfile },
  onRefused?: (error: LedgerError) => void,
): Promise<void> {
  for (const { postingId, version } of await site.ledger.read(replayCandidates, { id: null })) {
    const who = { actor: 'CLERK', machine: 'M', at: instantOf(site.nowMs()) };
    try {
      await site.ledger.write(replayPosting, {
        ...who,
        postingId,
        seenVersion: version,
        unit: site.unit ?? UNIT,
        setId: 'SHARE',
      });
    } catch (error) {
      if (onRefused === undefined || !(error instanceof LedgerError)) throw error;
      onRefused(error);
    }
  }
}
