import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this copy of Tieout, where package.json stands. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A path below the folder of this copy. */
export function inRoot(...parts: readonly string[]): string {
  return join(ROOT, ...parts);
}
