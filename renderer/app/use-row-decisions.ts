import { useState } from 'react';
import type { RefObject } from 'react';
import { useUndo } from '../api/mutations.ts';
import type { GridHandle } from '../ui/grid/snapshot-grid.tsx';
import type { ListName, RowOf } from '../ui/grid/view-source.ts';
import { useNotices } from './notice.ts';

export interface RowDecisions<Row> {
  readonly error: unknown;
  readonly dismissError: () => void;
  /** Whether her place is still where it is now, asked later. */
  readonly herPlace: () => () => boolean;
  /** What follows when a decision about a row is made: it is said, and the row shown as it is now. `goesOn`: the next open one is current then, if she is still there. */
  readonly done: (
    isThere: () => boolean,
    goesOn: boolean,
  ) => {
    readonly onSuccess: (made: { readonly text: string; readonly row: Row }) => void;
    readonly onError: (error: unknown) => void;
  };
  /** Takes her latest decision back, here or elsewhere. */
  readonly undoLatest: () => void;
  readonly isUndoing: boolean;
}

/** What all decisions about the rows of a list have in common. */
export function useRowDecisions<L extends ListName>(grid: RefObject<GridHandle<L> | null>): RowDecisions<RowOf<L>> {
  const { say } = useNotices();
  const undoLatest = useUndo();
  const [error, setError] = useState<unknown>(null);
  return {
    error,
    dismissError: () => setError(null),
    herPlace: () => grid.current?.rememberPlace() ?? (() => false),
    done: (isThere, goesOn) => ({
      onSuccess: ({ text, row }) => {
        setError(null);
        say(text);
        grid.current?.replace(row);
        if (goesOn && isThere()) void grid.current?.goToNextOpen(true);
      },
      onError: setError,
    }),
    undoLatest: () =>
      undoLatest.mutate(
        {},
        {
          onSuccess: ({ undone }) => {
            setError(null);
            say(`Your ${undone} is taken back.`);
          },
          onError: setError,
        },
      ),
    isUndoing: undoLatest.isPending,
  };
}
