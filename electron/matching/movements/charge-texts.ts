import { wholeDescriptor } from './descriptor-words.ts';
import { numbersIn } from './joined-words.ts';
import type { MovementRow } from './snapshot.ts';

/** The pieces of all texts around a charge that could be item numbers; one that stands in two texts may come twice. */
export function chargePieces({ metadata, description, statementDescriptor, invoices }: MovementRow): readonly string[] {
  let pieces: readonly string[] = description === null ? NONE : numbersIn(description);
  const add = (text: string): void => {
    const more = numbersIn(text);
    if (more.length > 0) pieces = pieces.length === 0 ? more : [...pieces, ...more];
  };
  for (const key in metadata) add(metadata[key] ?? '');
  if (statementDescriptor !== null) add(wholeDescriptor(statementDescriptor));
  for (const { number } of invoices) if (number !== null) add(number);
  return pieces;
}

const NONE: readonly string[] = [];
