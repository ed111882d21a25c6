import { stateWords } from '../../../shared/domain/movement-gate.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { PlainDate } from '../../../shared/domain/ids.ts';
import { firstOpenDateAfter } from '../../ledger/closed-day-store.ts';
import type { MovementRow } from '../../ledger/movement-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import type { PostingRow } from '../../ledger/posting-store.ts';
import { readPayload } from './payment-payload.ts';
import { refusal } from '../decisions/refusal.ts';

/** Another day than its own on which a movement posts, and the words a person accepts it by. */
export interface CutOff {
  readonly date: PlainDate;
  readonly text: string;
}

/** Where a re-check found the period of this movement closed: the day it would post on. Null: it posts on its own date. */
export function cutOffOf(
  db: ReadableLedger,
  movement: Pick<MovementRow, 'accountingDate'>,
  unit: Pick<UnitProfile, 'depositBu'>,
): CutOff | null {
  const date = firstOpenDateAfter(db, unit.depositBu, movement.accountingDate);
  if (date === null) return null;
  const period = movement.accountingDate.slice(0, 7);
  return { date, text: `Posts on ${date} (first open day): period ${period} is closed.` };
}

/**
 * The accounting date of a payment that is being approved: the movement's own, or, where its period is closed, the first open day if the
 * person accepted exactly that. Refuses a closed period nobody accepted another day for, and an accepted day that is not the first open one.
 */
export function approvedDate(
  db: ReadableLedger,
  movement: Pick<MovementRow, 'accountingDate'>,
  unit: UnitProfile,
  acceptedDate: string | null,
): PlainDate {
  const own = movement.accountingDate as PlainDate;
  const cutOff = cutOffOf(db, movement, unit);
  if (cutOff === null && (acceptedDate === null || acceptedDate === own)) return own;
  if (cutOff !== null && acceptedDate === cutOff.date) return cutOff.date;
  throw refusal(
    'BAD_INPUT',
    cutOff?.text ?? `It posts on its own day, ${own}: that period is open.`,
    cutOff === null ? 'Look at it again and approve it.' : `Approve it with the accounting date ${cutOff.date}.`,
  );
}

/**
 * What a decided movement says of days other than its own: the one a person accepted for its posting, and the one Stripe booked it on since.
 * Null: nothing, or nobody has decided it.
 */
function cutOffWords(
  movement: Pick<MovementRow, 'state' | 'accountingDate' | 'bookedDate' | 'bookedBasis' | 'postsDate'>,
): string | null {
  const { state, accountingDate: own, bookedDate, bookedBasis, postsDate } = movement;
  if (state !== 'approved' && state !== 'posted') return null;
  const posts =
    postsDate === null ? [] : [`Cut-off: posts on ${postsDate}, the first open day; the period of ${own} is closed.`];
  const isBookedElsewhere = bookedBasis === 'balanceTransaction' && bookedDate !== own;
  const booked = isBookedElsewhere ? [`Cut-off: booked at Stripe on ${bookedDate}, kept on ${own} as approved.`] : [];
  const words = [...posts, ...booked].join(' ');
  return words === '' ? null : words;
}

/** What stands on a movement: why it is in its state, and its cut-off. */
export function movementWords(movement: MovementRow): string | null {
  const words = [stateWords(movement), cutOffWords(movement)].filter((each) => each !== null).join(' ');
  return words === '' ? null : words;
}

/** The other day a person had accepted for an earlier posting, or null: what she accepts again by making that decision again. */
export function acceptedDate(posting: Pick<PostingRow, 'payloadJson' | 'payloadHash'> | undefined): PlainDate | null {
  if (posting === undefined) return null;
  const { accountingDate, cutOffFromDate } = readPayload(posting.payloadJson, posting.payloadHash);
  return cutOffFromDate === undefined ? null : accountingDate;
}
