import type { CiDocument } from './schema-model.ts';

export interface DataReading {
  /** As much as could be read; what was no text stands in it as the text it most likely means. */
  readonly document: CiDocument;
  /** What cannot be a property's value, one sentence each, by the property's path. */
  readonly findings: readonly string[];
}

/**
 * Reads a JSON value as the data of one operation: an object of properties, collections as arrays of such objects,
 * leaves as strings. Numbers are findings, as they have lost their trailing zeros (`12.50`) and large ones their
 * digits. What the service's schema says is `validateDocument`'s matter.
 */
export function readData(value: Readonly<Record<string, unknown>>): DataReading {
  const findings: string[] = [];
  return { document: readRow(value, '', findings), findings };
}

/** True for a JSON object, the only form that data of an operation can have. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readRow(row: Readonly<Record<string, unknown>>, path: string, findings: string[]): CiDocument {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => {
      const read = readValue(value, `${path}${name}`, findings);
      return read === undefined ? [] : [[name, read] as const];
    }),
  );
}

function readValue(value: unknown, path: string, findings: string[]): string | readonly CiDocument[] | undefined {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return readRows(value, path, findings);
  if (isJsonObject(value)) {
    findings.push(`${path} is a single object; a collection is an array of rows, even with one row`);
    return [readRow(value, `${path}[1].`, findings)];
  }
  if (value === null || value === undefined) {
    findings.push(`${path} is null; leave it out, or give "" to blank it`);
    return undefined;
  }
  findings.push(
    `${path} is a ${typeof value}; every value is text in quotes: ${JSON.stringify(JSON.stringify(value))}`,
  );
  return JSON.stringify(value);
}

function readRows(rows: readonly unknown[], path: string, findings: string[]): readonly CiDocument[] {
  return rows.flatMap((row, index) => {
    const at = `${path}[${index + 1}]`;
    if (isJsonObject(row)) return [readRow(row, `${at}.`, findings)];
    findings.push(`${at} is no row; a row is an object of properties`);
    return [];
  });
}
