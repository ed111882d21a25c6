import type { Profile } from '../../../shared/contract/profile.ts';
import type { MovementRow } from '../../ledger/movement-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { amountRight, approvalRight, type ApprovalRight } from '../../posting/decisions/approval-limit.ts';

/** Who looks: what may be done depends on role and limit, and on some sites on a proven operator id. */
export interface Viewer {
  readonly id: string;
  readonly isSignedIn: boolean;
}

export const SIGN_IN_NEEDED = 'This site wants approvals under a proven operator id: sign in to PeopleSoft first.';

type Amount = Pick<MovementRow, 'amountMinor' | 'exponent' | 'currency'>;

/** What the person who looks may do about approving a movement, or an amount without one, as a command of hers would be answered now. */
export function viewerRight(
  db: ReadableLedger,
  subject: MovementRow | (Amount & { readonly movementKey: null }),
  viewer: Viewer,
  { approverSignsIn }: Pick<Profile['peoplesoft'], 'approverSignsIn'>,
): ApprovalRight {
  if (approverSignsIn && !viewer.isSignedIn) return { kind: 'mayNot', code: 'SIGN_IN_NEEDED', text: SIGN_IN_NEEDED };
  const { movementKey } = subject;
  return movementKey === null
    ? amountRight(db, viewer.id, subject)
    : approvalRight(db, viewer.id, { ...subject, movementKey });
}
