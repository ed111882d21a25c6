import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A socket's path must fit into 104 (macOS) to 108 bytes (Linux) with its ending zero; a longer one is cut off silently. */
const MAX_SOCKET_PATH_BYTES = 103;

export interface PipeAddress {
  readonly path: string;
  /** Removes what the address left in the file system. */
  clean(): void;
}

/**
 * Where the engine of a home listens: a socket in the home (a folder of this user alone), in a new private folder when that
 * path is too long, or a named pipe that nobody can guess on Windows. Call it with the home locked: a socket that a killed
 * engine left behind is removed.
 */
export function makePipeAddress(home: string, platform: NodeJS.Platform = process.platform): PipeAddress {
  if (platform === 'win32')
    return { path: `\\\\.\\pipe\\tieout-${randomBytes(16).toString('hex')}`, clean: () => undefined };
  const inHome = join(home, 'engine.sock');
  if (Buffer.byteLength(inHome) <= MAX_SOCKET_PATH_BYTES) {
    rmSync(inHome, { force: true });
    return { path: inHome, clean: () => rmSync(inHome, { force: true }) };
  }
  const path = join(mkdtempSync(join(tmpdir(), 'tieout-')), 'engine.sock');
  return { path, clean: () => rmSync(dirname(path), { recursive: true, force: true }) };
}
