import type { ToleranceException } from '../../../shared/contract/profile-tolerances.ts';
import { toleranceWords } from '../../../shared/contract/tolerance-words.ts';
import type { RuleList, RuleRow } from '../../../shared/contract/rules.ts';
import { formatCount } from '../../ui/money.ts';

/** `snapToDays` as words: `snap to days`. */
export function parameterWords({ name, value }: RuleRow['parameters'][number]): string {
  return `${name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)} ${formatCount(value)}`;
}

/** Share of decided matches that were wrong, with one decimal; where nothing was decided it says so. */
export function errorRateWords(errorRate: number | null): string {
  return errorRate === null ? 'none decided' : `${(errorRate * 100).toFixed(1)} %`;
}

/** One special tolerance in words: for whom, and what. */
export function specialToleranceWords(tolerance: ToleranceException, { rules, inUse }: RuleList): string {
  const titleOf = (ruleId: string) => rules.find((rule) => rule.ruleId === ruleId)?.title ?? ruleId;
  return toleranceWords(tolerance, { titleOf, decimals: inUse.decimals });
}

/** What the rules are in force by. */
export function inUseSentence(list: RuleList | undefined): string {
  if (list === undefined) return '';
  const { version, tolerances } = list.inUse;
  const off = list.rules.filter(({ isOn }) => !isOn).length;
  const by =
    version === null ? 'As the program and the connection profile have them' : `Version ${version} is in force`;
  const days = `${tolerances.dateWindowDays} ${tolerances.dayCount} days`;
  return `${by}: ${list.rules.length - off} rules on${off === 0 ? '' : `, ${off} off`}, window ${days}.`;
}
