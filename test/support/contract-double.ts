import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomBytes } from 'node:crypto';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { EventName, EventPayload } from '../../shared/contract/contract.ts';
import { requestFrame } from '../../shared/contract/envelope.ts';
import { NONCE_PLACEHOLDER } from '../../build/csp-safe-html.ts';
import { makeDoubleEngine } from './double-engine.ts';
import type { DoubleEngine } from './double-engine.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.map': 'application/json',
};

/** The page as the browser host serves it: a fresh nonce at every load, and the same content security policy. */
function securityPolicy(nonce: string, port: number): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src 'self' ws://127.0.0.1:${port}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

export interface ContractDouble extends DoubleEngine {
  readonly url: string;
  /** Every answer waits this long. */
  readonly slowDown: (delayMs: number) => void;
  /** The answer to the next call of this name waits until what this returns is called; others pass it. */
  readonly holdNext: (name: string) => () => void;
  readonly announce: <N extends EventName>(event: N, payload: EventPayload<N>) => void;
  /** From now on the token is not accepted: open lines are closed, new ones refused. */
  readonly refuseToken: () => void;
  readonly dropLines: () => void;
  readonly close: () => Promise<void>;
}

const DECIDES =
  /^(match|dispute|posting|invoice|order|clearing|link|duplicate|customer)\.(?!detail|list|rows|send|whyNotItem)/;

/** The engine's end of the contract with generated books, and the built window served beside it. */
export async function startContractDouble(options: {
  readonly rows: number;
  readonly windowFolder: string;
}): Promise<ContractDouble> {
  const engine = makeDoubleEngine(options.rows);
  const lines = new Set<WebSocket>();
  let isTokenRefused = false;
  let delayMs = 0;
  const held = new Map<string, Promise<void>>();
  let port = 0;
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const path = normalize(new URL(request.url ?? '/', 'http://double').pathname);
    if (path === '/contract') return response.writeHead(isTokenRefused ? 401 : 426).end();
    const file = path === '/' ? '/index.html' : path;
    try {
      const body = await readFile(join(options.windowFolder, file));
      const nonce = randomBytes(16).toString('base64');
      const isPage = file === '/index.html';
      response.writeHead(200, {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        ...(isPage ? { 'content-security-policy': securityPolicy(nonce, port) } : {}),
      });
      return response.end(isPage ? body.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce) : body);
    } catch {
      return response.writeHead(404).end();
    }
  };
  const server = createServer((request, response) => void serve(request, response));
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (isTokenRefused || request.url !== '/contract') {
      socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (line) => {
      lines.add(line);
      line.on('close', () => lines.delete(line));
      line.on('message', (data: Buffer) => {
        const frame = requestFrame.parse(JSON.parse(data.toString('utf8')));
        const answered = engine.answer(frame.name, frame.input);
        const answer = JSON.stringify({ id: frame.id, ...answered });
        const hold = held.get(frame.name);
        held.delete(frame.name);
        const send = () => {
          line.send(answer);
          // As the engine does: every window hears of what a person decided.
          if (answered.ok && DECIDES.test(frame.name))
            line.send(
              JSON.stringify({
                event: 'data.changed',
                payload: { topics: ['movements', 'items', 'postings', 'duplicates', 'customers'] },
              }),
            );
        };
        if (hold !== undefined) void hold.then(send);
        else if (delayMs === 0) send();
        else setTimeout(send, delayMs);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    ...engine,
    url: `http://127.0.0.1:${port}/`,
    slowDown: (ms) => {
      delayMs = ms;
    },
    holdNext: (name) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(name, promise);
      return resolve;
    },
    announce: (event, payload) => {
      for (const line of lines) line.send(JSON.stringify({ event, payload }));
    },
    refuseToken: () => {
      isTokenRefused = true;
      for (const line of lines) line.close(4401);
    },
    dropLines: () => {
      for (const line of lines) line.terminate();
    },
    close: async () => {
      for (const line of lines) line.terminate();
      sockets.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
