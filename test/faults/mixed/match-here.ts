import { matchLedger } from '../../../electron/engine/matching/match-ledger.ts';
import { matchingProfile, packChanges } from '../../../electron/engine/matching/matching-request.ts';
import { applyOutcomes } from '../../../electron/engine/matching/apply-outcomes.ts';
import { applyLinks } from '../../../electron/engine/matching/operations.ts';
import { readLinks } from '../../../electron/engine/matching/read-links.ts';
import { returnLostReceipts } from '../../../electron/engine/matching/return-lost-receipts.ts';
import { returnUnlinked } from '../../../electron/engine/matching/return-unlinked.ts';
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
  await ledger.write(returnLostReceipts, { ...who, limit: 500 });
  await ledger.write(applyLinks, { changes: readLinks(world.db, profile).changes, ...who });
  await ledger.write(returnUnlinked, { ...who, limit: 500 });
  const chunks = matchLedger(world.db, profile, readLinks(world.db, profile));
  let applied = 0;
  let chunk = chunks.next();
  while (chunk.done !== true) {
    applied += (await ledger.write(applyOutcomes, { packs: [packChanges(chunk.value.changes)], ...who })).applied;
    chunk = chunks.next();
  }
  return `${applied} matched`;
}
