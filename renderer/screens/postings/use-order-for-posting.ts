import { useState } from 'react';
import type { PostingDetail } from '../../../shared/contract/postings.ts';
import { useOpenOrder } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';

export interface OrderActions {
  readonly askOrder: () => void;
  /** The posting whose cash is to be applied or moved, while she is asked how. */
  readonly asksOrder: PostingDetail | null;
  readonly giveOrder: (text: string | null) => void;
}

/** Whether the cash of a posting stands in PeopleSoft, so that a clerk can do something with it there. */
export function isConfirmedCash({ posting }: PostingDetail): boolean {
  return posting.state === 'confirmed' && posting.effect === 'payment';
}

/** Asks what is to be done in PeopleSoft with the cash of the posting on screen, and keeps it as a work order. */
export function useOrderForPosting(
  detail: PostingDetail | undefined,
  onError: (error: unknown) => void,
): OrderActions & { readonly isPending: boolean } {
  const { say } = useNotices();
  const command = useOpenOrder();
  const [asksOrder, setAsked] = useState<PostingDetail | null>(null);
  return {
    isPending: command.isPending,
    asksOrder,
    askOrder: () => !command.isPending && detail !== undefined && isConfirmedCash(detail) && setAsked(detail),
    giveOrder: (text) => {
      setAsked(null);
      if (text === null || asksOrder === null) return;
      const onSuccess = ({ text: said }: { readonly text: string }) => say(said);
      command.mutate({ postingKey: asksOrder.posting.key, text }, { onSuccess, onError });
    },
  };
}
