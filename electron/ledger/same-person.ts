/** Whether two sign-in names are one person's: they differ in case from one machine to the next, and PeopleSoft compares them without. */
export function isSamePerson(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
