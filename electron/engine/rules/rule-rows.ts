import type { RuleRow } from '../../../shared/contract/rules.ts';
import type { RuleCount } from '../../ledger/rule-set-store.ts';
import { PIPELINE } from '../../matching/movements/pipeline.ts';

/** The rules in their order, each with what became of its matches. */
export function ruleRows(counts: readonly RuleCount[], switchedOff: readonly string[]): RuleRow[] {
  return PIPELINE.map(({ id, version, title, order, parameters, automaticAllowed }) => {
    const mine = counts.filter((count) => count.ruleId === id);
    const of = (...outcomes: readonly string[]): number =>
      mine.filter(({ outcome }) => outcomes.includes(outcome)).reduce((sum, { matches }) => sum + matches, 0);
    const automatic = mine
      .filter((each) => each.automatic === 1 && ['proposed', 'approved', 'posted'].includes(each.outcome))
      .reduce((sum, { matches }) => sum + matches, 0);
    const [approved, rejected] = [of('approved', 'posted'), of('rejected')];
    const [overruled, takenBack] = [of('overruled'), of('reversed')];
    const wrong = rejected + overruled + takenBack;
    return {
      ruleId: id,
      version,
      title,
      order,
      parameters: Object.entries(parameters).map(([name, value]) => ({ name, value })),
      automaticAllowed,
      isOn: !switchedOff.includes(id),
      yield: { proposed: of('proposed'), automatic, approved, rejected, overruled, takenBack },
      errorRate: wrong + approved === 0 ? null : wrong / (wrong + approved),
    };
  });
}
