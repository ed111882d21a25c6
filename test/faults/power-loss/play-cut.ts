import { chanceOf } from '../chance.ts';
import { dayStory } from '../posting-day/day-story.ts';
import { goOn } from '../posting-day/go-on.ts';
import { lastMark } from '../posting-day/read-remains.ts';
import { withFolder } from '../strace.ts';
import type { Damage } from '../trial-row.ts';
import { diskAt, writeImage, type Luck } from './disk-image.ts';
import type { DiskOp } from './disk-log.ts';
import type { LoggedDay } from './logged-day.ts';

/** Part of the cuts that fall before the home has taken anything. */
const EARLY_PART = 0.1;
const LUCKS: readonly Luck[] = ['nothing', 'everything', 'anything', 'anything', 'anything'];

/** The power goes at one moment of a day, and what was not flushed is left to luck; the program starts again on what the disk holds. */
export async function playCut(
  day: LoggedDay,
  number: number,
  seed: number,
  trial: number,
): Promise<{ readonly fault: string; readonly damage: Damage }> {
  const chance = chanceOf(seed, 6_000_000 + trial);
  const first = day.ops.findIndex((op) => op.op === 'mark' && op.mark.mark === 'acknowledged');
  const at = chance.happens(EARLY_PART) ? chance.below(first) : first + chance.below(day.ops.length - first + 1);
  const luck = chance.pick(LUCKS);
  const damage = await withImage(day, number, { seed, at, luck, trial });
  return { fault: `${at < first ? 'before anything was taken' : lastOf(day.ops.slice(0, at))}, ${luck} kept`, damage };
}

/** The last moment of the day with nothing kept that was not flushed. */
export function playWholeDay(day: LoggedDay, number: number, seed: number): Promise<Damage> {
  return withImage(day, number, { seed, at: day.ops.length, luck: 'nothing', trial: 0 });
}

function withImage(
  day: LoggedDay,
  number: number,
  cut: { readonly seed: number; readonly at: number; readonly luck: Luck; readonly trial: number },
): Promise<Damage> {
  const before = day.ops.slice(0, cut.at);
  const marks = before.flatMap((op) => (op.op === 'mark' ? [op.mark] : []));
  const books = day.books[lastMark(marks, 'books')?.image ?? 0];
  if (books === undefined) throw new Error('the day kept no books');
  return withFolder('cut', (home) => {
    writeImage(diskAt(before), home, cut.luck, chanceOf(cut.seed, 7_000_000 + cut.trial));
    const acknowledged = lastMark(marks, 'acknowledged') ?? null;
    return goOn(dayStory(cut.seed, number), cut.seed, { home, key: day.key, books, acknowledged });
  });
}

/** What was done last, in words for the counts. */
function lastOf(ops: readonly DiskOp[]): string {
  const last = ops.at(-1);
  if (last === undefined || last.op === 'mark') return 'after a step';
  return last.op === 'syncFolder' ? 'after a flush of the folder' : `after a ${last.op} of ${last.name}`;
}
