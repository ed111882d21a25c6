import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Version of this copy of Tieout as its package.json says; for hosts that run from the sources. */
export function programVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
