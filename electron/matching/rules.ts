/**
 * The ordered rules that propose matches. A rule's meaning never changes under its version: a change of points, of a
 * condition or of an order is a new version, and each proposal names the one that made it.
 */
export const RULES = [
  { id: 'keyed-by-hand', version: 3, title: 'receipt keyed by hand' },
  { id: 'reference-exact', version: 1, title: 'references sum' },
  { id: 'amount-customer-date', version: 1, title: 'amount, customer and date' },
  { id: 'amount-customer-set', version: 1, title: 'several items, one sum' },
  { id: 'refund-of-charge', version: 2, title: 'refund of its charge' },
] as const;

/** Position of a rule in `RULES` plus one; 0 is "no rule". Compact form for columns. */
export type RuleCode = 0 | 1 | 2 | 3 | 4 | 5;
export const KEYED: RuleCode = 1;
export const REFERENCE: RuleCode = 2;
export const AMOUNT: RuleCode = 3;
export const SET: RuleCode = 4;
export const REFUND: RuleCode = 5;

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
