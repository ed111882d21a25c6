/** A plain date as a grid shows it: month and day inside `year`, whole otherwise. */
export function shortDate(date: string, year: string): string {
  return date.startsWith(`${year}-`) ? date.slice(5) : date;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  });
  clocks.set(zone, made);
  return made;
}

function partsOf(instant: string, zone: string): ReadonlyMap<string, string> {
  return new Map(
    clockOf(zone)
      .formatToParts(new Date(instant))
      .map(({ type, value }) => [type, value]),
  );
}

/** An instant as date, time of day and zone of the unit, e.g. `2026-10-29 19:41 GMT-4`. */
export function formatInstant(instant: string, zone: string): string {
  const parts = partsOf(instant, zone);
  const get = (type: string) => parts.get(type) ?? '';
  return `${get('year')}-${get('month')}-${get('day')} ${get('hour')}:${get('minute')} ${get('timeZoneName')}`;
}

/** As `formatInstant` without the year and the zone, for lists whose heading names the zone. */
export function shortInstant(instant: string, zone: string): string {
  return formatInstant(instant, zone).slice(5, 16);
}

/** Time of day of an instant in the unit's zone, e.g. `06:10`. */
export function clockTime(instant: string, zone: string): string {
  return formatInstant(instant, zone).slice(11, 16);
}
