import { statement } from '../../../electron/ledger/statement.ts';
import type { MixedWorld } from './mixed-world.ts';

/** A posting that a rule has approved. */
export interface RuledPosting {
  readonly postingId: number;
  readonly chargeId: string;
  /** The posting that it takes back. */
  readonly reverses: number | null;
  /** `item=minor`, separated by commas. */
  readonly shares: string;
}

/** All of them, oldest first. */
export function ruledPostings({ db }: MixedWorld): RuledPosting[] {
  return statement<RuledPosting>(
    db,
    `SELECT p.posting_id AS postingId, m.object_id AS chargeId, p.reverses, group_concat(i.item || '=' || a.amount_minor) AS shares
       FROM posting p JOIN movement m USING (movement_key) JOIN allocation a ON a.match_id = p.match_id
       JOIN ar_item i ON i.item_key = a.item_key
       WHERE p.approved_rule IS NOT NULL GROUP BY p.posting_id ORDER BY p.posting_id`,
  ).all();
}

export function readShare(text: string): readonly [string, number] {
  const [item = '', minor = ''] = text.split('=');
  return [item, Number(minor)];
}
