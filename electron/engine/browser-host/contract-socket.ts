import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Session } from '../contract/session.ts';
import type { Engine } from '../engine-types.ts';
import { CONTRACT_PATH, type HostParts } from './answer-request.ts';
import { socketRefusalOf } from './origin-gate.ts';

/** Larger frames are refused by the protocol itself: no command or query of the contract comes near. */
export const MAX_FRAME_BYTES = 1024 * 1024;
const MAX_UNANSWERED = 256;
const MAX_UNSENT_BYTES = 64 * 1024 * 1024;
const PING_EVERY_MS = 30_000;
const GOODBYE_PATIENCE_MS = 500;
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

export interface ContractSockets {
  /** Tells every window that the host ends, and closes its line. */
  close(): void;
}

/**
 * The contract over WebSocket, for windows that show the host's cookie and come from our own page. Each socket has a session
 * of its own, made when it opens and never taken from a message.
 */
export function serveContract(
  server: Server,
  engine: Engine,
  host: HostParts,
  session: Omit<Session, 'sessionId'>,
): ContractSockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const refusal = upgradeRefusal(request, host);
    if (refusal !== null) return refuse(stream, refusal);
    sockets.handleUpgrade(request, stream, head, (socket) =>
      serveWindow(socket, engine, { ...session, sessionId: randomUUID() }),
    );
  });
  const ping = setInterval(() => pingAll(sockets.clients), PING_EVERY_MS);
  return {
    close() {
      clearInterval(ping);
      for (const socket of sockets.clients) socket.close(GOING_AWAY);
      sockets.close();
      setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, GOODBYE_PATIENCE_MS).unref();
    },
  };
}

function upgradeRefusal(
  request: IncomingMessage,
  host: HostParts,
): '401 Unauthorized' | '403 Forbidden' | '404 Not Found' | null {
  if (socketRefusalOf(request.headers, host.authority) !== null) return '403 Forbidden';
  if (request.url !== CONTRACT_PATH) return '404 Not Found';
  return host.cookies.isGranted(request.headers.cookie) ? null : '401 Unauthorized';
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function serveWindow(socket: WebSocket, engine: Engine, session: Session): void {
  let unanswered = 0;
  const send = (frame: unknown) => {
    if (socket.readyState !== socket.OPEN) return;
    // A window that has stopped reading must not fill our memory; it connects again when it lives.
    if (socket.bufferedAmount > MAX_UNSENT_BYTES) return socket.terminate();
    socket.send(JSON.stringify(frame));
  };
  const stopListening = engine.listen(send);
  socket.on('message', (data, isBinary) => {
    if (isBinary || unanswered >= MAX_UNANSWERED) return socket.close(POLICY_VIOLATION);
    unanswered += 1;
    void engine.answer(parsed(data), session).then((answer) => {
      unanswered -= 1;
      send(answer);
    });
  });
  // The protocol's own errors (a frame too large, bad text) close the socket; 'close' does the rest.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    stopListening();
    engine.closeSession(session.sessionId);
  });
}

function parsed(data: RawData): unknown {
  try {
    return JSON.parse(Buffer.isBuffer(data) ? data.toString('utf8') : '');
  } catch {
    return undefined; // not a frame of the contract: the engine answers exactly that
  }
}

/** A window that did not answer the last ping (a machine that slept, a tab that was frozen) is let go. */
const silent = new WeakSet<WebSocket>();
function pingAll(clients: ReadonlySet<WebSocket>): void {
  for (const socket of clients) {
    if (silent.has(socket)) {
      socket.terminate();
      continue;
    }
    silent.add(socket);
    socket.once('pong', () => silent.delete(socket));
    socket.ping();
  }
}
