import { matchLedger } from '../../../electron/engine/matching/match-ledger.ts';
import { matchingProfile, packChanges } from '../../../electron/engine/matching/matching-request.ts';
import { applyOutcomes } from '../../../electron/engine/matching/apply-outcomes.ts';
import { applyLinks } from '../../../electron/engine/matching/operations.ts';
import { readLinks } from '../../../electron/engine/matching/read-links.ts';
import { returnMatches, returnUnlinked } from '../../../electron/engine/matching/return-matches.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { MixedWorld } from './mixed-world.ts';
import type { ProgramLife } from './program-life.ts';

/** What the matching thread and its caller do, in this process. */
export async function matchHere(
  world: Pick<MixedWorld, 'db' | 'profile' | 'nowMs'> & { life(): Pick<ProgramLife, 'ledger'> },
): Promise<string> {
  const { ledger } = world.life();
  const at = instantOf(world.nowMs());
  const who = { actor: 'Tieout', machine: 'M', at };
  const profile = matchingProfile(world.profile);
  const given = { ledger, ...who, now: () => at, throwIfCancelled: () => undefined };
  await returnMatches(given);
  await ledger.write(applyLinks, { changes: readLinks(world.db, profile).changes, ...who });
  await returnUnlinked(given);
  const chunks = matchLedger(world.db, profile, readLinks(world.db, profile));
  let applied = 0;
  let chunk = chunks.next();
  while (chunk.done !== true) {
    applied += (await ledger.write(applyOutcomes, { packs: [packChanges(chunk.value.changes)], ...who })).applied;
    chunk = chunks.next();
  }
  return `${applied} matched`;
}
