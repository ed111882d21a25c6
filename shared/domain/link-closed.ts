import type { LinkState } from './states.ts';

/** Deciders of customer links that are this program itself; every other name is a person. */
export const BY_STORED_ID = 'stored id';
export const BY_EXACT_NAME = 'exact name';
export const BY_SCORE = 'score';
/** The rules that link customers, each where a reviewer has switched it on; the meaning of none changes under its version. */
export const BY_LINK_RULE = {
  sharedId: 'rule “shared id” v1',
  taxId: 'rule “tax id” v1',
  nameAndAddress: 'rule “name and address” v1',
  score: 'rule “score and margin” v1',
} as const;

const RULE_NAMES: ReadonlySet<string> = new Set(Object.values(BY_LINK_RULE));
const OWN_NAMES: ReadonlySet<string> = new Set([BY_STORED_ID, BY_EXACT_NAME, BY_SCORE, ...RULE_NAMES]);

/** Whether a rule that a reviewer switched on decided this link. */
export function isDecidedByRule(decidedBy: string | null): boolean {
  return decidedBy !== null && RULE_NAMES.has(decidedBy);
}

/** What was decided about a link, and by whom. */
export interface LinkVerdict {
  readonly state: LinkState;
  readonly decidedBy: string | null;
}

/** Whether the program itself decided this link. */
export function isDecidedByProgram({ decidedBy }: LinkVerdict): boolean {
  return decidedBy !== null && OWN_NAMES.has(decidedBy);
}

/**
 * Whether a pair is not put forward: a person rejected or retired it, and nothing speaks for it now but what she saw then. What the
 * program retired itself comes back with the evidence that had gone.
 */
export function staysClosed(link: LinkVerdict, isSameEvidence: boolean): boolean {
  const isClosed = link.state === 'rejected' || link.state === 'retired';
  return isClosed && isSameEvidence && !isDecidedByProgram(link);
}
