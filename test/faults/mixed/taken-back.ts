import { LedgerError } from '../../../electron/ledger/ledger-error.ts';
import { reversalOf, type PostingRow } from '../../../electron/ledger/posting-store.ts';
import { reversePosting } from '../../../electron/posting/reversals/reverse-posting.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { PostingId } from '../../../shared/domain/ids.ts';
import type { MixedTruth } from './mixed-truth.ts';
import type { MixedWorld } from './mixed-world.ts';

type Confirmed = Pick<PostingRow, 'postingId' | 'version'> & { readonly chargeId: string };

/** A person has one of the confirmed payments taken back. */
export async function takeBackOne(world: MixedWorld, truth: MixedTruth, which: number): Promise<string> {
  const all = confirmed(world);
  const chosen = all[which % Math.max(1, all.length)];
  return chosen === undefined ? 'nothing confirmed' : takeBack(world, truth, chosen, which % 2 === 0);
}

/** A person takes back what has to be: what came back at Stripe and no rule has seen to, and what was to be taken back and was not. */
export async function takeBackRest(world: MixedWorld, truth: MixedTruth): Promise<string> {
  let done = 0;
  for (const posting of confirmed(world)) {
    if (!truth.isToBeTakenBack(posting.chargeId) || reversalOf(world.db, posting.postingId) !== null) continue;
    try {
      await takeBack(world, truth, posting, false);
      done += 1;
    } catch (error) {
      if (!(error instanceof LedgerError) || error.detailCode !== 'POSTING_NOT_REVERSIBLE') throw error;
      // Money has gone out for it meanwhile: it stays.
      truth.reversalUndone(posting.chargeId);
    }
  }
  return `${done} taken back`;
}

async function takeBack(
  world: MixedWorld,
  truth: MixedTruth,
  { postingId, version, chargeId }: Confirmed,
  post: boolean,
): Promise<string> {
  await world.life().ledger.write(reversePosting, {
    actor: 'CLERK',
    machine: 'M',
    at: instantOf(world.nowMs()),
    postingId,
    seenVersion: version,
    unit: world.unit,
    reason: 'it was wrong',
    post,
  });
  truth.reversed(chargeId, world.nowMs());
  return `taken back ${chargeId}`;
}

function confirmed({ db }: MixedWorld): Confirmed[] {
  return db
    .prepare<[], { postingId: PostingId; version: number; chargeId: string }>(
      `SELECT p.posting_id AS postingId, p.version, m.object_id AS chargeId FROM posting p JOIN movement m USING (movement_key)
       WHERE p.state = 'confirmed' AND p.reverses IS NULL ORDER BY p.posting_id`,
    )
    .all();
}
