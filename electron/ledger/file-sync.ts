import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Where the program makes files durable. A seam, so that the fault bed can drop or reorder what was not synced. */
export interface FileSync {
  /** Returns when the bytes written through `fd` are on the disk. */
  file(fd: number): void;
  /** Returns when the names inside `folder` are on the disk. */
  folder(folder: string): void;
}

/** The operating system's own flush. Windows keeps folder entries durable itself and cannot open a folder. */
export const diskSync: FileSync = {
  file: (fd) => fsyncSync(fd),
  folder(folder) {
    if (process.platform === 'win32') return;
    const fd = openSync(folder, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  },
};
