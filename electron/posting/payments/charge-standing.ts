import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { PostingId } from '../../../shared/domain/ids.ts';
import { liveMatchOf } from '../../ledger/match-store.ts';
import { findMovement, type MovementRow } from '../../ledger/movement-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { isLivePosting, postingsOfMatch, reversalOf } from '../../ledger/posting-store.ts';

/** How far the charge of a refund or dispute is, and so whether money may go out for it. */
export type ChargeStanding =
  /** Ours and approved: what goes out waits until that posting is confirmed. */
  | { readonly kind: 'posted'; readonly charge: MovementRow; readonly postingId: PostingId }
  /** In PeopleSoft, but not by us: keyed by hand, or before go-live. */
  | { readonly kind: 'notOurs'; readonly charge: MovementRow }
  /** Nothing may go out for it yet; `text` says why. */
  | { readonly kind: 'open'; readonly text: string };

/** Looks at the charge that a refund or dispute belongs to. */
export function chargeStanding(
  db: ReadableLedger,
  movement: Pick<MovementRow, 'account' | 'livemode' | 'chargeId'>,
  unit: Pick<UnitProfile, 'goLiveDate'>,
): ChargeStanding {
  const { account, livemode, chargeId } = movement;
  const charge = chargeId === null ? null : findMovement(db, { account, livemode, kind: 'charge', objectId: chargeId });
  if (charge === null) return { kind: 'open', text: 'its charge has not been read from Stripe' };
  if (unit.goLiveDate !== null && charge.accountingDate < unit.goLiveDate) return { kind: 'notOurs', charge };
  const match = liveMatchOf(db, charge.movementKey);
  if (match?.kind === 'alreadyKeyed' && match.state === 'posted') return { kind: 'notOurs', charge };
  const posting =
    match === null
      ? undefined
      : postingsOfMatch(db, match.matchId).find((each) => each.reverses === null && isLivePosting(each.state));
  if (posting === undefined) return { kind: 'open', text: `its charge ${charge.objectId} is not approved yet` };
  if (reversalOf(db, posting.postingId) !== null)
    return { kind: 'open', text: `payment ${posting.reference} of its charge is being reversed` };
  return { kind: 'posted', charge, postingId: posting.postingId };
}
