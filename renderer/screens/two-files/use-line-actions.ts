import { useState } from 'react';
import type { RefObject } from 'react';
import type { TwoFileDetail, TwoFileRow } from '../../../shared/contract/two-files.ts';
import { useDecideTwoFiles, useUndoTwoFiles } from '../../api/mutations.ts';
import { useNotices } from '../../app/notice.ts';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';

export interface LineActions {
  readonly accept: () => void;
  readonly refuse: () => void;
  readonly undo: () => void;
  readonly undoLatest: () => void;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly dismissError: () => void;
}

/** Accept, refuse and take back for the line on screen; afterwards the next open one is current, unless she has gone on meanwhile. */
export function useLineActions(
  run: number,
  detail: TwoFileDetail | undefined,
  grid: RefObject<GridHandle<'twoFiles'> | null>,
): LineActions {
  const { say } = useNotices();
  const [decide, undo] = [useDecideTwoFiles(), useUndoTwoFiles()];
  const [error, setError] = useState<unknown>(null);
  const isBusy = decide.isPending || undo.isPending;
  const done = (goesOn: boolean) => {
    const isThere = grid.current?.rememberPlace() ?? (() => false);
    return {
      onError: setError,
      onSuccess: ({ text, row }: { readonly text: string; readonly row: TwoFileRow }) => {
        setError(null);
        say(text);
        grid.current?.replace(row);
        if (goesOn && isThere()) void grid.current?.goToNextOpen(true);
      },
    };
  };
  /** The line on screen, if it may be done to it; else the reason is said. */
  const allowed = (whyNot: (can: TwoFileDetail['can']) => string | null): number | null => {
    if (isBusy) return null;
    const why = detail === undefined ? 'Nothing is selected.' : whyNot(detail.can);
    if (why !== null) say(why, 'hint');
    return why === null ? (detail?.row.key ?? null) : null;
  };
  const decideAs = (as: 'accepted' | 'refused') => {
    const key = allowed((can) => (as === 'accepted' ? can.whyNotAccept : can.whyNotRefuse));
    if (key !== null) decide.mutate({ run, key, as }, done(true));
  };
  return {
    isBusy,
    error,
    dismissError: () => setError(null),
    accept: () => decideAs('accepted'),
    refuse: () => decideAs('refused'),
    undo: () => {
      const key = allowed((can) => can.whyNotUndo);
      if (key !== null) undo.mutate({ run, key }, done(false));
    },
    undoLatest: () => {
      if (!isBusy) undo.mutate({ run }, done(false));
    },
  };
}
