import { createHash } from 'node:crypto';
import type { FileSource } from './file-source.ts';

/** How the bytes of a text file are to be read. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
export interface InspectedFile {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly encoding: TextEncoding;
}

/**
 * Reads a file once from end to end: its hash, its size, and its encoding (UTF-16 by its byte-order mark; UTF-8 when every byte of it
 * fits; else Windows-1252, in which anything can be read). Rejects with the error of the file system.
 */
export async function inspectFile(file: FileSource, signal?: AbortSignal): Promise<InspectedFile> {
  const hash = createHash('sha256');
  const strict = new TextDecoder('utf-8', { fatal: true });
  let sizeBytes = 0;
  let isUtf8 = true;
  let mark: TextEncoding | null = null;
  for await (const bytes of file.bytes(signal)) {
    if (sizeBytes === 0) mark = byteOrderMark(bytes);
    sizeBytes += bytes.length;
    hash.update(bytes);
    isUtf8 &&= decodes(strict, bytes);
  }
  isUtf8 &&= decodes(strict, null);
  return { sha256: hash.digest('hex'), sizeBytes, encoding: mark ?? (isUtf8 ? 'utf-8' : 'windows-1252') };
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
