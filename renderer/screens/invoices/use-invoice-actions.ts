import { useState } from 'react';
import type { InvoiceList } from '../../../shared/contract/invoices.ts';
import { useApproveInvoice, useCloseOrder, useConfirmLink, useWithdrawItem } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';
import { whyNotApprove, whyNotClose, whyNotLink, whyNotTakeBack } from './invoice-lines.ts';
import type { Line } from './invoice-lines.ts';

export interface InvoiceActions {
  readonly approve: (post: boolean) => void;
  /** Links the Stripe customer of the line to the customer proposed for it. */
  readonly confirmLink: () => void;
  readonly askWithdraw: () => void;
  readonly askClose: () => void;
  /** Why each of them would do nothing on the current line, in a sentence; null: it is done. */
  readonly whyNot: Readonly<Record<'approve' | 'link' | 'withdraw' | 'close', string | null>>;
  /** The line whose reason is asked for, and what it is for. */
  readonly asks: { readonly line: Line; readonly what: 'withdraw' | 'close' } | null;
  readonly give: (reason: string | null) => void;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly dismissError: () => void;
}

const NO_LINE = 'Nothing is selected.';

/** Approve, link, take back and close for the current line. A line that does not allow it says why. After a decision `goOn` is told its line. */
export function useInvoiceActions(
  unit: string,
  list: InvoiceList | undefined,
  line: Line | null,
  goOn: (id: string) => void,
): InvoiceActions {
  const { say } = useNotices();
  const [approve, withdraw, close] = [useApproveInvoice(), useWithdrawItem(), useCloseOrder()];
  const link = useConfirmLink();
  const [error, setError] = useState<unknown>(null);
  const [asks, setAsks] = useState<InvoiceActions['asks']>(null);
  const isBusy = approve.isPending || withdraw.isPending || close.isPending || link.isPending;
  const whyNot = whyNotOf(line, list);
  const outcome = (decided: Line) => ({
    onSuccess: ({ text }: { readonly text: string }) => {
      setError(null);
      say(text);
      goOn(decided.id);
    },
    onError: setError,
  });
  const ask = (what: 'withdraw' | 'close') => {
    if (isBusy || line === null) return;
    const why = whyNot[what];
    if (why !== null) return say(why, 'hint');
    setAsks({ line, what });
  };
  return {
    whyNot,
    isBusy,
    error,
    dismissError: () => setError(null),
    asks,
    approve: (post) => {
      if (isBusy || line === null) return;
      if (whyNot.approve !== null || line.of.tab !== 'waiting') return say(whyNot.approve ?? '', 'hint');
      const { kind, objectId, amount, bookingDate } = line.of.row;
      approve.mutate({ unit, kind, objectId, seen: { amount, bookingDate }, post }, outcome(line));
    },
    confirmLink: () => {
      if (isBusy || line === null) return;
      const proposed = line.of.tab === 'waiting' ? line.of.row.proposedLink : null;
      if (whyNot.link !== null || proposed === null) return say(whyNot.link ?? '', 'hint');
      const { linkId, seenVersion, custId } = proposed;
      // The document is hers to approve next, so she stays on it.
      const onSuccess = () => {
        setError(null);
        say(`Linked to ${custId}.`);
      };
      link.mutate({ linkId, seenVersion }, { onSuccess, onError: setError });
    },
    askWithdraw: () => ask('withdraw'),
    askClose: () => ask('close'),
    give: (reason) => {
      const asked = asks;
      setAsks(null);
      if (reason === null || asked === null) return;
      const { of } = asked.line;
      const after = outcome(asked.line);
      if (of.tab === 'approved') withdraw.mutate({ postingKey: of.row.postingKey, reason }, after);
      if (of.tab === 'orders') close.mutate({ orderId: of.row.orderId, seenVersion: of.row.version, reason }, after);
    },
  };
}

function whyNotOf(line: Line | null, list: InvoiceList | undefined): InvoiceActions['whyNot'] {
  if (line === null || list === undefined)
    return { approve: NO_LINE, link: NO_LINE, withdraw: NO_LINE, close: NO_LINE };
  return {
    approve: whyNotApprove(line),
    link: whyNotLink(line, list),
    withdraw: whyNotTakeBack(line),
    close: whyNotClose(line, list),
  };
}
