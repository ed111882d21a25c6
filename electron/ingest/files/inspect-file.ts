import { createHash } from 'node:crypto';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { FileSource } from './file-source.ts';

/** How the bytes of a text file are to be read. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
export interface InspectedFile {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly encoding: TextEncoding;
}

/**
 * Reads a file once from end to end: its hash, its size, and its encoding (UTF-16 by its byte-order mark or by where its zero bytes stand;
 * UTF-8 when every byte of it fits; else Windows-1252). Rejects with `BAD_INPUT` for a file whose zero bytes say that it is no text, and with
 * the error of the file system.
 */
export async function inspectFile(file: FileSource, signal?: AbortSignal): Promise<InspectedFile> {
  const hash = createHash('sha256');
  const strict = new TextDecoder('utf-8', { fatal: true });
  let sizeBytes = 0;
  let isUtf8 = true;
  let mark: TextEncoding | null = null;
  const zeros = new ZeroBytes();
  for await (const bytes of file.bytes(signal)) {
    if (sizeBytes === 0) mark = byteOrderMark(bytes);
    zeros.look(bytes, sizeBytes);
    sizeBytes += bytes.length;
    hash.update(bytes);
    isUtf8 &&= decodes(strict, bytes);
  }
  isUtf8 &&= decodes(strict, null);
  const encoding = mark ?? zeros.encoding(isUtf8, sizeBytes);
  if (encoding === null || zeros.hasZeroSign)
    throw new TieoutError('BAD_INPUT', `${file.shown}: its bytes are no text that can be read (it holds zero bytes).`, {
      nextStep: 'A spreadsheet or archive is saved as CSV first, with the encoding UTF-8.',
    });
  return { sha256: hash.digest('hex'), sizeBytes, encoding };
}

/** The text of a file in pieces, without its byte-order mark. */
export async function* readText(
  file: FileSource,
  encoding: TextEncoding,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const bytes of file.bytes(signal)) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

/** In UTF-16 one of two bytes is zero in every letter, digit and sign of Western text: that many times as often as the other. */
const TIMES_AS_OFTEN = 4;
/** Delimiters, digits and line ends alone make more, whatever the script; fewer are strays in a text of another encoding. */
const LEAST_SHARE = 0.02;
/** What a file is is known long before so many zeros. */
const LOOKED_AT = 1_000_000;

/** Where the zero bytes of a file stand; text in one byte or UTF-8 has none. */
class ZeroBytes {
  /** A zero sign of two bytes: no text has it. */
  hasZeroSign = false;
  #even = 0;
  #odd = 0;
  #last = -1;

  look(bytes: Uint8Array, offset: number): void {
    for (let at = bytes.indexOf(0); at >= 0 && this.#even + this.#odd < LOOKED_AT; at = bytes.indexOf(0, at + 1)) {
      const place = offset + at;
      if (place % 2 === 0) this.#even += 1;
      else this.#odd += 1;
      this.hasZeroSign ||= place % 2 === 1 && this.#last === place - 1;
      this.#last = place;
    }
  }

  /** The encoding of a file without a mark; null where it is no text. */
  encoding(isUtf8: boolean, sizeBytes: number): TextEncoding | null {
    const zeros = this.#even + this.#odd;
    if (zeros === 0) return isUtf8 ? 'utf-8' : 'windows-1252';
    if (zeros < Math.min(LOOKED_AT, sizeBytes * LEAST_SHARE)) return null;
    if (this.#odd > TIMES_AS_OFTEN * this.#even) return 'utf-16le';
    return this.#even > TIMES_AS_OFTEN * this.#odd ? 'utf-16be' : null;
  }
}

function byteOrderMark(bytes: Uint8Array): TextEncoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
}

function decodes(strict: InstanceType<typeof TextDecoder>, bytes: Uint8Array | null): boolean {
  try {
    if (bytes === null) strict.decode();
    else strict.decode(bytes, { stream: true });
    return true;
  } catch {
    // The one thing that a fatal decoder throws for: the bytes are not UTF-8, which is the answer.
    return false;
  }
}
