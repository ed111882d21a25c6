/**
 * Metadata as the ledger keeps it: JSON with its names in order, so that the same metadata is the same text, however a list, an event or
 * a report's columns put it.
 */
export function metadataText(metadata: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(metadata).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(sorted));
}
