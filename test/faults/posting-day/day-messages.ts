/** What the process of a day is told on its command line, as JSON. */
export interface DayOrder {
  readonly home: string;
  readonly keyHex: string;
  readonly seed: number;
  readonly day: number;
  /** Outside the home: PeopleSoft's own books, one image after each change, and the marks. */
  readonly side: string;
  /** `off` is the switch of a control: nothing is flushed. */
  readonly synchronous: 'full' | 'off';
}

/** One line of the marks; each is one write, so that a trace of system calls shows where it stands among the others. */
export type DayMark =
  | { readonly mark: 'point'; readonly name: string }
  /** What is in the ledger for good from here on. */
  | { readonly mark: 'acknowledged'; readonly seq: number; readonly hash: string }
  /** PeopleSoft's books have changed: the number of their image. */
  | { readonly mark: 'books'; readonly image: number };

export const MARKS_FILE = 'marks.jsonl';

export function booksImage(image: number): string {
  return `books-${image}.sqlite`;
}
