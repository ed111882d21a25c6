import { useState } from 'react';
import { useApproveInvoice, useCloseOrder, useConfirmLink, useWithdrawItem } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';
import type { Line } from './invoice-lines.ts';

export interface InvoiceActions {
  readonly approve: (post: boolean) => void;
  /** Links the Stripe customer of the line to the customer proposed for it. */
  readonly confirmLink: () => void;
  readonly askWithdraw: () => void;
  readonly askClose: () => void;
  /** The line whose reason is asked for, and what it is for. */
  readonly asks: { readonly line: Line; readonly what: 'withdraw' | 'close' } | null;
  readonly give: (reason: string | null) => void;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly dismissError: () => void;
}

/** Approve, take back and close for the current line. A line that does not allow it says why. */
export function useInvoiceActions(unit: string, line: Line | null): InvoiceActions {
  const { say } = useNotices();
  const [approve, withdraw, close] = [useApproveInvoice(), useWithdrawItem(), useCloseOrder()];
  const link = useConfirmLink();
  const [error, setError] = useState<unknown>(null);
  const [asks, setAsks] = useState<InvoiceActions['asks']>(null);
  const isBusy = approve.isPending || withdraw.isPending || close.isPending || link.isPending;
  const outcome = {
    onSuccess: ({ text }: { readonly text: string }) => {
      setError(null);
      say(text);
    },
    onError: setError,
  };
  const ask = (what: 'withdraw' | 'close', tab: Line['of']['tab'], otherwise: string) => {
    if (isBusy || line === null) return;
    if (line.of.tab !== tab) return say(otherwise, 'hint');
    setAsks({ line, what });
  };
  return {
    isBusy,
    error,
    dismissError: () => setError(null),
    asks,
    approve: (post) => {
      if (isBusy || line === null) return;
      if (line.of.tab !== 'waiting') return say('Only a document that waits can be approved.', 'hint');
      const { kind, objectId, obstacle, amount, bookingDate } = line.of.row;
      if (obstacle !== null) return say(obstacle, 'hint');
      approve.mutate({ unit, kind, objectId, seen: { amount, bookingDate }, post }, outcome);
    },
    confirmLink: () => {
      if (isBusy || line?.of.tab !== 'waiting' || line.of.row.proposedLink === null) return;
      const { linkId, seenVersion, custId } = line.of.row.proposedLink;
      const onSuccess = () => outcome.onSuccess({ text: `Linked to ${custId}.` });
      link.mutate({ linkId, seenVersion }, { onSuccess, onError: setError });
    },
    askWithdraw: () => ask('withdraw', 'approved', 'Only what is approved and not sent can be taken back.'),
    askClose: () => ask('close', 'orders', 'Only a work order is closed.'),
    give: (reason) => {
      const asked = asks;
      setAsks(null);
      if (reason === null || asked === null) return;
      const { of } = asked.line;
      if (of.tab === 'approved') withdraw.mutate({ postingKey: of.row.postingKey, reason }, outcome);
      if (of.tab === 'orders') close.mutate({ orderId: of.row.orderId, seenVersion: of.row.version, reason }, outcome);
    },
  };
}
