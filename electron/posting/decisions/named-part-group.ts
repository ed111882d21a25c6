import type { ItemKey, MatchId, MovementKey } from '../../../shared/domain/ids.ts';
import { getItem } from '../../ledger/item-store.ts';
import type { MatchRow } from '../../ledger/match-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

/** SQL: whether a match is one of several charges that are exactly one item only together, as its points say. */
export const isNamedPart = (match: string): string => `instr(${match}.points_json, '"signal":"namedParts"') > 0`;
/**
 * SQL: whether a rule may look at an automatic match `m` of the movement `v`. A version above 1: a person decided this proposal and undid it,
 * so it stays hers; what only a rule was kept from is weighed anew, for limits, holds and periods change. What may be a duplicate is held for
 * the answer under Duplicates alone, whatever was undone before it.
 */
export const MAY_RULE = `m.automatic = 1
    AND (v.attention IS NULL OR v.attention = 'possibleDuplicate' OR (m.version = 1 AND v.attention IN ('proposal', 'postingProblem')))`;

export interface NamedPart {
  readonly matchId: MatchId;
  readonly movementKey: MovementKey;
  readonly objectId: string;
  /** 0: it is a person's to decide. */
  readonly mayRule: 0 | 1;
}
/** Charges that were found to be exactly one item together; each rests on all others. */
export interface NamedPartGroup {
  readonly item: string;
  readonly parts: readonly NamedPart[];
  /** Whether they still are exactly what is free of the item. */
  readonly isWhole: boolean;
}

/** All proposed parts of the item that a part pays, as the ledger has them now. */
export function namedPartGroup(db: ReadableLedger, { matchId, ruleId, unit }: MatchRow): NamedPartGroup {
  const parts = statement<NamedPart & { itemKey: ItemKey; itemAmountMinor: number }>(
    db,
    `SELECT m.match_id AS matchId, v.movement_key AS movementKey, v.object_id AS objectId, a.item_key AS itemKey,
       a.item_amount_minor AS itemAmountMinor, (m.unit = @unit AND ${MAY_RULE}) AS mayRule
     FROM allocation a JOIN match m ON m.match_id = a.match_id JOIN movement v ON v.movement_key = a.movement_key
     WHERE a.item_key IN (SELECT item_key FROM allocation WHERE match_id = @matchId) AND m.state = 'proposed' AND m.rule_id = @ruleId
       AND ${isNamedPart('m')} ORDER BY m.match_id`,
  ).all({ matchId, ruleId, unit });
  const [first] = parts;
  if (first === undefined) throw new Error(`match ${matchId} is no part of a proposed group`);
  const { item, freeMinor } = getItem(db, first.itemKey);
  const sum = parts.reduce((total, { itemAmountMinor }) => total + itemAmountMinor, 0);
  return { item, parts, isWhole: parts.length > 1 && sum === freeMinor };
}
