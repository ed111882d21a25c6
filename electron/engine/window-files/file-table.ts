import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

/** One file of the window, as both hosts serve it. */
export interface WindowFile {
  readonly type: string;
  readonly body: Buffer;
}

/** The window's files by their address path, e.g. `/assets/index-1a2b.js`; `/` is the page itself. */
export type FileTable = ReadonlyMap<string, WindowFile>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
};
const PAGE = '/index.html';

/**
 * Reads the built window into memory, once: what is not in this table is not served, so no address can name another file.
 * Files of other kinds (source maps, the builder's stamp) are left out. Throws when the folder holds no page.
 */
export function readFileTable(folder: string): FileTable {
  const table = new Map<string, WindowFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const file = join(entry.parentPath, entry.name);
    table.set(`/${relative(folder, file).split(sep).join('/')}`, { type, body: readFileSync(file) });
  }
  const page = table.get(PAGE);
  if (page === undefined) throw new Error(`The window is not built: there is no index.html in ${folder}.`);
  return table.set('/', page);
}

/** Whether this address is the page, whose nonce is filled in at every load. */
export function isPage(path: string): boolean {
  return path === '/' || path === PAGE;
}
