import { useState } from 'react';
import type { RefObject } from 'react';
import type { CommandOutput } from '../../../shared/contract/contract.ts';
import type { PostingDetail } from '../../../shared/contract/postings.ts';
import { useReplayPosting, useSendPostings, useVerifyPosting } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { useReversePosting } from './use-reverse-posting.ts';
import type { ReverseActions } from './use-reverse-posting.ts';
import { useOrderForPosting } from './use-order-for-posting.ts';
import type { OrderActions } from './use-order-for-posting.ts';
import { useSettlePosting } from './use-settle-posting.ts';
import type { SettleActions } from './use-settle-posting.ts';

export interface PostingActions extends SettleActions, ReverseActions, OrderActions {
  /** Makes another posting of the list the current one. */
  readonly show: (postingKey: number) => void;
  readonly verify: () => void;
  readonly replay: () => void;
  readonly askSendNow: () => void;
  readonly isAskingSendNow: boolean;
  readonly sendNow: (reason: string | null) => void;
  readonly isBusy: boolean;
  readonly isVerifying: boolean;
  readonly error: unknown;
  readonly dismissError: () => void;
}

/** Verify, replay and send now for the posting on screen; the grid keeps its place. */
export function usePostingActions(
  detail: PostingDetail | undefined,
  grid: RefObject<GridHandle<'postings'> | null>,
  queue: { readonly unit: string; readonly due: number | null },
): PostingActions {
  const { say } = useNotices();
  const [verify, replay, send] = [useVerifyPosting(), useReplayPosting(), useSendPostings()];
  const [error, setError] = useState<unknown>(null);
  const [isAskingSendNow, setAsking] = useState(false);
  const outcome = {
    onSuccess: (output: Pick<CommandOutput<'posting.verify'>, 'posting' | 'text'>) => {
      setError(null);
      say(output.text);
      grid.current?.replace(output.posting);
    },
    onError: setError,
  };
  const { isPending: isSettling, ...settle } = useSettlePosting(detail, outcome);
  const { isPending: isReversing, ...reverse } = useReversePosting(detail, outcome);
  const { isPending: isOrdering, ...order } = useOrderForPosting(detail, setError);
  const isBusy = isOrdering || verify.isPending || replay.isPending || send.isPending || isSettling || isReversing;
  return {
    ...settle,
    ...reverse,
    ...order,
    show: (postingKey) => void grid.current?.goToKey(postingKey, true),
    isBusy,
    isVerifying: verify.isPending,
    error,
    dismissError: () => setError(null),
    isAskingSendNow,
    askSendNow: () => (queue.due === 0 ? say(`Nothing waits to be sent in ${queue.unit}.`, 'hint') : setAsking(true)),
    verify: () => {
      if (isBusy || detail === undefined) return;
      if (!detail.can.verify) return say(detail.can.why ?? 'Only an unknown outcome is verified.', 'hint');
      if (detail.notHers.decide !== null) return say(detail.notHers.decide, 'hint');
      verify.mutate({ postingKey: detail.posting.key }, outcome);
    },
    replay: () => {
      if (isBusy || detail === undefined || detail.notHers.approve !== null) return;
      replay.mutate({ postingKey: detail.posting.key, seenVersion: detail.posting.version }, outcome);
    },
    sendNow: (reason) => {
      setAsking(false);
      if (reason === null) return;
      send.mutate(
        { now: true, unit: queue.unit, reason },
        {
          onSuccess: () => say('Sending; the bar at the bottom shows how far it is.'),
          onError: setError,
        },
      );
    },
  };
}
