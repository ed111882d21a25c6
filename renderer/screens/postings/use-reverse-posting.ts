import { useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/contract.ts';
import type { PostingDetail } from '../../../shared/contract/postings.ts';
import { useReversePosting as useReverseCommand } from '../../api/mutations.ts';

export interface ReverseActions {
  readonly askReverse: () => void;
  /** The posting she is about to have taken back, while she is asked why. */
  readonly asksReverse: PostingDetail | null;
  readonly giveReverse: (reason: string | null) => void;
}

/** Asks why, then has the posting taken back that was on screen when she began. */
export function useReversePosting(
  detail: PostingDetail | undefined,
  outcome: {
    readonly onSuccess: (output: CommandOutput<'posting.reverse'>) => void;
    readonly onError: (error: unknown) => void;
  },
): ReverseActions & { readonly isPending: boolean } {
  const command = useReverseCommand();
  const [asksReverse, setAsked] = useState<PostingDetail | null>(null);
  return {
    isPending: command.isPending,
    asksReverse,
    askReverse: () => {
      if (command.isPending || detail?.can.reverse !== true || detail.notHers.approve !== null) return;
      setAsked(detail);
    },
    giveReverse: (reason) => {
      setAsked(null);
      if (reason === null || asksReverse === null) return;
      const { key, version } = asksReverse.posting;
      command.mutate({ postingKey: key, seenVersion: version, reason }, outcome);
    },
  };
}
