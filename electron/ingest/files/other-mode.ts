import type { RecordOwner } from '../../connectors/stripe/types.ts';
import type { FileSource } from './file-source.ts';
import { readText, type TextEncoding } from './inspect-file.ts';

/** Longest piece of text that tells the mode, white space and all. */
const LONGEST = 64;

/** Whether anything in a file of recorded objects says that it is of the other mode than its owner. */
async function holdsOtherMode(
  file: FileSource,
  encoding: TextEncoding,
  { livemode }: RecordOwner,
  signal?: AbortSignal,
): Promise<boolean> {
  // In a string of the company's own the quotes would be escaped.
  const other = new RegExp(`"livemode"\\s{0,20}:\\s{0,20}${String(!livemode)}\\b`);
  let tail = '';
  for await (const chunk of readText(file, encoding, signal)) {
    const text = tail + chunk;
    if (other.test(text)) return true;
    tail = text.slice(-LONGEST);
  }
  return false;
}

/**
 * Why a record that does not say its mode is not taken in, or null: next to data of the other mode nothing tells that it is not of that mode
 * too. The file is looked through once, and only where such a record stands in it.
 */
export function modeGate(
  file: FileSource,
  encoding: TextEncoding,
  owner: RecordOwner,
  signal?: AbortSignal,
): () => Promise<string | null> {
  let asked: Promise<boolean> | null = null;
  return async () => {
    asked ??= holdsOtherMode(file, encoding, owner, signal);
    if (!(await asked)) return null;
    const other = owner.livemode ? 'test' : 'live';
    return `it does not say whether it is ${other} data, and the file holds ${other} data; put that into a file of its own`;
  };
}
