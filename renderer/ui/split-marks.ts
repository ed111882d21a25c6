export type MarkRange = readonly [start: number, end: number];
export interface MarkedPart {
  readonly start: number;
  readonly part: string;
  readonly isMarked: boolean;
}

/** Cuts `text` at the [start, end) ranges; ranges out of order, overlapping or beyond the text are brought into bounds. */
export function splitMarks(text: string, marks: readonly MarkRange[]): readonly MarkedPart[] {
  const parts: MarkedPart[] = [];
  let at = 0;
  const push = (end: number, isMarked: boolean) => {
    if (end > at) parts.push({ start: at, part: text.slice(at, end), isMarked });
    at = Math.max(at, end);
  };
  for (const [start, end] of marks.toSorted((left, right) => left[0] - right[0])) {
    push(Math.min(start, text.length), false);
    push(Math.min(end, text.length), true);
  }
  push(text.length, false);
  return parts;
}
