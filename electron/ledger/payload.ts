import { hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** A small window and chunk: objects are one or two kilobytes, and setting up the default 32 KB window costs more than packing them. */
const PACKING = { level: 1, windowBits: 12, memLevel: 5, chunkSize: 2_048 } as const;
const LARGE_BYTES = 16_384;
/** First byte of a packed payload: how the rest is packed. */
const DEFLATE_RAW = 1;

/** Packs a raw payload for a `payload`, `request` or `answer` column. */
export function packPayload(text: string): Buffer {
  const large = text.length > LARGE_BYTES;
  const packed = deflateRawSync(text, large ? { level: 1 } : PACKING);
  const blob = Buffer.allocUnsafe(packed.length + 1);
  blob[0] = DEFLATE_RAW;
  packed.copy(blob, 1);
  return blob;
}

/** The text that was packed. Throws when the bytes are not ours. */
export function unpackPayload(blob: Uint8Array): string {
  if (blob[0] !== DEFLATE_RAW) throw new Error(`a stored payload is packed in an unknown way (${blob[0]})`);
  return inflateRawSync(blob.subarray(1)).toString('utf8');
}

/** First 16 bytes of the SHA-256 of a payload's text: tells versions of one object apart. */
export function contentHash(text: string): Buffer {
  return hash('sha256', text, 'buffer').subarray(0, 16);
}
