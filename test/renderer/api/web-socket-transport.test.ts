import { describe, expect, it } from 'vitest';
import { openWebSocketTransport, retryDelayMs } from '../../../renderer/api/web-socket-transport.ts';
import type { LineState } from '../../../renderer/api/transport.ts';

const LOCATION = { protocol: 'http:', host: '127.0.0.1:4711', origin: 'http://127.0.0.1:4711' } as Location;

function openWith(status: number | null) {
  const opened: (EventTarget & { address: string })[] = [];
  const states: LineState[] = [];
  const later: (() => void)[] = [];
  let tellNext: () => void = () => undefined;
  const transport = openWebSocketTransport(LOCATION, {
    open: (address) => {
      const socket = Object.assign(new EventTarget(), { address, close: () => undefined, send: () => undefined });
      opened.push(socket);
      return socket as unknown as WebSocket;
    },
    statusOf: () => Promise.resolve(status),
    nowMs: () => 1_000,
    later: (run) => later.push(run),
  });
  transport.onState((state) => {
    states.push(state);
    tellNext();
  });
  const nextState = () =>
    new Promise<void>((resolve) => {
      tellNext = resolve;
    });
  const close = async (code: number) => {
    const next = nextState();
    opened.at(-1)?.dispatchEvent(Object.assign(new Event('close'), { code }));
    await next;
  };
  return { transport, opened, states, later, close, open: () => opened.at(-1)?.dispatchEvent(new Event('open')) };
}

describe('the line to the browser host', () => {
  it('goes to the page’s own origin', () => {
    expect(openWith(null).opened[0]?.address).toBe('ws://127.0.0.1:4711/contract');
  });
  it('tries again after it broke, with growing pauses that start anew once it holds', async () => {
    const line = openWith(null);
    line.open();
    await line.close(1006);
    expect(line.states).toEqual([{ kind: 'open' }, { kind: 'lost', nextTryAt: 1_250 }]);
    line.later[0]?.();
    expect(line.opened).toHaveLength(2);
    await line.close(1006);
    expect(line.states.at(-1)).toEqual({ kind: 'lost', nextTryAt: 1_500 });
  });
  it('asks for a new token when the host refuses this one, however it says so', async () => {
    const refusedAtOnce = openWith(401);
    await refusedAtOnce.close(1006);
    const closedLater = openWith(null);
    closedLater.open();
    await closedLater.close(4401);
    expect([refusedAtOnce.transport.state(), closedLater.transport.state()]).toEqual([
      { kind: 'newTokenNeeded' },
      { kind: 'newTokenNeeded' },
    ]);
    expect(refusedAtOnce.later).toEqual([]);
  });
  it('waits longer each time, and no longer than a quarter of a minute', () => {
    expect([0, 1, 2, 30].map(retryDelayMs)).toEqual([250, 500, 1_000, 15_000]);
  });
});
