const MS_PER_DAY = 86_400_000;

/** The plain date of a count of days since 1970-01-01. */
export function dateOfDay(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}
