import { useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/contract.ts';
import type { PostingDetail } from '../../../shared/contract/postings.ts';
import { useSettlePosting as useSettleCommand } from '../../api/mutations.ts';
import type { SeenAs } from './settle-dialog.tsx';

export interface SettleActions {
  readonly askSettle: (as: SeenAs) => void;
  /** What she says she saw, about which posting, while she is asked for the reason. */
  readonly asksSettle: { readonly as: SeenAs; readonly detail: PostingDetail } | null;
  readonly giveSettle: (reason: string | null) => void;
}

/** Asks a reviewer why, then settles the posting that was on screen when she began. */
export function useSettlePosting(
  detail: PostingDetail | undefined,
  outcome: {
    readonly onSuccess: (output: CommandOutput<'posting.settle'>) => void;
    readonly onError: (error: unknown) => void;
  },
): SettleActions & { readonly isPending: boolean } {
  const command = useSettleCommand();
  const [asksSettle, setAsked] = useState<SettleActions['asksSettle']>(null);
  return {
    isPending: command.isPending,
    asksSettle,
    askSettle: (as) => !command.isPending && detail !== undefined && setAsked({ as, detail }),
    giveSettle: (reason) => {
      setAsked(null);
      if (reason === null || asksSettle === null) return;
      const { as, detail: asked } = asksSettle;
      command.mutate({ postingKey: asked.posting.key, seenVersion: asked.posting.version, as, reason }, outcome);
    },
  };
}
