import { createHash } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { ROOT } from './root.ts';

/**
 * Runs `work` while no other process of this machine runs work of the same name for this copy of Tieout.
 * Others wait until the holder is done or dead.
 *
 * The lock is a named pipe (Windows) or an abstract socket (Linux): the kernel frees both when their process ends in
 * whatever way, so a killed build leaves nothing behind, which a lock file would.
 */
export async function exclusively<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const waiting = new Set<Socket>();
  const server = await takeLock(lockAddress(name), waiting);
  try {
    return await work();
  } finally {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of waiting) socket.destroy();
    });
  }
}

function lockAddress(name: string): string {
  const digest = createHash('sha256').update(`${ROOT}\n${name}`).digest('hex').slice(0, 24);
  return process.platform === 'win32' ? `\\\\.\\pipe\\tieout-build-${digest}` : `\0tieout-build-${digest}`;
}

async function takeLock(address: string, waiting: Set<Socket>): Promise<Server> {
  for (;;) {
    const server = await listen(address, waiting);
    if (server !== null) return server;
    await untilFreed(address);
  }
}

function listen(address: string, waiting: Set<Socket>): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      waiting.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => waiting.delete(socket));
    });
    server.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen(address, () => resolve(server));
  });
}

/** Holds a connection to the holder of the lock: it closes when the holder is done, refused or reset counts as done. */
function untilFreed(address: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve());
    socket.resume();
  });
}
