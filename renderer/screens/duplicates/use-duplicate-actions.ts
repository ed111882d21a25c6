import { useState } from 'react';
import type { RefObject } from 'react';
import type { DuplicateDetail, DuplicateRow } from '../../../shared/contract/duplicates.ts';
import { useDecideDuplicate, useUndo, useUndoDuplicate } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import type { Answer } from './answer-dialog.tsx';

export interface DuplicateActions {
  readonly askAnswer: () => void;
  /** The suspicion she is about to answer, as it stood when she was asked. */
  readonly asks: DuplicateDetail | null;
  readonly give: (answer: Answer | null) => void;
  readonly undo: () => void;
  /** Her latest decision, here or in the workbench. */
  readonly undoLatest: () => void;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly dismissError: () => void;
}

const NOTHING = 'Nothing is selected.';

/**
 * Answer and take back for the suspicion on screen. Afterwards the grid keeps its place and the next open one is current; a person who has gone
 * on meanwhile is left there.
 */
export function useDuplicateActions(
  detail: DuplicateDetail | undefined,
  grid: RefObject<GridHandle<'duplicates'> | null>,
): DuplicateActions {
  const { say } = useNotices();
  const [decide, undo, undoLatest] = [useDecideDuplicate(), useUndoDuplicate(), useUndo()];
  const [error, setError] = useState<unknown>(null);
  const [asked, setAsked] = useState<{ readonly detail: DuplicateDetail; readonly isThere: () => boolean } | null>(
    null,
  );
  const isBusy = decide.isPending || undo.isPending || undoLatest.isPending;
  const herPlace = (): (() => boolean) => grid.current?.rememberPlace() ?? (() => false);
  const done = (isThere: () => boolean, goesOn: boolean) => ({
    onSuccess: ({ text, row }: { readonly text: string; readonly row: DuplicateRow }) => {
      setError(null);
      say(text);
      grid.current?.replace(row);
      if (goesOn && isThere()) void grid.current?.goToNextOpen(true);
    },
    onError: setError,
  });
  return {
    isBusy,
    error,
    dismissError: () => setError(null),
    asks: asked?.detail ?? null,
    askAnswer: () => {
      if (isBusy) return;
      if (detail === undefined) return say(NOTHING, 'hint');
      if (detail.can.whyNotDecide !== null) return say(detail.can.whyNotDecide, 'hint');
      setAsked({ detail, isThere: herPlace() });
    },
    give: (answer) => {
      setAsked(null);
      if (answer === null || asked === null) return;
      const { key, version } = asked.detail.row;
      // The dialog gives the keyboard back to the grid, where she was: that is her place still.
      decide.mutate(
        { clusterId: key, seenVersion: version, ...answer },
        done(() => true, true),
      );
    },
    undo: () => {
      if (isBusy) return;
      if (detail === undefined) return say(NOTHING, 'hint');
      if (detail.can.whyNotUndo !== null) return say(detail.can.whyNotUndo, 'hint');
      undo.mutate({ clusterId: detail.row.key }, done(herPlace(), false));
    },
    undoLatest: () => {
      if (isBusy) return;
      undoLatest.mutate(
        {},
        {
          onSuccess: ({ undone }) => {
            setError(null);
            say(`Your ${undone} is taken back.`);
          },
          onError: setError,
        },
      );
    },
  };
}
