/** The text of a map of columns, and what it is called in messages: `--map`, with the file's name where it is one. */
export interface GivenMap {
  readonly text: string;
  readonly shown: string;
}
