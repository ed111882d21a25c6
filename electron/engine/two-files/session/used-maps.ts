import { createHash } from 'node:crypto';
import { twoFileMap, type TwoFileMap } from '../../../../shared/contract/two-files.ts';
import type { FileMapRow } from '../../../ledger/file-map-store.ts';
import type { FileShapes } from './two-file-desk.ts';

/** What the maps of two files are kept as, beside those of imports. */
export const TWO_FILE_MAPS = 'twoFiles';

/** By which two files with the same headers are known again: in their order, whatever the files are called. */
export function mapNameOf({ left, right }: Pick<FileShapes, 'left' | 'right'>): string {
  const headers = [left, right].map(({ columns }) => columns.map(({ name }) => name));
  return createHash('sha256').update(JSON.stringify(headers)).digest('hex');
}

/** The map that was used last for these headers; null: none was, or it is of a version that is not read any more. */
export function usedMap(kept: readonly FileMapRow[], shapes: Pick<FileShapes, 'left' | 'right'>): TwoFileMap | null {
  const name = mapNameOf(shapes);
  const found = kept.find((each) => each.name === name);
  if (found === undefined) return null;
  const read = twoFileMap.safeParse(JSON.parse(found.mapJson));
  return read.success ? read.data : null;
}
