import type { ReadableLedger } from '../../ledger/operation.ts';
import { beforeDecisions, type ApprovedAllocation } from '../../matching/movements/before-decisions.ts';
import type { ApprovedHistory } from '../../matching/movements/compare-runs.ts';
import type { ProposedLinks } from '../../matching/customers/propose-links.ts';
import type { Snapshot } from '../../matching/movements/snapshot.ts';
import type { MatchingProfile } from './matching-request.ts';
import { readLinks } from './read-links.ts';
import { readSnapshot } from './read-snapshot.ts';

const APPROVED = `SELECT a.movement_key AS movementKey, a.item_key AS itemKey, a.item_amount_minor AS itemAmountMinor
  FROM allocation a JOIN match USING (match_id) JOIN match_movement mm ON mm.match_id = a.match_id AND mm.movement_key = a.movement_key AND mm.live = 1
  JOIN movement m ON m.movement_key = a.movement_key AND m.kind = 'charge'
  WHERE match.kind = 'payment' AND match.state IN ('approved', 'posted') ORDER BY a.movement_key, a.item_key`;

/** The rows as they stood before charges were approved, and what was approved for each. */
export interface RuleHistory {
  readonly snapshot: Snapshot;
  /** The customer links it stands on, as this profile makes them. */
  readonly links: ProposedLinks;
  readonly history: ApprovedHistory;
  /** An item that was approved for a charge, by movement key. */
  readonly items: ReadonlyMap<number, number>;
}

/** Reads all rows, so that rules can be tried on what people and rules have approved. Call it inside one read transaction. */
export function readHistory(db: ReadableLedger, profile: MatchingProfile): RuleHistory {
  const approved = db.prepare<[], ApprovedAllocation>(APPROVED).all();
  const links = readLinks(db, profile);
  const snapshot = beforeDecisions(readSnapshot({ db, profile, links, within: null }), approved);
  const history = new Map<number, string>();
  const items = new Map<number, number>();
  for (const { movementKey, itemKey, itemAmountMinor } of approved) {
    const before = history.get(movementKey);
    const text = `${itemKey}:${itemAmountMinor}`;
    history.set(movementKey, before === undefined ? `items ${text}` : `${before} ${text}`);
    items.set(movementKey, itemKey);
  }
  return { snapshot, links, history, items };
}
