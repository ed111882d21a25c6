import { createWriteStream } from 'node:fs';
import { access, constants, rename, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { withNamedFile, type NamedFile } from './named-file.ts';

/** Where an answer grows until it is whole. */
export function partialOf({ path }: NamedFile): string {
  return `${path}.partial`;
}

/**
 * Sees before the work that its answer can be written where it is wanted. Throws `BAD_INPUT` where that is a folder, in one that is not
 * there or may not be written, or one of the files that are read: they must outlive the run.
 */
export async function checkAnswerFile(out: NamedFile, inputs: Readonly<Record<string, NamedFile>>): Promise<void> {
  await withNamedFile('out', out, async () => {
    const there = await found(out.path);
    if (there?.isDirectory() === true) throw bad(`--out ${out.shown}: this is a folder.`);
    for (const [option, input] of Object.entries(inputs)) {
      const read = await withNamedFile(option, input, () => found(input.path));
      if (there !== null && read !== null && there.ino === read.ino && there.dev === read.dev)
        throw bad(`--out ${out.shown}: this is the file of --${option}, which would be lost.`);
    }
    await access(there === null || there.isFile() ? dirname(out.path) : out.path, constants.W_OK);
  });
}

/**
 * Writes an answer piece by piece, UTF-8. The file appears whole or not at all; what is no plain file, such as a pipe, is written as it
 * comes. Throws `BAD_INPUT` where the place is wrong, other errors of the file system as they are.
 */
export async function writeAnswer(out: NamedFile, pieces: Iterable<string>): Promise<void> {
  await withNamedFile('out', out, async () => {
    const there = await found(out.path);
    if (there !== null && !there.isFile()) return writePieces(out.path, pieces);
    const partial = partialOf(out);
    try {
      await writePieces(partial, pieces);
      await rename(partial, out.path);
    } catch (error) {
      await rm(partial, { force: true });
      throw error;
    }
  });
}

async function writePieces(path: string, pieces: Iterable<string>): Promise<void> {
  const stream = createWriteStream(path, 'utf8');
  try {
    await once(stream, 'open');
    for (const piece of pieces) if (!stream.write(piece)) await once(stream, 'drain');
    stream.end();
    await finished(stream);
  } catch (error) {
    stream.destroy();
    throw error;
  }
}

async function found(path: string) {
  try {
    // Whole numbers: an inode of Windows is more than a float holds, and its neighbours would look the same.
    return await stat(path, { bigint: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function bad(message: string): TieoutError {
  return new TieoutError('BAD_INPUT', message, { nextStep: 'Name another file for the answer.' });
}
