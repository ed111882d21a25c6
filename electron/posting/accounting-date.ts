import type { UnitProfile } from '../../shared/contract/profile.ts';
import type { PlainDate } from '../../shared/domain/ids.ts';
import { firstOpenDateAfter } from '../ledger/closed-day-store.ts';
import { CUT_OFF_POSTS, CUT_OFF_WORD, type MovementRow } from '../ledger/movement-store.ts';
import type { ReadableLedger } from '../ledger/operation.ts';
import type { PostingRow } from '../ledger/posting-store.ts';
import { readPayload } from './payment-payload.ts';
import { refusal } from './refusal.ts';

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

/** What stands on the row of a movement approved for another day than its own; null where it is its own. */
export function cutOffWords(movement: Pick<MovementRow, 'accountingDate'>, date: PlainDate): string | null {
  if (date === movement.accountingDate) return null;
  return `${CUT_OFF_WORD} ${CUT_OFF_POSTS} ${date}, the first open day; the period of ${movement.accountingDate} is closed.`;
}

/** The other day a person had accepted for an earlier posting, or null: what she accepts again by making that decision again. */
export function acceptedDate(posting: Pick<PostingRow, 'payloadJson' | 'payloadHash'> | undefined): PlainDate | null {
  if (posting === undefined) return null;
  const { accountingDate, cutOffFromDate } = readPayload(posting.payloadJson, posting.payloadHash);
  return cutOffFromDate === undefined ? null : accountingDate;
}
