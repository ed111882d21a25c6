import { useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/contract.ts';
import type { PostingDetail } from '../../../shared/contract/postings.ts';
import { useReversePosting as useReverseCommand } from '../../api/mutations.ts';

export interface ReverseActions {
  readonly askReverse: () => void;
  /** The posting she is about to have taken back, while she is asked why; `sendNow`: why outside the window, which the engine asked. */
  readonly asksReverse: {
    readonly detail: PostingDetail;
    readonly reason: string | null;
    readonly text: string | null;
  } | null;
  readonly giveReverse: (reason: string | null) => void;
}

/** Asks why, then has the posting taken back that was on screen when she began; where the site wants it also why at once. */
export function useReversePosting(
  detail: PostingDetail | undefined,
  outcome: {
    readonly onSuccess: (output: CommandOutput<'posting.reverse'>) => void;
    readonly onError: (error: unknown) => void;
  },
): ReverseActions & { readonly isPending: boolean } {
  const command = useReverseCommand();
  const [asksReverse, setAsked] = useState<ReverseActions['asksReverse']>(null);
  return {
    isPending: command.isPending,
    asksReverse,
    askReverse: () =>
      !command.isPending && detail?.can.reverse === true && setAsked({ detail, reason: null, text: null }),
    giveReverse: (given) => {
      setAsked(null);
      if (given === null || asksReverse === null) return;
      const { detail: asked } = asksReverse;
      const isSecond = asksReverse.reason !== null;
      const reason = asksReverse.reason ?? given;
      command.mutate(
        {
          postingKey: asked.posting.key,
          seenVersion: asked.posting.version,
          reason,
          ...(isSecond ? { sendNowReason: given } : {}),
        },
        {
          ...outcome,
          onError: (thrown) =>
            thrown.code === 'POSTING_REASON_NEEDED' && !isSecond
              ? setAsked({ detail: asked, reason, text: thrown.message })
              : outcome.onError(thrown),
        },
      );
    },
  };
}
