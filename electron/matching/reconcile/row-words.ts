import { compactReference, referencePieces, splitReference } from '../movements/reference-tokens.ts';

const LEAST_CODE = 4;
const LONGEST_CODE = 40;
const LOOKS_LIKE: Readonly<Record<string, string>> = { O: '0', Q: '0', I: '1', L: '1', S: '5', B: '8', Z: '2', G: '6' };

/**
 * The pieces of a row's texts that could be numbers of documents (invoices, batches, orders), each once: whole, without what stands before
 * a hyphen, and as digits without prefix and leading zeros; where these are few, with the letters before them
 * where these are a word for invoices (`Invoice #784` is `INV-00784`) or those of references of the other file (`prefixes`). Signs that scanners and people take for each other are made one.
 */
export function codesOf(
  { reference, text, party }: { readonly reference: string; readonly text: string; readonly party: string },
  prefixes: ReadonlySet<string>,
): string[] {
  const codes = new Set<string>();
  const add = (code: string): void => {
    if (code.length < LEAST_CODE || code.length > LONGEST_CODE || !/\d/.test(code)) return;
    codes.add(code.replace(/[OQILSBZG]/g, (sign) => LOOKS_LIKE[sign] ?? sign));
    const core = splitReference(code)?.core;
    if (core !== undefined) codes.add(core);
  };
  for (const each of [reference, text, party]) {
    if (each === '') continue;
    for (const piece of referencePieces(each)) add(piece);
    for (const word of each.split(/\s+/u)) addParts(word, add);
  }
  for (const [letters, digits] of fewDigits(reference)) codes.add(`${prefixOf(letters)} ${digits}`);
  for (const [letters, digits] of fewDigits(text))
    if (INVOICE_WORD.test(letters) || prefixes.has(letters)) codes.add(`${prefixOf(letters)} ${digits}`);
  return [...codes];
}

/** A word of letters and a number of one to three digits behind it, with zeros before them or without. */
const FEW_DIGITS = /(?<!\p{L})(\p{L}{2,})[\s#:.\-/]*(?<!\d)0*([1-9]\d{0,2})(?![\p{L}\d]|[.,]\d)/gu;

function fewDigits(text: string): readonly (readonly [letters: string, digits: string])[] {
  return [...text.matchAll(FEW_DIGITS)].map(([, letters = '', digits = '']) => [letters.toUpperCase(), digits]);
}

/** The letters before the numbers of few digits among references. */
export function referencePrefixes(references: readonly string[]): ReadonlySet<string> {
  return new Set(references.flatMap((reference) => fewDigits(reference).map(([letters]) => letters)));
}

/** Words for invoices, which are one before a number of few digits; `Ref` and `Re` stand before numbers of the sender's own as often. */
const INVOICE_WORD =
  /^(?:INV|INVOICES?|BILLS?|RECHNUNG|RECHNUNGEN|RECH|RG|FACTURES?|FACTURAS?|FATTURA|FATTURE|FATURA|FACT|FAKTURA|FACTUUR|FACTUREN)$/;

const prefixOf = (letters: string): string => (INVOICE_WORD.test(letters) ? 'INV' : letters);

/** `REV-INV-00123` also names `INV-00123`, and `00123`. */
function addParts(word: string, add: (code: string) => void): void {
  const parts = word.split(/[-/_.:#]+/u);
  for (let at = 1; at < parts.length; at++) add(compactReference(parts.slice(at).join('')));
  for (let at = 1; at < parts.length; at++) add(compactReference(parts.slice(0, at).join('')));
  if (parts.length > 2) for (const part of parts) add(compactReference(part));
}

/** The words of a row, in capitals without accents, each once: of its party's name with the numbers in it (`Store 412`), of its text only those of letters. */
export function wordsOf(party: string, words: string): string[] {
  return [...new Set([...plainWords(party, /^(?:\p{L}{2,}|\d{1,6})$/u), ...plainWords(words, /^\D{2,}$/u)])];
}

function plainWords(text: string, wanted: RegExp): string[] {
  if (text === '') return [];
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('ß', 'ss')
    .toUpperCase()
    .replaceAll('Ø', 'O')
    .replaceAll('Æ', 'AE');
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => wanted.test(word));
}
