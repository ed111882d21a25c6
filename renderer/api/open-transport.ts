import { openMessagePortTransport } from './message-port-transport.ts';
import type { Transport } from './transport.ts';
import { openWebSocketTransport } from './web-socket-transport.ts';

/** The line this window has: a WebSocket where a web server served the page, a MessagePort in the desktop. */
export function openTransport(window: Window): Transport {
  return /^https?:$/.test(window.location.protocol)
    ? openWebSocketTransport(window.location)
    : openMessagePortTransport(window);
}
