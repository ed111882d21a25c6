import { mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { booksImage, MARKS_FILE, type DayOrder } from '../posting-day/day-messages.ts';
import { filesBeginning, runUnderStrace, withFolder } from '../strace.ts';
import { readDiskLog, TRACED, type DiskOp } from './disk-log.ts';

/** Longer than any single write of the day. */
const LONGEST_WRITE = 1_000_000;

/** A day with everything it did to its home, and PeopleSoft's books after each change. */
export interface LoggedDay {
  readonly key: Buffer;
  readonly ops: readonly DiskOp[];
  readonly books: readonly Buffer[];
}

/** Runs a day under strace and reads what it did. `synchronous: 'off'` is the switch of the control. */
export function logDay(seed: number, day: number, synchronous: DayOrder['synchronous']): Promise<LoggedDay> {
  return withFolder('power', async (made) => {
    const folder = realpathSync(made);
    const [home, side] = [join(folder, 'home'), join(folder, 'side')];
    mkdirSync(home);
    mkdirSync(side);
    const key = Buffer.alloc(32, 1 + (day % 200));
    const order: DayOrder = { home, side, keyHex: key.toString('hex'), seed, day, synchronous };
    const options = [
      '-ff',
      '-y',
      '-xx',
      '-s',
      String(LONGEST_WRITE),
      '-e',
      `trace=${TRACED}`,
      '-o',
      join(folder, 'trace'),
    ];
    const end = await runUnderStrace(options, 'day', [JSON.stringify(order)]);
    if (end.exitCode !== 0)
      throw new Error(`the day did not end (exit ${end.exitCode ?? end.signal ?? ''}): ${end.stderr}`);
    // One file a thread; all of the day's own work is on the main one, which wrote most.
    const traces = filesBeginning(folder, 'trace.').toSorted(
      (left, right) => statSync(right).size - statSync(left).size,
    );
    const ops = readDiskLog(readFileSync(traces[0] ?? '', 'utf8'), home, join(side, MARKS_FILE));
    const images = ops.filter((op) => op.op === 'mark' && op.mark.mark === 'books').length;
    return {
      key,
      ops,
      books: Array.from({ length: images }, (_, image) => readFileSync(join(side, booksImage(image)))),
    };
  });
}

/** Days that are logged when they are asked for; the last two are kept. */
export function keptDays(): { of(seed: number, day: number): Promise<LoggedDay>; forget(): void } {
  const days = new Map<string, Promise<LoggedDay>>();
  return {
    of(seed, day) {
      const name = `${seed}/${day}`;
      const known = days.get(name) ?? logDay(seed, day, 'full');
      days.set(name, known);
      const [oldest] = days.keys();
      if (days.size > 2 && oldest !== undefined) days.delete(oldest);
      return known;
    },
    forget: () => days.clear(),
  };
}
