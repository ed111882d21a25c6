import { describe, expect, it } from 'vitest';
import { lookAtEach } from '../../../../electron/posting/read-back/look-at-each.ts';
import { ConnectorError } from '../../../../electron/connectors/http/connector-error.ts';

async function walk(fails: Readonly<Record<number, Error>>, passesRest: boolean, due: readonly number[] | null = null) {
  const kept: number[] = [];
  const passed: number[] = [];
  const looked: [number, boolean][] = [];
  const read: number[] = [];
  async function* things() {
    for (const each of [1, 2, 3, 4]) {
      read.push(each);
      yield each;
    }
  }
  const looks = {
    isDue: (key: number) => due?.includes(key) ?? true,
    looked: (key: number, _atMs: number, isNews: boolean) => void looked.push([key, isNews]),
  };
  const stopped = await lookAtEach(
    things(),
    {
      keyOf: (each) => each,
      look: async (each) => {
        const error = fails[each];
        if (error !== undefined) throw error;
        return each * 10;
      },
      keep: async (_, seen) => kept.push(seen) > 1,
      pass: (each) => void passed.push(each),
      passesRest,
    },
    due === null ? { now: () => 0 } : { now: () => 0, looks },
  );
  return { kept, passed, looked, read, stopped: stopped?.kind ?? null };
}
const oneAnswer = new ConnectorError('peoplesoft', 'malformed', 'odd rows', 'x');
const nobody = new ConnectorError('peoplesoft', 'unreachable', 'no answer', 'x');

describe('looking at each of many', () => {
  it('keeps what was seen, also where no pace is kept', async () => {
    expect(await walk({}, false)).toMatchObject({ kept: [10, 20, 30, 40], passed: [], stopped: null });
  });

  it('passes what is not due, and tells the pace what was news', async () => {
    const { kept, passed, looked } = await walk({}, false, [2, 4]);
    expect({ kept, passed, looked }).toEqual({
      kept: [20, 40],
      passed: [1, 3],
      looked: [
        [2, false],
        [4, true],
      ],
    });
  });

  it('goes on after an answer that cannot be read, and ends where nobody answers', async () => {
    expect(await walk({ 2: oneAnswer }, false)).toMatchObject({ kept: [10, 30, 40], passed: [2], stopped: null });
    expect(await walk({ 2: nobody }, false)).toMatchObject({ kept: [10], read: [1, 2], stopped: 'unreachable' });
    expect(await walk({ 2: nobody }, true)).toMatchObject({ kept: [10], passed: [2, 3, 4], stopped: 'unreachable' });
  });

  it('throws what is no connector’s failure', async () => {
    await expect(walk({ 1: new Error('a defect') }, true)).rejects.toThrow('a defect');
  });
});
