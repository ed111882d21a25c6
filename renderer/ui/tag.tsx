import type { ReactNode } from 'react';
import type { Tone } from './words.ts';

/** A short state in words; its colour only repeats what the words say. */
export function Tag({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }): ReactNode {
  // What a narrow column cuts off stands in the hint.
  const hint = typeof children === 'string' ? children : undefined;
  return (
    <span className={`tag tag-${tone}`} title={hint}>
      {children}
    </span>
  );
}
