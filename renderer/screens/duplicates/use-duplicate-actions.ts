import { useState } from 'react';
import type { RefObject } from 'react';
import type { DuplicateDetail } from '../../../shared/contract/duplicates.ts';
import { useDecideDuplicate, useUndoDuplicate } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';
import { useRowDecisions } from '../../app/use-row-decisions.ts';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import type { Answer } from './answer.ts';

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
  const [decide, undo] = [useDecideDuplicate(), useUndoDuplicate()];
  const { done, herPlace, undoLatest, isUndoing, error, dismissError } = useRowDecisions(grid);
  const [asked, setAsked] = useState<{ readonly detail: DuplicateDetail; readonly isThere: () => boolean } | null>(
    null,
  );
  const isBusy = decide.isPending || undo.isPending || isUndoing;
  return {
    isBusy,
    error,
    dismissError,
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
      if (!isBusy) undoLatest();
    },
  };
}
