import { LINK_KINDS, type LinkKind, type RuleChanges } from '../../../shared/contract/rule-changes.ts';
import { toleranceWords, type CurrencyDecimals } from '../../../shared/contract/tolerance-words.ts';
import { ruleTitle } from '../../matching/rules.ts';

const LINK_KIND_WORDS: Readonly<Record<LinkKind, string>> = {
  sharedId: 'the same shared id',
  taxId: 'the same tax id',
  nameAndAddress: 'the same name at the same address',
};

/** What is changed of the rules, one line each, for the person who enables it; amounts in the decimals of PeopleSoft's currency table. */
export function ruleLines(changes: RuleChanges, decimals: CurrencyDecimals): string[] {
  const { switchedOff, dateWindowDays, dayCount, exceptions, links, linkBy = [] } = changes;
  return [
    ...switchedOff.map((ruleId) => `“${ruleTitle(ruleId)}” is switched off`),
    ...(dateWindowDays === undefined ? [] : [`the date window is ${dateWindowDays} days`]),
    ...(dayCount === undefined ? [] : [`days are counted as ${dayCount} days`]),
    ...exceptions.map((each) => `special tolerance for ${toleranceWords(each, { titleOf: ruleTitle, decimals })}`),
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
