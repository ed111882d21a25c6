import { replayCandidates, replayPosting } from '../../../electron/posting/replay.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { UNIT, type PostingSite } from '../../electron/posting/posting-site.ts';

/** A person sends again what PeopleSoft refused for certain. */
export async function replayRefused(site: PostingSite): Promise<void> {
  for (const { postingId, version } of await site.ledger.read(replayCandidates, { id: null })) {
    const who = { actor: 'CLERK', machine: 'M', at: instantOf(site.nowMs()) };
    await site.ledger.write(replayPosting, { ...who, postingId, seenVersion: version, unit: UNIT, setId: 'SHARE' });
  }
}
