import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import type { Actor } from '../contract/session.ts';
import type { HeadlessCommands, HeadlessRequest } from '../engine-types.ts';
import type { Instant } from '../../../shared/domain/ids.ts';
import { failureOf } from './forwarded-error.ts';
import { forwardRequest, type ForwardCall, type ForwardReply, type Shown } from './forwarding-protocol.ts';
import { readJsonLines, writeJsonLine } from './json-lines.ts';
import { makePipeAddress } from './pipe-address.ts';

/** Shows the window of this host, or gives a new address of it. */
export type Show = () => Shown;

export interface ForwardingOptions {
  /** Folder of the home. */
  readonly folder: string;
  readonly headless: HeadlessCommands;
  /** Whoever can read the token is this user. */
  readonly actor: Actor;
  readonly show: Show | null;
}
export interface ForwardingServer {
  readonly address: string;
  readonly token: string;
  /** Refuses new commands, cancels those that run and waits for their sockets. */
  close(): Promise<void>;
}

const HELLO_PATIENCE_MS = 5_000;

/**
 * The door by which commands of other processes reach the engine of this home: a local pipe that asks for the token of
 * `engine.json`, a file of this user alone. One command a connection; when the connection ends, the command is cancelled.
 */
export async function listenForForwarding(options: ForwardingOptions): Promise<ForwardingServer> {
  const token = randomBytes(32).toString('base64url');
  const address = makePipeAddress(options.folder);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serveSocket(socket, token, options);
  });
  await listening(server, address.path);
  return {
    address: address.path,
    token,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
      address.clean();
    },
  };
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve());
  });
}

function serveSocket(socket: Socket, token: string, options: ForwardingOptions): void {
  const cancel = new AbortController();
  let isAsked = false;
  socket.on('error', () => socket.destroy());
  socket.on('close', () => cancel.abort(new DOMException('The command was cancelled.', 'AbortError')));
  socket.setTimeout(HELLO_PATIENCE_MS, () => {
    if (!isAsked) socket.destroy();
  });
  const reply = (message: ForwardReply) => writeJsonLine(socket, message);
  readJsonLines(socket, (line) => {
    const request = forwardRequest.safeParse(line);
    if (isAsked || !request.success || !isSame(request.data.token, token)) return void socket.destroy();
    isAsked = true;
    socket.setTimeout(0);
    reply({ taken: true });
    const { actor } = options;
    const onProgress = (done: number, total: number | null, text: string) => reply({ progress: { done, total, text } });
    run(request.data.call, { actor, signal: cancel.signal, onProgress }, options).then(
      (value) => socket.end(`${JSON.stringify({ value })}\n`),
      (error: unknown) => socket.end(`${JSON.stringify({ failure: failureOf(error) })}\n`),
    );
  });
}

function run(call: ForwardCall, request: HeadlessRequest, options: ForwardingOptions): Promise<unknown> {
  const { headless, show } = options;
  switch (call.name) {
    case 'sync': {
      const since = call.since === undefined ? {} : { since: call.since as Instant };
      return headless.sync({ ...request, systems: call.systems, ...since });
    }
    case 'match': {
      const rules = call.rules === undefined ? {} : { rules: call.rules };
      return headless.match({ ...request, dryRun: call.dryRun, ...rules });
    }
    case 'post':
      return headless.post({ ...request, now: call.now, reason: call.reason, limit: call.limit });
    case 'replay':
      return headless.replay({ ...request, id: call.id, failed: call.failed });
    case 'verifyAudit':
      return headless.verifyAudit(request);
    case 'check':
      return headless.check();
    case 'ingestStripe':
      return headless.ingestStripe({ ...request, path: call.path, shown: call.shown, zone: call.zone });
    case 'counts':
      return headless.counts();
    case 'automaticDecisions':
      return headless.automaticDecisions({ afterMatchId: call.afterMatchId, limit: call.limit });
    case 'show':
      return Promise.resolve(show === null ? { url: null, shown: false } : show());
  }
}

/** Compared by digest, so that neither time nor length tells anything of the token. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
