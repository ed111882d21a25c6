import { createContext, useContext } from 'react';

/** The find box of the top bar: what stands in it filters the rows of the screen below. */
export interface FindText {
  readonly text: string;
  readonly find: (text: string) => void;
  /** Puts the keyboard into the box. */
  readonly focusBox: () => void;
}

const FindContext = createContext<FindText>({ text: '', find: () => undefined, focusBox: () => undefined });
export const FindProvider = FindContext.Provider;

export function useFindText(): FindText {
  return useContext(FindContext);
}
