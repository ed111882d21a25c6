import { remembered } from './remembered.ts';

const MS_PER_DAY = 86_400_000;
/** A month has few days and many rows. */
const KNOWN_MOST = 2_000;

/** Whole days since 1970-01-01 of a plain date `YYYY-MM-DD`; throws RangeError on anything else. */
export const dayNumber = remembered(counted, KNOWN_MOST);

function counted(date: string): number {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const day = parts ? Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) / MS_PER_DAY : Number.NaN;
  if (!Number.isInteger(day)) throw new RangeError(`not a plain date: ${JSON.stringify(date)}`);
  return day;
}

/** The calendar year of a day as `dayNumber` counts it. */
export function yearOf(day: number): number {
  return new Date(day * MS_PER_DAY).getUTCFullYear();
}
