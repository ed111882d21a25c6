import type { Server } from 'node:http';

const TRIES = 50;
export const DEFAULT_PORT = 4310;

/**
 * Listens on 127.0.0.1, on the wanted port or the next free one, and answers which it is; 0 takes any. Rejects when the
 * fifty ports from the wanted one on are all taken, or with the system's own reason.
 */
export async function listenOnLoopback(server: Server, wantedPort: number): Promise<number> {
  for (let port = wantedPort; port < wantedPort + TRIES && port <= 65_535; port += 1) {
    if (await tryPort(server, port)) return portOf(server);
  }
  throw new Error(`No port from ${wantedPort} on is free on 127.0.0.1. Choose another with --port.`);
}

function tryPort(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', listening);
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    };
    const listening = () => {
      server.off('error', failed);
      resolve(true);
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen({ port, host: '127.0.0.1', exclusive: true });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The browser host listens on no port.');
  return address.port;
}
