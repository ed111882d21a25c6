import { randomUUID } from 'node:crypto';
import { TieoutError } from '../../shared/errors/tieout-error.ts';
import { heldFile, type FileSource } from '../ingest/files/file-source.ts';

/** Bytes that windows may have handed over at one time; a larger file goes by the headless command. */
const MOST_BYTES = 256 * 1024 * 1024;
const MOST_FILES = 4;

interface HandedFile {
  readonly sessionId: string;
  readonly name: string;
  readonly parts: Buffer[];
}

/**
 * Files that windows have handed over for a preview or an import, in memory only: nothing of them ever lies unencrypted on the disk. The
 * oldest goes when there are too many.
 */
export class HandedFiles {
  readonly #files = new Map<string, HandedFile>();

  /** Takes a part of a file; the first one names it. Throws `BAD_INPUT` when it is too large or not known any more. */
  take(sessionId: string, part: { uploadId: string | null; name: string; part: string }): string {
    const id = part.uploadId ?? this.#begin(sessionId, part.name);
    const file = this.#find(sessionId, id);
    file.parts.push(Buffer.from(part.part, 'base64'));
    if (this.#bytes() > MOST_BYTES) {
      this.#files.delete(id);
      throw new TieoutError('BAD_INPUT', `${file.name} is too large for the window (more than 256 MB).`, {
        nextStep: 'Take it in by the command line: npm run -s tieout -- ingest stripe --file FILE.',
      });
    }
    return id;
  }

  /** The file as imports read it. Throws `BAD_INPUT` when it is not known any more. */
  source(sessionId: string, id: string): FileSource {
    const { name, parts } = this.#find(sessionId, id);
    return heldFile(name, parts);
  }

  /** The same as plain content, for another thread. Throws `BAD_INPUT` when it is not known any more. */
  content(sessionId: string, id: string): { readonly shown: string; readonly parts: readonly Uint8Array[] } {
    const { name, parts } = this.#find(sessionId, id);
    return { shown: name, parts };
  }

  drop(id: string): void {
    this.#files.delete(id);
  }

  /** A window has gone, and with it what it handed over. */
  close(sessionId: string): void {
    for (const [id, file] of this.#files) if (file.sessionId === sessionId) this.#files.delete(id);
  }

  #begin(sessionId: string, name: string): string {
    const [oldest] = this.#files.keys();
    if (this.#files.size >= MOST_FILES && oldest !== undefined) this.#files.delete(oldest);
    const id = randomUUID();
    this.#files.set(id, { sessionId, name, parts: [] });
    return id;
  }

  #find(sessionId: string, id: string): HandedFile {
    const found = this.#files.get(id);
    if (found !== undefined && found.sessionId === sessionId) return found;
    throw new TieoutError('BAD_INPUT', 'The file is not at hand any more.', { nextStep: 'Choose it again.' });
  }

  #bytes(): number {
    let sum = 0;
    for (const { parts } of this.#files.values()) for (const part of parts) sum += part.length;
    return sum;
  }
}
