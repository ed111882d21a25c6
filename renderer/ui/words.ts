import type { Facet, PostingRow } from '../../shared/contract/views.ts';
import type { ConnectionState, MovementKind, PostingState, SystemName } from '../../shared/domain/states.ts';
import { CONNECTION_STATE_WORDS, POSTING_STATE_WORDS } from '../../shared/domain/state-words.ts';
import { capital } from './capital.ts';

export type Tone = 'ok' | 'warn' | 'bad' | 'mute';

export const SYSTEM_WORDS: Readonly<Record<SystemName, string>> = { stripe: 'Stripe', peoplesoft: 'PeopleSoft' };

export const KIND_WORDS: Readonly<Record<MovementKind, string>> = {
  charge: 'Charge',
  refund: 'Refund',
  dispute: 'Dispute',
  payout: 'Payout',
  fee: 'Fee',
  adjustment: 'Adjustment',
};

export const FACET_WORDS: Readonly<Record<Facet, string>> = {
  needsReview: 'Needs review',
  severalCandidates: 'Several candidates',
  amountDiffers: 'Amount differs',
  noCustomerLink: 'No customer link',
  refundsAndDisputes: 'Refunds and disputes',
  lookupFailed: 'Lookup failed',
  notEvaluated: 'Not evaluated',
  matched: 'Matched',
  excluded: 'Excluded',
  all: 'All',
};

/** A stream of reading by its name, e.g. `balance_transaction` or `openItems.US`. */
export function streamWords(stream: string): string {
  const [name = stream, ...place] = stream.split('.');
  // Stripe writes the word in one; the trade does not.
  const words = name
    .replace('topup', 'top-up')
    .replaceAll('_', ' ')
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return [capital(words.endsWith('s') ? words : `${words}s`), ...place].join(', ');
}

export const POSTING_WORDS: Readonly<Record<PostingState, { readonly label: string; readonly tone: Tone }>> = {
  approved: { label: POSTING_STATE_WORDS.approved, tone: 'mute' },
  queued: { label: POSTING_STATE_WORDS.queued, tone: 'mute' },
  queuedNeedsSignIn: { label: POSTING_STATE_WORDS.queuedNeedsSignIn, tone: 'warn' },
  sending: { label: POSTING_STATE_WORDS.sending, tone: 'warn' },
  accepted: { label: POSTING_STATE_WORDS.accepted, tone: 'ok' },
  confirmed: { label: POSTING_STATE_WORDS.confirmed, tone: 'ok' },
  postingError: { label: POSTING_STATE_WORDS.postingError, tone: 'bad' },
  rejected: { label: POSTING_STATE_WORDS.rejected, tone: 'bad' },
  unknown: { label: POSTING_STATE_WORDS.unknown, tone: 'bad' },
  reversed: { label: POSTING_STATE_WORDS.reversed, tone: 'mute' },
  withdrawn: { label: POSTING_STATE_WORDS.withdrawn, tone: 'mute' },
};

export const EFFECT_WORDS: Readonly<Record<PostingRow['effect'], string>> = {
  payment: 'charge',
  refund: 'refund',
  dispute: 'dispute',
  reversal: 'reversal',
  journal: 'direct journal',
  item: 'invoice',
  credit: 'credit note',
  application: 'application',
};

export const CONNECTION_WORDS: Readonly<Record<ConnectionState, { readonly label: string; readonly tone: Tone }>> = {
  ok: { label: CONNECTION_STATE_WORDS.ok, tone: 'ok' },
  degraded: { label: CONNECTION_STATE_WORDS.degraded, tone: 'warn' },
  paused: { label: CONNECTION_STATE_WORDS.paused, tone: 'warn' },
  needsAttention: { label: CONNECTION_STATE_WORDS.needsAttention, tone: 'bad' },
  unreachable: { label: CONNECTION_STATE_WORDS.unreachable, tone: 'bad' },
};
