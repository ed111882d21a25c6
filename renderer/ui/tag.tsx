import type { ReactNode } from 'react';
import type { Tone } from './words.ts';

/** A short state in words; its colour only repeats what the words say. */
export function Tag({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }): ReactNode {
  return <span className={`tag tag-${tone}`}>{children}</span>;
}
