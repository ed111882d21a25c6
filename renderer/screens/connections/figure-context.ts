import { createContext, useContext } from 'react';
import type { CompletenessFigure } from '../../../shared/contract/completeness-rows.ts';

/** A figure that was opened, with what it is in words. */
export interface OpenFigure {
  readonly of: CompletenessFigure;
  readonly title: string;
}

/** Opens the rows behind a figure of the account that stands around it. */
export const OpenFigureContext = createContext<(figure: OpenFigure) => void>(() => undefined);

export function useOpenFigure(): (figure: OpenFigure) => void {
  return useContext(OpenFigureContext);
}
