import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { EventHub } from '../../../electron/engine/event-hub.ts';
import type { EventFrame } from '../../../shared/contract/envelope.ts';

function listening(hub: EventHub) {
  const events: EventFrame[] = [];
  let heard = Promise.withResolvers<void>();
  const stop = hub.listen((event) => {
    events.push(event);
    heard.resolve();
  });
  const next = async () => {
    await heard.promise;
    heard = Promise.withResolvers<void>();
  };
  return { events, next, stop };
}

describe('announcements', () => {
  it('of a burst of changes are one, with each topic once', async () => {
    const hub = new EventHub();
    const { events, next } = listening(hub);
    for (let count = 0; count < 500; count += 1) hub.changed('movements', 'items');
    hub.changed('audit');
    await next();
    expect(events).toEqual([{ event: 'data.changed', payload: { topics: ['movements', 'items', 'audit'] } }]);
    hub.changed('items');
    await next();
    expect(events).toHaveLength(2);
    expect(events[1]).toEqual({ event: 'data.changed', payload: { topics: ['items'] } });
    hub.close();
  });

  it('reach every window that listens, and none that has gone', () => {
    const hub = new EventHub();
    const [first, second] = [listening(hub), listening(hub)];
    second.stop();
    hub.emit('company.stopping', { reason: 'Closing.' });
    expect(first.events).toEqual([{ event: 'company.stopping', payload: { reason: 'Closing.' } }]);
    expect(second.events).toEqual([]);
    hub.close();
  });

  it('of one window that throws do not keep the others from hearing', () => {
    const hub = new EventHub();
    hub.listen(() => {
      throw new Error('this window is gone');
    });
    const { events } = listening(hub);
    hub.emit('company.stopping', { reason: 'Closing.' });
    expect(events).toHaveLength(1);
    hub.close();
  });

  it('are not made after the engine has closed', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const hub = new EventHub();
    const { events } = listening(hub);
    hub.changed('movements');
    hub.close();
    hub.changed('movements');
    vi.runAllTimers();
    expect(events).toEqual([]);
  });
});
