import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import { diskFile, type FileSource } from './file-source.ts';

const RECORDS = /\.(?:json|jsonl|ndjson)$/i;

/**
 * The file that `path` is, or all JSON files in the folder that it is, by name, those of its folders too. Throws `BAD_INPUT` when there is no
 * such file or none in the folder.
 */
export async function findRecordFiles(path: string, shown: string): Promise<readonly FileSource[]> {
  const found = await stat(path).catch(() => null);
  if (found === null)
    throw new TieoutError('BAD_INPUT', `--file ${shown}: there is no such file or folder, or it may not be read.`, {
      nextStep: 'Check the path; a relative one starts where the command was called.',
    });
  if (!found.isDirectory()) return [diskFile(path, shown)];
  const names = await readdir(path, { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile() && RECORDS.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => diskFile(file, join(shown, file.slice(path.length))));
  if (files.length === 0)
    throw new TieoutError('BAD_INPUT', `--file ${shown}: the folder holds no .json, .jsonl or .ndjson file.`, {
      nextStep: 'Name the file itself when it is called otherwise.',
    });
  return files;
}
