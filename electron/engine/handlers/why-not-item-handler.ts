import type { QueryInput, QueryOutput } from '../../../shared/contract/contract.ts';
import { changedTolerances } from '../../../shared/contract/rule-changes.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { partyProfile } from '../matching/read-parties.ts';
import { whyNotPairWords } from '../matching/why-not-item.ts';
import { rulesInForce } from '../rules/rules-in-force.ts';
import type { EngineContext } from './engine-context.ts';

/** Why a movement is not paired with an item, by the rules in force. Throws NOT_FOUND. */
export async function showWhyNotItem(
  { ledger, company, nowMs }: EngineContext,
  { movementKey, itemKey }: QueryInput<'match.whyNotItem'>,
): Promise<QueryOutput<'match.whyNotItem'>> {
  const { profile } = company;
  const rules = await rulesInForce(ledger, instantOf(nowMs()));
  return ledger.read(whyNotPairWords, {
    movementKey,
    itemKey,
    units: profile.units.map(({ unit, businessUnits }) => ({ unit, businessUnits })),
    tolerances: changedTolerances(profile.matching, rules),
    parties: partyProfile(profile),
    switchedOff: rules.switchedOff,
  });
}
