import type { MatchingTolerances } from '../../../shared/contract/profile-tolerances.ts';
import type { WhyNotItem } from '../../../shared/contract/why-not-item.ts';
import type { ItemKey, MovementKey } from '../../../shared/domain/ids.ts';
import { getItem } from '../../ledger/item-store.ts';
import { getMovement, type MovementRow } from '../../ledger/movement-store.ts';
import { defineRead, type ReadableLedger } from '../../ledger/operation.ts';
import type { RuleAnswer } from '../../matching/why-not.ts';
import type { PartyProfile } from './read-parties.ts';
import { whyNotItem } from './why-not-operation.ts';

export interface AskedPair {
  readonly movementKey: number;
  readonly itemKey: number;
  readonly units: readonly { readonly unit: string; readonly businessUnits: readonly string[] }[];
  readonly tolerances: MatchingTolerances;
  readonly parties: PartyProfile;
  readonly switchedOff: readonly string[];
}

/** Why a movement is not paired with an item, in sentences for whoever asks about the two. Throws `NOT_FOUND`. */
export const whyNotPairWords = defineRead(
  'matching.whyNotPairWords',
  (db: ReadableLedger, { units, ...asked }: AskedPair): WhyNotItem => {
    const movement = getMovement(db, asked.movementKey as MovementKey);
    const { item } = getItem(db, asked.itemKey as ItemKey);
    const businessUnits = units.find(({ unit }) => unit === movement.unit)?.businessUnits ?? [];
    const answer = whyNotItem.run(db, { ...asked, businessUnits });
    if (answer === null) return { item, rules: [], nearest: null, note: notCompared(movement) };
    const { rules, nearest, note } = answer;
    return { item, rules: rules.map(said), nearest: nearest === null ? null : said(nearest), note };
  },
);

function said({ failing, ...rule }: RuleAnswer): WhyNotItem['rules'][number] {
  return { ...rule, failing: failing.map(({ text }) => text) };
}

function notCompared({ kind, unit }: MovementRow): string {
  if (unit === null) return `The ${kind} belongs to no unit, so no rule compares it with an item.`;
  return `No rule pairs a ${kind} with an item.`;
}
