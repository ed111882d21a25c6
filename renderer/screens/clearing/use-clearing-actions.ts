import { useState } from 'react';
import type { ClearingLine } from '../../../shared/contract/clearing.ts';
import { useApproveClearing, useExportClearing, useReversePosting, useWithdrawClearing } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';
import { approvableOf, whyNotHers } from './clearing-days.ts';
import type { ClearingRow } from './clearing-days.ts';

export interface ClearingActions {
  /** Approves the current line, or everything of the current day that can be; `post` sends it at once. */
  readonly approve: (post: boolean) => void;
  /** Takes the current document back: at once while it has not left, else by a document of its own, after asking why. */
  readonly takeBack: () => void;
  /** The posted document she is about to take back, while she is asked why. */
  readonly asksWhy: ClearingLine | null;
  readonly giveWhy: (reason: string | null) => void;
  readonly exportList: () => void;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly dismissError: () => void;
}

/** What a clerk decides about the current row of the list. */
export function useClearingActions(
  row: ClearingRow | null,
  { unit, month, goOn }: { readonly unit: string; readonly month: string; readonly goOn: (id: string) => void },
): ClearingActions {
  const { say } = useNotices();
  const [error, setError] = useState<unknown>(null);
  const [asksWhy, setAsked] = useState<ClearingLine | null>(null);
  const [approve, withdraw, reverse, write] = [
    useApproveClearing(),
    useWithdrawClearing(),
    useReversePosting(),
    useExportClearing(),
  ];
  const isBusy = approve.isPending || withdraw.isPending || reverse.isPending || write.isPending;
  const outcome = {
    onSuccess: ({ text }: { readonly text: string }) => {
      setError(null);
      say(text);
    },
    onError: setError,
  };
  return {
    isBusy,
    error,
    dismissError: () => setError(null),
    asksWhy,
    approve: (post) => {
      if (isBusy) return;
      const lines = approvableOf(row);
      if (lines.length === 0) return say([...whyNotHers(row), 'There is nothing to approve here.'][0] ?? '', 'hint');
      const onSuccess = (output: { readonly text: string }) => {
        outcome.onSuccess(output);
        goOn(row?.id ?? '');
      };
      approve.mutate({ unit, post, lines: lines.map(pickOf) }, { ...outcome, onSuccess });
    },
    takeBack: () => {
      const posting = row?.kind === 'line' ? row.line.posting : null;
      if (isBusy || row?.kind !== 'line' || posting === null)
        return say('There is no document here to take back.', 'hint');
      if (posting.takeBack === null) return say('It cannot be taken back now.', 'hint');
      if (row.line.notHers !== null) return say(row.line.notHers, 'hint');
      if (posting.takeBack === 'reverse') return setAsked(row.line);
      withdraw.mutate({ postingKey: posting.key, seenVersion: posting.version }, outcome);
    },
    giveWhy: (reason) => {
      const posting = asksWhy?.posting ?? null;
      setAsked(null);
      if (reason === null || posting === null) return;
      reverse.mutate({ postingKey: posting.key, seenVersion: posting.version, reason }, outcome);
    },
    exportList: () => {
      if (isBusy) return;
      const onSuccess = ({ file, lines }: { readonly file: string; readonly lines: number }) =>
        say(`${lines === 1 ? '1 line' : `${lines} lines`} written to ${file}`);
      write.mutate({ unit, month }, { onSuccess, onError: setError });
    },
  };
}

function pickOf(line: ClearingLine) {
  const { account, journalClass, date, currency, balanceTransactionId, acceptedDate } = line;
  const key = { account, journalClass, date, currency, balanceTransactionId };
  return { ...key, acceptedDate, seenCount: line.count, seenMinor: line.amount.minor };
}
