import { createReadStream } from 'node:fs';

/** A file as an import reads it, wherever its bytes are; it is read more than once. */
export interface FileSource {
  /** As the person named it. */
  readonly shown: string;
  bytes(signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

/** A file on this computer. */
export function diskFile(path: string, shown: string): FileSource {
  return {
    shown,
    bytes: (signal) => createReadStream(path, { highWaterMark: 262_144, ...(signal ? { signal } : {}) }),
  };
}

/** A file that a window has handed over. */
export function heldFile(shown: string, parts: readonly Uint8Array[]): FileSource {
  return {
    shown,
    async *bytes() {
      yield* parts;
    },
  };
}
