import { LINK_KINDS, type LinkKind, type RuleChanges } from '../../../shared/contract/rule-changes.ts';
import type { ToleranceException } from '../../../shared/contract/profile-tolerances.ts';
import { ruleTitle } from '../../matching/rules.ts';

const LINK_KIND_WORDS: Readonly<Record<LinkKind, string>> = {
  sharedId: 'the same shared id',
  taxId: 'the same tax id',
  nameAndAddress: 'the same name at the same address',
};

/** What is changed of the rules, one line each, for the person who enables it. */
export function ruleLines({
  switchedOff,
  dateWindowDays,
  dayCount,
  exceptions,
  links,
  linkBy = [],
}: RuleChanges): string[] {
  return [
    ...switchedOff.map((ruleId) => `“${ruleTitle(ruleId)}” is switched off`),
    ...(dateWindowDays === undefined ? [] : [`the date window is ${dateWindowDays} days`]),
    ...(dayCount === undefined ? [] : [`days are counted as ${dayCount} days`]),
    ...exceptions.map(exceptionLine),
    ...(links === undefined
      ? []
      : [
          `customers are linked without a person from a score of ${links.fromScore.toFixed(2)} on, with ${links.leastMargin.toFixed(2)} before the next candidate`,
        ]),
    ...LINK_KINDS.filter((kind) => linkBy.includes(kind)).map(
      (kind) => `customers are linked without a person by ${LINK_KIND_WORDS[kind]}`,
    ),
  ];
}

function exceptionLine(exception: ToleranceException): string {
  const { customer, currency, ruleId, amountToleranceMinor, dateWindowDays, dayCount } = exception;
  const whom = [
    ...(customer === undefined ? [] : [`customer ${customer}`]),
    ...(currency === undefined ? [] : [currency]),
    ...(ruleId === undefined ? [] : [`“${ruleTitle(ruleId)}”`]),
  ];
  const what = [
    ...(amountToleranceMinor === undefined ? [] : [`amounts may differ by ${amountToleranceMinor} minor units`]),
    ...(dateWindowDays === undefined ? [] : [`the date window is ${dateWindowDays} days`]),
    ...(dayCount === undefined ? [] : [`days are counted as ${dayCount} days`]),
  ];
  return `for ${whom.join(', ')}: ${what.join(', ')}`;
}
