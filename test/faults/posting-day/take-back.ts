import type { WriterHandle } from '../../../electron/ledger/connect-ledger.ts';
import type { Ledger } from '../../../electron/ledger/operation.ts';
import { reversalOf } from '../../../electron/ledger/posting-store.ts';
import { reversePosting } from '../../../electron/posting/reversals/reverse-posting.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { PostingId } from '../../../shared/domain/ids.ts';
import { UNIT } from '../../electron/posting/posting-site.ts';
import type { ApprovedPayment } from '../posting/approved-payments.ts';
import type { DayStory } from './day-story.ts';

interface Desk {
  readonly db: WriterHandle;
  readonly ledger: Ledger;
  nowMs(): number;
}

/** A person has the confirmed payment of a movement taken back; nothing when it is not confirmed, or is being taken back already. */
export async function takeBack(desk: Desk, chargeId: string): Promise<void> {
  const { db, ledger } = desk;
  const posting = db
    .prepare<[string], { postingId: PostingId; version: number }>(
      `SELECT posting_id AS postingId, p.version FROM posting p JOIN movement m USING (movement_key)
       WHERE m.object_id = ? AND p.state = 'confirmed' AND p.reverses IS NULL`,
    )
    .get(chargeId);
  if (posting === undefined || reversalOf(db, posting.postingId) !== null) return;
  const who = { actor: 'CLERK', machine: 'M', at: instantOf(desk.nowMs()) };
  const { postingId, version: seenVersion } = posting;
  await ledger.write(reversePosting, {
    ...who,
    postingId,
    seenVersion,
    unit: UNIT,
    reason: 'it was wrong',
    post: false,
  });
}

const FIRST_DATE = '2026-11-02';
const LAST_DATE = '2026-11-12';

/** The payments of a day with what takes one of them back, dated by the day on which a person said so: only the ledger knows which. */
export function dayTruth({ payments, takenBack }: DayStory, db: WriterHandle): ApprovedPayment[] {
  const original = payments[takenBack];
  if (original === undefined) return [...payments];
  const accountingDate = db
    .prepare<[string], string>(
      `SELECT p.accounting_date FROM posting p JOIN movement m USING (movement_key)
       WHERE m.object_id = ? AND p.reverses IS NOT NULL ORDER BY p.posting_id DESC LIMIT 1`,
    )
    .pluck()
    .get(original.chargeId);
  const isPossible = accountingDate !== undefined && accountingDate >= FIRST_DATE && accountingDate <= LAST_DATE;
  return [...payments, { ...original, takesBack: true, accountingDate: isPossible ? accountingDate : FIRST_DATE }];
}
