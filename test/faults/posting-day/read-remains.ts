import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { booksImage, MARKS_FILE, type DayMark } from './day-messages.ts';
import type { Remains } from './go-on.ts';

/** The last mark of a kind; undefined when there is none. */
export function lastMark<Kind extends DayMark['mark']>(
  marks: readonly DayMark[],
  kind: Kind,
): Extract<DayMark, { mark: Kind }> | undefined {
  return marks.findLast((each): each is Extract<DayMark, { mark: Kind }> => each.mark === kind);
}

/** What a day's process put aside before it ended, however it ended. */
export function readRemains(side: string): Pick<Remains, 'books' | 'acknowledged'> {
  const marks = readFileSync(join(side, MARKS_FILE), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as DayMark);
  return {
    books: readFileSync(join(side, booksImage(lastMark(marks, 'books')?.image ?? 0))),
    acknowledged: lastMark(marks, 'acknowledged') ?? null,
  };
}
