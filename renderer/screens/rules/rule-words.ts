import type { ToleranceException } from '../../../shared/contract/profile-tolerances.ts';
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

/** One exception in words: for whom, and what. */
export function exceptionWords(exception: ToleranceException, rules: readonly RuleRow[]): string {
  const { customer, currency, ruleId, amountToleranceMinor, dateWindowDays, dayCount } = exception;
  const title = rules.find((rule) => rule.ruleId === ruleId)?.title ?? ruleId;
  const whom = [
    customer === undefined ? null : `customer ${customer}`,
    currency,
    title === undefined ? null : `“${title}”`,
  ];
  const what = [
    amountToleranceMinor === undefined ? null : `${formatCount(amountToleranceMinor)} minor units`,
    dateWindowDays === undefined ? null : `${dateWindowDays} days`,
    dayCount === undefined ? null : `${dayCount} days count`,
  ];
  const joined = (parts: readonly (string | null | undefined)[]) =>
    parts.filter((part) => part !== null && part !== undefined).join(', ');
  return `${joined(whom)}: ${joined(what)}`;
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
