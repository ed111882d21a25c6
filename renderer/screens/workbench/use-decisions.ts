import { useState } from 'react';
import type { RefObject } from 'react';
import type { CommandOutput } from '../../../shared/contract/contract.ts';
import type { MatchDetail } from '../../../shared/contract/workbench.ts';
import { useApprove, useRedo, useReject, useUndo } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { shortId } from '../../ui/short-id.ts';
import { approveCommand, isOpenMovement, whyNotApprove } from './decision.ts';
import type { OwnSelection } from './own-selection.ts';

export interface Decisions {
  readonly approve: (post: boolean) => void;
  readonly reject: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly dismissError: () => void;
  /** Set while a reason is asked because a remainder is left; `post` is what she wanted. */
  readonly asksReason: { readonly post: boolean } | null;
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
  const [asksReason, setAsksReason] = useState<{ post: boolean } | null>(null);
  const isBusy = approve.isPending || reject.isPending || undo.isPending || redo.isPending;
  const failed = (thrown: Error) => {
    setError(thrown);
    selection.reset();
    grid.current?.focus();
  };
  const decided = (words: string) => (output: CommandOutput<'match.approve'>) => {
    setError(null);
    say(`${shortId(output.movement.objectId)} ${words}`);
    grid.current?.replace(output.movement);
    void grid.current?.goToNext(isOpenMovement, true).then((isFound) => {
      if (!isFound) grid.current?.focus();
    });
  };
  const send = (post: boolean, reason: string | null) => {
    if (detail === undefined) return;
    const words = post ? 'approved and on its way to PeopleSoft' : 'approved';
    approve.mutate(approveCommand(detail, selection, post, reason), { onSuccess: decided(words), onError: failed });
  };
  const restored = (output: CommandOutput<'match.undo'>) => {
    setError(null);
    say(output.undone);
    grid.current?.replace(output.movement);
    void grid.current?.goToKey(output.movementKey, true);
  };
  const back = (input: { movementKey?: number }) => undo.mutate(input, { onSuccess: restored, onError: failed });
  return {
    isBusy,
    error,
    dismissError: () => setError(null),
    asksReason,
    approve: (post) => {
      if (isBusy) return;
      const why = whyNotApprove(detail, selection, post);
      if (why !== null) return say(why, 'hint');
      if (selection.allocation?.remainder.minor !== 0) return setAsksReason({ post });
      send(post, null);
    },
    giveReason: (reason) => {
      setAsksReason(null);
      if (reason !== null && asksReason !== null) send(asksReason.post, reason);
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
      back(detail?.can.undo === true ? { movementKey: detail.movement.key } : {});
    },
    redo: () => {
      if (!isBusy) redo.mutate({}, { onSuccess: restored, onError: failed });
    },
  };
}
