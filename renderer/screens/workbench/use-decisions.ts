import { useState } from 'react';
import type { RefObject } from 'react';
import type { CommandInput, CommandOutput } from '../../../shared/contract/contract.ts';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import { useApprove, useRedo, useReject, useUndo } from '../../api/mutations.ts';
import type { ContractError } from '../../api/contract-error.ts';
import { useNotices } from '../../app/notice.ts';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { shortId } from '../../ui/short-id.ts';
import { capital } from '../../ui/capital.ts';
import type { Allocation } from './allocation.ts';
import {
  approveCommand,
  isOpenMovement,
  onAccountCommand,
  reasonNeeded,
  whyNotApprove,
  whyNotOnAccount,
  whyNotUndo,
} from './decision.ts';
import type { OwnSelection } from './own-selection.ts';

export interface AskedReason {
  readonly cause: 'remainder' | 'alreadyKeyed' | 'withoutCredit' | 'onAccount' | 'quietWindow';
  /** Her decision as it stood when the question came up, and what she has said already: a row that changes meanwhile is not decided by it. */
  readonly command: CommandInput<'match.approve'>;
  readonly allocation: Allocation | null;
  /** Why the engine asks; null where the window knows by itself. */
  readonly text: string | null;
}
export interface Decisions {
  readonly approve: (post: boolean) => void;
  /** Puts the charge on screen on the account of its customer, once she has said why. */
  readonly putOnAccount: () => void;
  readonly reject: () => void;
  /** What was decided on the row on screen. */
  readonly undo: () => void;
  /** Her latest decision, on whatever row. */
  readonly undoLatest: () => void;
  readonly redo: () => void;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly dismissError: () => void;
  /** Set while a reason is asked. */
  readonly asksReason: AskedReason | null;
  readonly giveReason: (reason: string | null) => void;
}

/**
 * Approve, reject, undo and redo for the movement on screen. Afterwards the grid keeps its scroll position, the next open row is
 * the current one and the keyboard is in the grid.
 */
export function useDecisions(
  detail: MatchDetail | undefined,
  selection: OwnSelection,
  grid: RefObject<GridHandle<'movements'> | null>,
): Decisions {
  const { say } = useNotices();
  const [approve, reject, undo, redo] = [useApprove(), useReject(), useUndo(), useRedo()];
  const [error, setError] = useState<unknown>(null);
  const [asksReason, setAsksReason] = useState<AskedReason | null>(null);
  const isBusy = approve.isPending || reject.isPending || undo.isPending || redo.isPending;
  const { failed, decided, restored } = useOutcomes(selection, grid, setError);
  const send = (command: CommandInput<'match.approve'>, allocation: Allocation | null) => {
    const refused = (thrown: ContractError) => {
      if (thrown.code !== 'POSTING_REASON_NEEDED') return failed(thrown);
      setAsksReason({ cause: 'quietWindow', command, allocation, text: thrown.message });
    };
    const words = command.post ? 'approved and on its way to PeopleSoft' : 'approved';
    approve.mutate(command, { onSuccess: decided(words), onError: refused });
  };
  const back = (input: { movementKey?: number }) =>
    undo.mutate(input, { onSuccess: restored('taken back'), onError: failed });
  return {
    isBusy,
    error,
    dismissError: () => setError(null),
    asksReason,
    approve: (post) => {
      if (isBusy) return;
      const why = whyNotApprove(detail, selection, post);
      if (why !== null || detail === undefined) return say(why ?? '', 'hint');
      const cause = reasonNeeded(detail, selection);
      const [command, { allocation }] = [approveCommand(detail, selection, post), selection];
      if (cause !== null) return setAsksReason({ cause, command, allocation, text: null });
      send(command, allocation);
    },
    putOnAccount: () => {
      if (isBusy) return;
      const why = whyNotOnAccount(detail);
      if (why !== null || detail === undefined) return say(why ?? '', 'hint');
      setAsksReason({ cause: 'onAccount', command: onAccountCommand(detail), allocation: null, text: null });
    },
    giveReason: (reason) => {
      setAsksReason(null);
      if (reason === null || asksReason === null) return;
      const { cause, command, allocation } = asksReason;
      send({ ...command, ...(cause === 'quietWindow' ? { sendNowReason: reason } : { reason }) }, allocation);
    },
    reject: () => {
      if (isBusy || detail === undefined) return;
      if (!detail.can.reject) return say(detail.can.why ?? 'There is no proposal to refuse.', 'hint');
      const { key, version } = detail.movement;
      reject.mutate(
        { movementKey: key, seenVersion: version },
        { onSuccess: decided('is not a match'), onError: failed },
      );
    },
    undo: () => {
      if (isBusy) return;
      const why = whyNotUndo(detail);
      if (why !== null || detail === undefined) return say(why ?? '', 'hint');
      back({ movementKey: detail.movement.key });
    },
    undoLatest: () => {
      if (!isBusy) back({});
    },
    redo: () => {
      if (!isBusy) redo.mutate({}, { onSuccess: restored('made again'), onError: failed });
    },
  };
}

/** What happens on screen after a decision: the row is replaced, the next open one is current, the keyboard is in the grid. */
function useOutcomes(
  selection: OwnSelection,
  grid: RefObject<GridHandle<'movements'> | null>,
  setError: (error: unknown) => void,
) {
  const { say } = useNotices();
  return {
    failed: (thrown: Error) => {
      setError(thrown);
      selection.reset();
      grid.current?.focus();
    },
    decided: (words: string) => (output: CommandOutput<'match.approve'>) => {
      setError(null);
      say(`${shortId(output.movement.objectId)} ${words}`);
      grid.current?.replace(output.movement);
      void grid.current?.goToNext(isOpenMovement, true).then((isFound) => {
        if (!isFound) grid.current?.focus();
      });
    },
    restored: (words: string) => (output: CommandOutput<'match.undo'>) => {
      setError(null);
      say(`${capital(output.undone)} ${words}`);
      if (output.movement === null) return;
      grid.current?.replace(output.movement);
      void grid.current?.goToKey(output.movement.key, true);
    },
  };
}
