import type { LinkState } from './states.ts';

/** Deciders of customer links that are this program itself; every other name is a person. */
export const BY_STORED_ID = 'stored id';
export const BY_EXACT_NAME = 'exact name';
export const BY_SCORE = 'score';
/** The rule that links customers by score and margin, where a reviewer has switched it on; its meaning never changes under its version. */
export const BY_LINK_RULE = 'rule “score and margin” v1';

const OWN_NAMES: ReadonlySet<string> = new Set([BY_STORED_ID, BY_EXACT_NAME, BY_SCORE, BY_LINK_RULE]);

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
