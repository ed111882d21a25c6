import { dirname, resolve } from 'node:path';
import type { Plugin } from 'rolldown';

/** The address of a source, as code names it; its second group is the path. */
export const URL_OF_SOURCE = /new URL\(\s*(['"])(\.{1,2}\/[^'"]+\.ts)\1\s*,\s*import\.meta\.url\s*\)/g;

/**
 * Sources start worker threads and processes by `new URL('./x.ts', import.meta.url)`. In a bundle that file is gone;
 * this plugin makes each such target a chunk of its own and points the URL at it.
 */
export function bundledUrls(): Plugin {
  return {
    name: 'tieout-bundled-urls',
    transform(code, id) {
      if (!code.includes('import.meta.url')) return null;
      const replaced = code.replaceAll(URL_OF_SOURCE, (_match, _quote, specifier: string) => {
        const reference = this.emitFile({ type: 'chunk', id: resolve(dirname(id), specifier) });
        return `new URL(import.meta.ROLLUP_FILE_URL_${reference})`;
      });
      return replaced === code ? null : { code: replaced };
    },
  };
}
