import type { DuplicateDetail } from '../../../shared/contract/duplicates.ts';
import type { ClusterRow } from '../../ledger/duplicate-cluster-store.ts';
import { NOT_DUPLICATE, SAME_EVENT } from '../../ledger/duplicate-decision.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** How a suspicion and the two answers to it are called. */
export interface AnswerWords {
  readonly suspected: string;
  readonly same: string;
}
export const EVENT_WORDS: AnswerWords = { suspected: 'Suspected to be one event', same: 'One event' };
export const CUSTOMER_WORDS: AnswerWords = { suspected: 'Suspected to be one customer', same: 'One customer' };

/** That a cluster was found and what people have said of it over time, from the audit: an answer that expired or was taken back too. */
export function answersTold(db: ReadableLedger, cluster: ClusterRow, words: AnswerWords): DuplicateDetail['timeline'] {
  const { clusterId, foundAt, decidedAt, decidedBy, state } = cluster;
  const told: DuplicateDetail['timeline'] = [{ at: foundAt, text: words.suspected, tone: 'warn' }];
  const answers: Readonly<Record<string, string>> = { [SAME_EVENT]: words.same, [NOT_DUPLICATE]: 'Not a duplicate' };
  const rows = statement<{ at: string; actor: string; action: string; reason: string | null }>(
    db,
    "SELECT at, actor, action, json_extract(detail_json, '$.reason') AS reason FROM audit WHERE subject = ? ORDER BY seq",
  ).all(`duplicate/${clusterId}`);
  for (const { at, actor, action, reason } of rows)
    told.push({ at, text: `${answers[action] ?? action}, ${actor}: ${reason ?? ''}`, tone: 'ok' });
  if (decidedAt !== null && rows.every(({ at }) => at !== decidedAt))
    told.push({
      at: decidedAt,
      text: `${state === 'sameEvent' ? words.same : 'Not a duplicate'}, ${decidedBy}`,
      tone: 'ok',
    });
  return told;
}

/** What a person said of a cluster; null: it waits for an answer. */
export function answerOf({ decidedBy, decidedAt, reason, expiresDate, doneAt }: ClusterRow): DuplicateDetail['answer'] {
  return decidedBy === null || decidedAt === null
    ? null
    : { by: decidedBy, at: decidedAt, reason: reason ?? '', expiresDate, doneAt };
}
