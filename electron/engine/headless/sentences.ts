/** What happened and what to do next as one line: each ends as a sentence does, the empty ones are left out. */
export function sentences(...texts: readonly (string | null)[]): string {
  return texts
    .filter((text) => text !== null && text !== '')
    .map((text) => (/[.!?…:]$/.test(text ?? '') ? text : `${text}.`))
    .join(' ');
}
