import type { ReactNode } from 'react';
import type { CompletenessFigure } from '../../../shared/contract/completeness-rows.ts';
import { useOpenFigure } from './figure-context.ts';

interface FigureProps {
  readonly of: CompletenessFigure;
  /** What it counts or sums, e.g. `Charges held, 2026-10`. */
  readonly title: string;
  readonly text: string;
  /** There is nothing behind it: it is plain text. */
  readonly isNothing?: boolean;
}

/** A figure that opens to the rows behind it. */
export function Figure({ of, title, text, isNothing = false }: FigureProps): ReactNode {
  const open = useOpenFigure();
  if (isNothing) return text;
  return (
    <button
      type="button"
      className="figure"
      aria-label={`${text}, ${title}`}
      title={`${title}: show the rows`}
      onClick={() => open({ of, title })}
    >
      {text}
    </button>
  );
}
