import type { ReactNode } from 'react';
import { splitMarks } from './split-marks.ts';
import type { MarkRange } from './split-marks.ts';

/** Text with the parts that differ from the other side marked. */
export function MarkedText({
  text,
  marks,
}: {
  readonly text: string;
  readonly marks: readonly MarkRange[];
}): ReactNode {
  return splitMarks(text, marks).map(({ start, part, isMarked }) =>
    isMarked ? <mark key={start}>{part}</mark> : <span key={start}>{part}</span>,
  );
}
