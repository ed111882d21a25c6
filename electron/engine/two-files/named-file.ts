import { TieoutError } from '../../../shared/errors/tieout-error.ts';

/** A file by its path and as the person named it. */
export interface NamedFile {
  readonly path: string;
  readonly shown: string;
}

const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'this is a folder',
  ENOTDIR: 'a part of the path is no folder',
  EACCES: 'it may not be opened',
  EPERM: 'it may not be opened',
  EROFS: 'nothing can be written there',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead nowhere',
};

/** Runs what touches a file. What is wrong with the path is the caller's choice: `BAD_INPUT` naming option and file; else the error as it is. */
export async function withNamedFile<Result>(
  option: string,
  { shown }: NamedFile,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = FAULTS[code];
    if (why === undefined) throw error;
    throw new TieoutError('BAD_INPUT', `--${option} ${shown}: ${why}.`, { cause: error });
  }
}
