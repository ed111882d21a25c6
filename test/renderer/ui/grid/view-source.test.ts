import { describe, expect, it } from 'vitest';
import { makeClient } from '../../../../renderer/api/client.ts';
import type { Transport } from '../../../../renderer/api/transport.ts';
import { isExpired, openView } from '../../../../renderer/ui/grid/view-source.ts';
import { makeDoubleEngine } from '../../../support/double-engine.ts';

function open(rows: number) {
  const engine = makeDoubleEngine(rows);
  let receive: (frame: unknown) => void = () => undefined;
  const transport: Transport = {
    state: () => ({ kind: 'open' }),
    send: (frame) => {
      const { id, name, input } = frame as { id: number; name: string; input: unknown };
      receive({ id, ...engine.answer(name, input) });
    },
    onFrame: (listener) => {
      receive = listener;
    },
    onState: () => undefined,
    stop: () => undefined,
  };
  const view = openView<'movements'>(makeClient(transport), { list: 'movements', unit: 'US', facet: 'all' }, undefined);
  return { engine, view };
}

describe('an opened view', () => {
  it('answers slices and places of a million rows without holding them', async () => {
    const view = await open(1_000_000).view;
    expect(view.opened.total).toBe(1_000_000);
    expect((await view.rows(999_999, 100)).map(({ key }) => key)).toEqual([1_000_000]);
    expect(await view.locate(500_000)).toBe(499_999);
  });
  it('finds the next row that is open, after the place first and then from the top', async () => {
    const { view } = open(10);
    const source = await view;
    expect(await source.nextOpen(3)).toBe(4);
    expect(await source.nextOpen(9)).toBe(0);
    expect(await source.nextOpen(-1)).toBe(0);
  });
  it('knows when it is over', async () => {
    const { engine, view } = open(10);
    const source = await view;
    engine.expireViews();
    const failure = await source.rows(0, 5).catch((error: unknown) => error);
    expect(isExpired(failure)).toBe(true);
  });
});
