/**
 * The ordered rules that propose matches. A rule's meaning never changes under its version: a change of points, of a
 * condition or of an order is a new version, and each proposal names the one that made it. Rules of one order compete with each other;
 * those of a later order hear only of what the earlier ones left. `automaticAllowed`: the rule may say that nobody needs to look.
 */
export const RULES = [
  { id: 'keyed-by-hand', version: 5, title: 'receipt keyed by hand', order: 1, automaticAllowed: true },
  { id: 'reference-exact', version: 5, title: 'references sum', order: 2, automaticAllowed: true },
  { id: 'reference-typo', version: 1, title: 'reference with one typo', order: 3, automaticAllowed: false },
  { id: 'amount-customer-date', version: 4, title: 'amount, customer and date', order: 3, automaticAllowed: true },
  { id: 'amount-customer-set', version: 4, title: 'several items, one sum', order: 4, automaticAllowed: false },
  { id: 'charges-of-one-item', version: 2, title: 'several charges, one item', order: 4, automaticAllowed: false },
  { id: 'charges-and-items', version: 1, title: 'several charges, several items', order: 5, automaticAllowed: false },
  { id: 'net-of-fee', version: 1, title: 'amount less the fee', order: 6, automaticAllowed: false },
  { id: 'amount-tolerance', version: 2, title: 'amount within tolerance', order: 6, automaticAllowed: false },
  { id: 'other-currency', version: 1, title: 'other currency at a known rate', order: 7, automaticAllowed: false },
  { id: 'refund-of-charge', version: 3, title: 'refund of its charge', order: 8, automaticAllowed: true },
  { id: 'dispute-of-charge', version: 1, title: 'dispute of its charge', order: 8, automaticAllowed: false },
] as const;

/** Position of a rule in `RULES` plus one; 0 is "no rule". Compact form for columns. */
export type RuleCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12;
export const KEYED: RuleCode = 1;
export const REFERENCE: RuleCode = 2;
export const TYPO: RuleCode = 3;
export const AMOUNT: RuleCode = 4;
export const SET: RuleCode = 5;
export const INSTALMENTS: RuleCode = 6;
export const GROUP: RuleCode = 7;
export const NET: RuleCode = 8;
export const NEAR: RuleCode = 9;
export const OTHER_CURRENCY: RuleCode = 10;
export const REFUND: RuleCode = 11;
export const DISPUTE: RuleCode = 12;

/** Id and version of a rule code; throws on 0. */
export function ruleOf(code: number): (typeof RULES)[number] {
  const rule = RULES[code - 1];
  if (rule === undefined) throw new RangeError(`no matching rule has the code ${code}`);
  return rule;
}

/** Whether matches with this rule id are made by this program; all others were made by a person. */
export function isMatchingRule(ruleId: string): boolean {
  return RULES.some((rule) => rule.id === ruleId);
}

/** Words for a rule id as the window shows it; an id of an unknown rule is shown as it is. */
export function ruleTitle(ruleId: string): string {
  return RULES.find((rule) => rule.id === ruleId)?.title ?? ruleId;
}

/** A rule with its version, as a posting names what approved it (`reference-exact v1`), in the words of the window. */
export function ruleWords(rule: string): string {
  const [ruleId = rule, ...version] = rule.split(' ');
  return [`“${ruleTitle(ruleId)}”`, ...version].join(' ');
}

/** An automatic decision needs at least this distance to the second-best alternative. */
export const AUTOMATIC_MARGIN = 0.15;
/** Days between a charge and a receipt that somebody keyed for it without naming it. */
export const KEYED_WINDOW_DAYS = 5;
/** Search steps one movement may spend on sums of several items. A count, so that every machine gives the same answer. */
export const SET_STEP_BUDGET = 20_000;
/** Items of one customer beyond which sums of several items are not searched at all. */
export const SET_ITEM_LIMIT = 200;
/** Most items one sum may have. */
export const SET_SIZE_LIMIT = 6;
/** Alternatives kept per movement. */
export const CANDIDATE_LIMIT = 5;
