import { makeListeners } from './listeners.ts';
import type { LineState, Transport } from './transport.ts';

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 15_000;
/** Close code by which a host may say at once that the token is not accepted; else a plain request tells. */
const TOKEN_REFUSED_CODE = 4401;
const TOKEN_REFUSED_STATUS: readonly number[] = [401, 403];

export interface WebSocketPort {
  readonly open: (address: string) => WebSocket;
  /** Status of a plain request to the same address: a refused upgrade does not tell a script why it was refused. */
  readonly statusOf: (address: string) => Promise<number | null>;
  readonly nowMs: () => number;
  readonly later: (run: () => void, delayMs: number) => void;
}

/** Milliseconds until try number `attempt` (0 is the first retry): doubling, at most 15 s. */
export function retryDelayMs(attempt: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
}

async function statusOf(address: string): Promise<number | null> {
  try {
    return (await fetch(address, { method: 'HEAD', cache: 'no-store' })).status;
  } catch {
    // No answer at all: the host is away, which is a reason to try again and not a refusal.
    return null;
  }
}

const browserPort: WebSocketPort = {
  open: (address) => new WebSocket(address),
  statusOf,
  nowMs: () => Date.now(),
  later: (run, delayMs) => {
    setTimeout(run, delayMs);
  },
};

/**
 * Frames as JSON text over a WebSocket to `/contract` of the page's own origin, with the host's cookie as its credential.
 * Reconnects by itself with growing pauses until the host refuses the token.
 */
export function openWebSocketTransport(location: Location, port: WebSocketPort = browserPort): Transport {
  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/contract`;
  const frames = makeListeners<unknown>();
  const states = makeListeners<LineState>();
  let state: LineState = { kind: 'connecting' };
  let socket: WebSocket | null = null;
  let attempt = 0;
  const become = (next: LineState) => {
    state = next;
    states.tell(next);
  };
  const ended = () => state.kind === 'stopped' || state.kind === 'newTokenNeeded';
  const closed = async (code: number) => {
    socket = null;
    if (ended()) return;
    const refused =
      code === TOKEN_REFUSED_CODE ||
      TOKEN_REFUSED_STATUS.includes((await port.statusOf(`${location.origin}/contract`)) ?? 0);
    if (refused) return become({ kind: 'newTokenNeeded' });
    const delayMs = retryDelayMs(attempt);
    attempt += 1;
    become({ kind: 'lost', nextTryAt: port.nowMs() + delayMs });
    port.later(connect, delayMs);
  };
  const connect = () => {
    if (ended()) return;
    socket = port.open(address);
    socket.addEventListener('open', () => {
      attempt = 0;
      become({ kind: 'open' });
    });
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (typeof event.data === 'string') frames.tell(JSON.parse(event.data));
    });
    socket.addEventListener('close', (event) => {
      void closed(event.code);
    });
  };
  connect();
  return {
    state: () => state,
    send: (frame) => socket?.send(JSON.stringify(frame)),
    onFrame: frames.add,
    onState: states.add,
    stop: (reason) => {
      become({ kind: 'stopped', reason });
      socket?.close(1000);
    },
  };
}
