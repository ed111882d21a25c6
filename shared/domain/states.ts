/** Words of the trade with one meaning each; the window shows them through `renderer/ui/words.ts`, the ledger stores them as they are. */
export const MOVEMENT_KINDS = ['charge', 'refund', 'dispute', 'payout', 'fee', 'adjustment'] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];
/** The kinds a match can be made for; the others are tied out at the close. */
export const MATCHABLE_KINDS = ['charge', 'refund', 'dispute'] as const satisfies readonly MovementKind[];

export const MOVEMENT_STATES = [
  'unmatched',
  'proposed',
  'ambiguous',
  'approved',
  'posted',
  'notEvaluated',
  'lookupFailed',
  'excluded',
] as const;
export type MovementState = (typeof MOVEMENT_STATES)[number];

export const MATCH_STATES = ['proposed', 'approved', 'posted', 'reversed', 'rejected', 'withdrawn'] as const;
export type MatchState = (typeof MATCH_STATES)[number];

/**
 * Life of a posting (`queuedNeedsSignIn` waits for a person). `rejected` and `reversed` postings are not live: the effect may
 * be posted again under the next generation. Only `confirmed` counts in the ledger columns of the tie-out.
 */
export const POSTING_STATES = [
  'approved',
  'queued',
  'queuedNeedsSignIn',
  'sending',
  'accepted',
  'confirmed',
  'postingError',
  'rejected',
  'unknown',
  'reversed',
  'withdrawn',
] as const;
export type PostingState = (typeof POSTING_STATES)[number];

export const LINK_STATES = ['proposed', 'confirmed', 'rejected', 'retired'] as const;
export type LinkState = (typeof LINK_STATES)[number];

export const CONNECTION_STATES = ['ok', 'degraded', 'paused', 'needsAttention', 'unreachable'] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

export const SYSTEMS = ['stripe', 'peoplesoft'] as const;
export type SystemName = (typeof SYSTEMS)[number];

export const ROLES = ['preparer', 'reviewer', 'administrator', 'auditor'] as const;
export type Role = (typeof ROLES)[number];
