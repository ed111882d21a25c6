import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Actor } from '../contract/session.ts';
import type { Engine } from '../engine-types.ts';
import type { FileTable } from '../window-files/file-table.ts';
import { answerRequest, type HostParts } from './answer-request.ts';
import { serveContract } from './contract-socket.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { createOneTimeTokens } from './one-time-tokens.ts';
import { createWindowCookies } from './window-cookies.ts';

export interface BrowserHostOptions {
  /** Wanted port; a taken one moves on to the next free one. */
  readonly port: number;
  readonly files: FileTable;
  readonly actor: Actor;
  readonly machine: string;
}

export interface OneTimeAddress {
  /** Opens the window once. */
  readonly url: string;
  readonly token: string;
}

export interface BrowserHost {
  /** Where the host is, without a token. */
  readonly origin: string;
  newAddress(): OneTimeAddress;
  /** Lets windows in. Before it, they get the page and wait for the line. */
  serve(engine: Engine): void;
  close(): Promise<void>;
}

/**
 * Serves the window on loopback to browsers of this machine: the files of the table, the exchange of a one-time token for a
 * cookie, and the contract over a WebSocket. Rejects when no port is free.
 */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  let parts: HostParts | null = null;
  const server = createServer({ maxHeaderSize: 16 * 1024 }, (request, response) => {
    if (parts !== null) respond(request, response, parts);
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 20_000;
  const port = await listenOnLoopback(server, options.port);
  const authority = `127.0.0.1:${port}`;
  const tokens = createOneTimeTokens(() => performance.now());
  const host = { authority, files: options.files, tokens, cookies: createWindowCookies(port) };
  parts = host;
  let stopSockets = () => undefined as void;
  const { actor, machine } = options;
  return {
    origin: `http://${authority}/`,
    newAddress() {
      const token = tokens.issue();
      return { url: `http://${authority}/?token=${token}`, token };
    },
    serve(engine) {
      const sockets = serveContract(server, engine, host, { actor, machine, host: 'browser' });
      stopSockets = () => sockets.close();
    },
    async close() {
      stopSockets();
      await closed(server);
    },
  };
}

function respond(request: IncomingMessage, response: ServerResponse, parts: HostParts): void {
  const { method = '', url = '', headers } = request;
  const answer = answerRequest({ method, target: url, headers }, parts);
  response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
  response.end(method === 'HEAD' ? undefined : answer.body);
  // A body is never wanted: whoever sends one is not waited for.
  if (method !== 'GET' && method !== 'HEAD') response.once('finish', () => request.destroy());
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1_000).unref();
  });
}
