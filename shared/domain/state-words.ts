import type { ConnectionState, MovementState, PostingState } from './states.ts';

/** States as a clerk reads them, in lists and tags; what is stored and compared are the codes. */
export const POSTING_STATE_WORDS: Readonly<Record<PostingState, string>> = {
  approved: 'approved',
  queued: 'queued',
  queuedNeedsSignIn: 'queued, needs sign-in',
  sending: 'sending',
  accepted: 'accepted',
  confirmed: 'confirmed',
  postingError: 'posting error',
  rejected: 'rejected',
  unknown: 'unknown',
  reversed: 'reversed',
  withdrawn: 'withdrawn',
};

export const CONNECTION_STATE_WORDS: Readonly<Record<ConnectionState, string>> = {
  ok: 'ok',
  degraded: 'degraded',
  paused: 'paused',
  needsAttention: 'needs attention',
  unreachable: 'unreachable',
};

const MOVEMENT_IS: Readonly<Record<MovementState, string>> = {
  unmatched: 'unmatched',
  proposed: 'proposed',
  ambiguous: 'ambiguous',
  approved: 'approved',
  posted: 'posted',
  notEvaluated: 'still waiting for data',
  lookupFailed: 'without data that could not be looked up',
  excluded: 'excluded from matching',
};

/** A posting's state behind "is": "This posting is …". */
export function postingIs(state: PostingState): string {
  return state === 'postingError' ? 'in error' : POSTING_STATE_WORDS[state];
}

/** A movement's state behind "is": "This movement is …". */
export function movementIs(state: MovementState): string {
  return MOVEMENT_IS[state];
}
