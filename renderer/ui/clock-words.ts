import { capital } from './capital.ts';

/** When PeopleSoft may be worked, as a sentence that needs no heading above it. */
export function clockWords(text: string): string {
  const words = text.startsWith('always open') ? `PeopleSoft is ${text}` : capital(text);
  return words.endsWith('.') ? words : `${words}.`;
}
