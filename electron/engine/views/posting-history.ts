import { inflateRawSync } from 'node:zlib';
import type { PostingDetail } from '../../../shared/contract/postings.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import type { PostingRow } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';

/** What this posting is tied to, either way; both documents of a correction stay visible. */
export function readLinked(db: ReadableLedger, posting: PostingRow): PostingDetail['linked'] {
  return statement<PostingDetail['linked'][number]>(
    db,
    `SELECT posting_id AS key, reference, state, words FROM (
       SELECT posting_id, reference, state, 'goes out only after' AS words FROM posting WHERE posting_id = @dependsOn
       UNION ALL SELECT posting_id, reference, state, 'takes back' FROM posting WHERE posting_id = @reverses
       UNION ALL SELECT posting_id, reference, state, 'is taken back by' FROM posting WHERE reverses = @id
       UNION ALL SELECT posting_id, reference, state, 'comes before ' || effect FROM posting WHERE depends_on = @id) ORDER BY posting_id`,
  ).all({ id: posting.postingId, dependsOn: posting.dependsOn, reverses: posting.reverses });
}

interface AttemptRecord {
  readonly kind: 'send' | 'readBack';
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly outcome: string | null;
  readonly detail_json: string;
  readonly request: Buffer | null;
  readonly answer: Buffer | null;
}

/** Attempts on a deposit, or on an item sent by itself, the latest first. */
export function readAttempts(
  db: ReadableLedger,
  of: { readonly depositKey: number } | { readonly itemPostingId: number },
): PostingDetail['attempts'] {
  const [table, column, key] =
    'depositKey' in of
      ? ['posting_attempt', 'deposit_key', of.depositKey]
      : ['item_attempt', 'posting_id', of.itemPostingId];
  const unpack = (blob: Buffer | null): string | null => (blob === null ? null : inflateRawSync(blob).toString('utf8'));
  return statement<AttemptRecord>(
    db,
    `SELECT kind, started_at, ended_at, outcome, detail_json, request, answer FROM ${table} WHERE ${column} = ? ORDER BY attempt_id DESC LIMIT 50`,
  )
    .all(key)
    .map((row) => ({
      kind: row.kind,
      startedAt: row.started_at,
      endedAt: row.ended_at,
      outcome: row.outcome,
      text: attemptText(row),
      request: unpack(row.request),
      answer: unpack(row.answer),
    }));
}

function attemptText(row: AttemptRecord): string {
  const detail = JSON.parse(row.detail_json) as {
    text?: string;
    texts?: string[];
    settled?: number;
    stillUnknown?: number;
  };
  if (detail.text !== undefined) return detail.text;
  const counts = `${detail.settled ?? 0} found, ${detail.stillUnknown ?? 0} still unknown`;
  return detail.texts === undefined || detail.texts.length === 0 ? counts : `${counts}: ${detail.texts.join('; ')}`;
}

const ACTION_WORDS: Readonly<Record<string, string>> = {
  'match.approved': 'Approved',
  'match.approvedByRule': 'Approved by rule',
  'deposit.sent': 'Sending to PeopleSoft began',
  'deposit.notSent': 'Not sent',
  'deposit.found': 'Found in PeopleSoft already',
  'deposit.saved': 'Saved in PeopleSoft',
  'deposit.refused': 'Refused by PeopleSoft',
  'deposit.unknown': 'Outcome unknown',
  'deposit.readBack': 'Read back',
  'deposit.lessened': 'A changed payment was taken out before the deposit went again',
  'item.approved': 'Approved',
  'item.withdrawn': 'Taken back before it was sent',
  'item.sent': 'Sending to PeopleSoft began',
  'item.notSent': 'Not sent',
  'item.found': 'Found in PeopleSoft already',
  'item.saved': 'Saved in PeopleSoft',
  'item.refused': 'Refused by PeopleSoft',
  'item.unknown': 'Outcome unknown',
  'item.readBack': 'Read back',
  'item.returned': 'Returned: changed since approval',
  'item.settled': 'Settled by hand',
  'item.reversalApproved': 'To be taken back',
  'item.reversed': 'Taken back',
  'posting.returned': 'Returned: changed since approval',
  'posting.settled': 'Settled by hand',
  'posting.reversalApproved': 'To be taken back',
  'posting.reversed': 'Taken back',
};

export function readTimeline(
  db: ReadableLedger,
  postingId: number,
  matchId: number | null,
  depositKey: number | null,
): PostingDetail['timeline'] {
  const subjects = [
    `posting/${postingId}`,
    ...(matchId === null ? [] : [`match/${matchId}`]),
    ...(depositKey === null ? [] : [`deposit/${depositKey}`]),
  ];
  return statement<{ at: string; actor: string; action: string }>(
    db,
    'SELECT at, actor, action FROM audit WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY seq',
  )
    .all(JSON.stringify(subjects))
    .map((row) => ({ at: row.at, state: ACTION_WORDS[row.action] ?? row.action, text: row.actor }));
}
