import type { Instant } from '../../../shared/domain/ids.ts';
import { instantInZone } from '../../../shared/domain/calendar.ts';

/** `iso`: 2026-10-05; `dmy`: 05.10.2026 or 05/10/2026; `mdy`: 10/05/2026. A time of day may follow each. */
export type DateFormat = 'iso' | 'dmy' | 'mdy';
/** `ambiguous`: no day is above 12, so that a person is asked which comes first. */
export type SniffedDates = DateFormat | 'ambiguous' | 'contradictory';

const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:\s*(Z|UTC|[+-]\d{2}:?\d{2}))?)?$/;
const PARTED = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;

/** How the dates of a file are written; `iso` where there are none. */
export function sniffDates(texts: Iterable<string>): SniffedDates {
  const seen = { iso: false, dmy: false, mdy: false, either: false };
  for (const given of texts) {
    const text = given.trim();
    const parted = PARTED.exec(text);
    if (ISO.test(text)) seen.iso = true;
    else if (parted !== null) seen[Number(parted[1]) > 12 ? 'dmy' : Number(parted[2]) > 12 ? 'mdy' : 'either'] = true;
  }
  const kinds = [seen.iso, seen.dmy || (seen.either && !seen.mdy), seen.mdy].filter(Boolean).length;
  if (kinds > 1) return 'contradictory';
  if (seen.dmy) return 'dmy';
  if (seen.mdy) return 'mdy';
  return seen.either ? 'ambiguous' : 'iso';
}

/** The instant of a date with or without a time of day in a zone (midnight without one); null when it is none in that format. */
export function instantOfText(text: string, format: DateFormat, zone: string): Instant | null {
  const parts = (format === 'iso' ? ISO : PARTED).exec(text.trim());
  if (parts === null) return null;
  const [first, second, third, hour, minute, seconds] = parts.slice(1, 7).map((part) => Number(part ?? '0'));
  const [year, month, day] =
    format === 'iso' ? [first, second, third] : format === 'dmy' ? [third, second, first] : [third, first, second];
  const local = `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(seconds)}`;
  const offset = format === 'iso' ? parts[7] : undefined;
  if (offset === undefined) return instantInZone(local, zone);
  const at = new Date(`${local}${offset === 'UTC' ? 'Z' : offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`);
  return Number.isNaN(at.getTime()) ? null : (at.toISOString() as Instant);
}

function pad(value: number | undefined, length = 2): string {
  return String(value ?? 0).padStart(length, '0');
}
