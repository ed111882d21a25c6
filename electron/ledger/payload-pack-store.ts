import { inflateRawSync } from 'node:zlib';
import type { ReadableLedger, WritableLedger } from './operation.ts';
import { placesOf, unpackPayload, type PackedTexts } from './payload.ts';
import { statement } from './statement.ts';

/** First byte of a payload that is kept in a pack: the rest says which one, and where in it. */
const IN_PACK = 2;

/**
 * Keeps texts that are packed together and answers what goes into the `payload` column of each. A pack is never changed or removed; what may
 * be taken back one day is packed by itself (`packPayload`).
 */
export function storePack(db: WritableLedger, texts: PackedTexts): readonly Buffer[] {
  const { lastInsertRowid } = statement(db, 'INSERT INTO payload_pack (packed) VALUES (?)').run(texts.packed);
  const head = `${String.fromCharCode(IN_PACK)}${lastInsertRowid}`;
  return placesOf(texts.bytes).map(([offset, bytes]) => Buffer.from(`${head}:${offset}:${bytes}`, 'latin1'));
}

/** The texts behind some `payload` columns, in their order; a pack that holds several of them is opened once. */
export function readPayloads(db: ReadableLedger, payloads: readonly Uint8Array[]): readonly string[] {
  const opened = new Map<number, Buffer>();
  return payloads.map((payload) => {
    if (payload[0] !== IN_PACK) return unpackPayload(payload);
    const [key, offset, bytes] = placeOf(payload);
    const pack = opened.get(key) ?? openPack(db, key);
    opened.set(key, pack);
    return pack.subarray(offset, offset + bytes).toString('utf8');
  });
}

/** The text behind one `payload` column. */
export function readPayload(db: ReadableLedger, payload: Uint8Array): string {
  return readPayloads(db, [payload])[0] ?? '';
}

function placeOf(payload: Uint8Array): readonly [key: number, offset: number, bytes: number] {
  const [key, offset, bytes] = Buffer.from(payload).toString('latin1', 1).split(':').map(Number);
  if (key === undefined || offset === undefined || bytes === undefined)
    throw new Error('a stored payload does not say where it is kept');
  return [key, offset, bytes];
}

function openPack(db: ReadableLedger, key: number): Buffer {
  const row = statement<{ packed: Buffer }>(db, 'SELECT packed FROM payload_pack WHERE pack_key = ?').get(key);
  if (row === undefined) throw new Error(`the pack ${key} of stored payloads is missing`);
  return inflateRawSync(row.packed);
}
