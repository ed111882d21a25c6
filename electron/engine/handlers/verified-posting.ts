import type { CommandOutput } from '../../../shared/contract/contract.ts';
import type { PostingRow } from '../../../shared/contract/views.ts';

type Shown = Pick<PostingRow, 'kind' | 'state' | 'stateReason'>;
type Verified = Pick<CommandOutput<'posting.verify'>, 'found' | 'text'>;

/** What looking at PeopleSoft again found about a posting, in words for the clerk; `before` is its state before the look. */
export function verifiedPosting(posting: Shown, before: string): Verified {
  const { found, text } = foundBy(posting);
  if (before !== posting.state) return { found, text };
  return { found, text: `${text}${/[.!?]$/.test(text) ? '' : '.'} Nothing has changed.` };
}

function foundBy({ kind, state, stateReason }: Shown): Verified {
  switch (state) {
    case 'confirmed':
      return {
        found: 'confirmed',
        text: `PeopleSoft shows it ${kind === 'pendingItem' ? 'posted and in Receivables' : 'applied and posted'}.`,
      };
    case 'accepted':
      return { found: 'accepted', text: 'PeopleSoft shows it saved; its batches have not finished with it.' };
    case 'queued':
      return { found: 'absent', text: 'PeopleSoft does not hold it; it goes again.' };
    case 'queuedNeedsSignIn':
      return { found: 'absent', text: 'PeopleSoft does not hold it; it goes again after the next sign-in.' };
    case 'withdrawn':
      return { found: 'absent', text: `PeopleSoft does not hold it and it was taken back${because(stateReason)}` };
    case 'sending':
      return { found: 'sending', text: 'It is being sent to PeopleSoft right now; the answer is not there yet.' };
    case 'rejected':
      return { found: 'rejected', text: `PeopleSoft refused it and has not saved it${because(stateReason)}` };
    case 'postingError':
      return { found: 'stillUnknown', text: stateReason ?? 'PeopleSoft holds it otherwise than it was approved.' };
    case 'approved':
    case 'unknown':
    case 'reversed':
      return { found: 'stillUnknown', text: stateReason ?? 'It is still not known.' };
  }
}

function because(reason: string | null): string {
  return reason === null ? '.' : `: ${reason}`;
}
