import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RedirectAnswer {
  /** Query parameters the identity provider came back with. */
  readonly parameters: URLSearchParams;
}
export interface LoopbackRedirect {
  /** Address to be sent back to: loopback, a port of this moment, one path. Source: RFC 8252, section 7.3. */
  readonly address: string;
  /** The first answer that carries this state; rejects when the time limit has passed or `close` was called. */
  readonly answer: Promise<RedirectAnswer>;
  close(): void;
}

const PATH = '/tieout-sign-in';
const DONE = page('You are signed in. Close this page and go back to Tieout.');
const REFUSED = page('The sign-in was refused. Close this page; Tieout says why.');

/**
 * Listens on 127.0.0.1 for the browser coming back from the identity provider. It takes one answer, the first that shows the state, and
 * is gone then, or after `limitMs`. Whoever knocks without the state is turned away and changes nothing.
 */
export async function listenForRedirect(state: string, limitMs: number): Promise<LoopbackRedirect> {
  const { promise, resolve, reject } = Promise.withResolvers<RedirectAnswer>();
  // Somebody may close it before anybody waits.
  promise.catch(() => undefined);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const isOurs = request.method === 'GET' && url.pathname === PATH && url.searchParams.get('state') === state;
    if (!isOurs) return send(response, 404, page('There is nothing here.'));
    send(response, 200, url.searchParams.has('error') ? REFUSED : DONE);
    resolve({ parameters: url.searchParams });
    return end();
  });
  const end = () => {
    clearTimeout(timer);
    server.close();
    server.closeIdleConnections();
  };
  const timer = setTimeout(() => {
    reject(new Error('nobody came back from the identity provider in time'));
    end();
    server.closeAllConnections();
  }, limitMs);
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  }).catch((error: unknown) => {
    clearTimeout(timer);
    throw error;
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}${PATH}`,
    answer: promise,
    close() {
      reject(new Error('the sign-in was given up'));
      end();
      server.closeAllConnections();
    },
  };
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'",
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    Connection: 'close',
  });
  response.end(body);
}

function page(text: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tieout</title></head><body><p>${text}</p></body></html>`;
}
