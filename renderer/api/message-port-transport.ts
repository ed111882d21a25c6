import { makeListeners } from './listeners.ts';
import type { LineState, Transport } from './transport.ts';

/** What the preload posts to the window, with the port as the only transferred object. */
export const PORT_MESSAGE = 'tieout-port';

/**
 * Frames as plain objects over the MessagePort the desktop hands over with `window.postMessage('tieout-port', …, [port])`.
 * A new port (the engine was restarted) takes the place of the old one. Messages of other windows are ignored.
 */
export function openMessagePortTransport(window: Window): Transport {
  const frames = makeListeners<unknown>();
  const states = makeListeners<LineState>();
  let state: LineState = { kind: 'connecting' };
  let port: MessagePort | null = null;
  const become = (next: LineState) => {
    state = next;
    states.tell(next);
  };
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const handed = event.ports[0];
    if (event.source !== window || event.data !== PORT_MESSAGE || handed === undefined) return;
    port?.close();
    if (state.kind === 'open') become({ kind: 'lost', nextTryAt: Date.now() });
    port = handed;
    port.addEventListener('message', (message: MessageEvent<unknown>) =>
      frames.tell(typeof message.data === 'string' ? JSON.parse(message.data) : message.data),
    );
    port.addEventListener('close', () => {
      if (port === handed && state.kind === 'open') become({ kind: 'lost', nextTryAt: Date.now() });
    });
    port.start();
    become({ kind: 'open' });
  });
  return {
    state: () => state,
    send: (frame) => port?.postMessage(frame),
    onFrame: frames.add,
    onState: states.add,
    stop: (reason) => {
      become({ kind: 'stopped', reason });
      port?.close();
    },
  };
}
