import { z } from 'zod';
import { attributeOf, childrenOf, readXml, XmlRefused, type XmlElement } from '../../http/xml-reader.ts';
import { fieldOf } from './definitions.ts';
import { SORT_KEY } from './query-definition.ts';

/** One row of a query: text by field name, blanks as ''. Numbers are kept as the digits that came, never as floats. */
export type QueryRow = ReadonlyMap<string, string>;
export interface QueryResult {
  readonly rows: readonly QueryRow[];
  /** Fields that any row has; empty when there are no rows. */
  readonly fields: ReadonlySet<string>;
}

/** A query answer that cannot be trusted; the message says why. */
export class ResultUnreadable extends Error {
  override readonly name = 'ResultUnreadable';
}

const countSchema = z.union([z.string().regex(/^\d+$/), z.number().int().nonnegative()]).transform(Number);
const rowSchema = z.record(z.string(), z.union([z.string(), z.null(), z.boolean()]));
const querySchema = z.object({
  numrows: countSchema.optional(),
  rows: z.union([z.array(rowSchema), rowSchema]).optional(),
});
const resultSchema = z.object({ status: z.string().optional(), data: z.object({ query: querySchema }) });

/**
 * Reads the answer of ExecuteQuery in either form, JSON or XML, whichever came. Throws `ResultUnreadable` when it is neither,
 * is cut off, or holds another number of rows than it says. Shapes: PeopleBooks, Reporting Web Services, "QAS_EXECUTEQRY_REST_GET".
 */
export function readQueryResult(text: string): QueryResult {
  const start = text.trimStart();
  if (start === '') throw new ResultUnreadable('the answer is empty');
  const cells = start.startsWith('<') ? readXmlRows(text) : readJsonRows(text);
  const fields = new Set<string>();
  const names = new FieldNames(cells);
  const rows = cells.map((row) => {
    const named = new Map<string, string>();
    for (const [name, value] of row) {
      const field = names.of(name);
      if (named.has(field)) throw new ResultUnreadable(`two columns are called ${field}`);
      named.set(field, value.trim());
      fields.add(field);
    }
    return named;
  });
  return { rows, fields };
}

type Cells = readonly (readonly [string, string])[];

/** Field per column name. An expression column without a name of its own (`EXPR1_1`) is the sort key when it is the only one. */
class FieldNames {
  readonly #known = new Map<string, string>();

  constructor(rows: readonly Cells[]) {
    const names = new Set(rows.flatMap((row) => row.map(([name]) => name)));
    for (const name of names) this.#known.set(name, fieldOf(name));
    const expressions = [...names].filter((name) => /^EXPR\d+_\d+$/i.test(fieldOf(name)));
    const hasSortKey = [...this.#known.values()].includes(SORT_KEY);
    const only = expressions[0];
    if (!hasSortKey && expressions.length === 1 && only !== undefined) this.#known.set(only, SORT_KEY);
  }

  of(name: string): string {
    return this.#known.get(name) ?? fieldOf(name);
  }
}

function readJsonRows(text: string): readonly Cells[] {
  const names = { read: 0 };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text, countingNames(names));
  } catch (cause) {
    throw new ResultUnreadable(`neither whole JSON nor XML${placeOf(cause)}`);
  }
  if (names.read !== namesIn(text)) throw new ResultUnreadable('a name stands twice in one object of it');
  const result = resultSchema.safeParse(parsed);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new ResultUnreadable(`not a query result: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
  }
  const { numrows, rows = [] } = result.data.data.query;
  const list = Array.isArray(rows) ? rows : [rows];
  assertCount(numrows ?? null, list.length);
  return list.map((row) =>
    Object.entries(row)
      .filter(([name]) => !name.startsWith('attr:'))
      .map(([name, value]) => [name, value === null ? '' : String(value)] as const),
  );
}

/** Where JSON breaks. The parser's own words repeat what stands there, which may be anything a proxy sends back. */
function placeOf(cause: unknown): string {
  const place = cause instanceof Error ? /position \d+/.exec(cause.message)?.[0] : undefined;
  return place === undefined ? '' : `, broken at ${place}`;
}

/** A reviver that keeps digits and counts the names of objects: of a name that stands twice the parser shows only the last. */
function countingNames(names: {
  read: number;
}): (this: unknown, key: string, value: unknown, context?: unknown) => unknown {
  return function revive(_key, value, context) {
    if (!Array.isArray(this)) names.read += 1;
    return keepDigits(value, context);
  };
}

const STRING_AND_COLON = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

/** Names in a JSON text that is known to be whole, counted like the reviver does: the root has one, too. */
function namesIn(text: string): number {
  let count = 1;
  for (const [, colon] of text.matchAll(STRING_AND_COLON)) if (colon !== undefined) count += 1;
  return count;
}

/** JSON numbers as their own digits: a float would lose the last ones of a long amount. */
function keepDigits(value: unknown, context: unknown): unknown {
  if (typeof value !== 'number') return value;
  const source = typeof context === 'object' && context !== null && 'source' in context ? context.source : undefined;
  return typeof source === 'string' ? source : String(value);
}

function readXmlRows(text: string): readonly Cells[] {
  let root: XmlElement;
  try {
    root = readXml(text);
  } catch (cause) {
    if (!(cause instanceof XmlRefused)) throw cause;
    throw new ResultUnreadable(cause.message, { cause });
  }
  const query = findQuery(root, 0);
  if (query === null) throw new ResultUnreadable(`<${root.name}> is not a query result`);
  const rows = childrenOf(query, 'row');
  const said = attributeOf(query, 'numrows');
  assertCount(said === null || !/^\d+$/.test(said) ? null : Number(said), rows.length);
  return rows.map((row) => row.children.map((cell) => [cell.name, cell.text] as const));
}

/** `<query>` at the root or inside at most two wrappers (`<data>`, a SOAP-like envelope). */
function findQuery(element: XmlElement, level: number): XmlElement | null {
  if (element.name === 'query') return element;
  if (level >= 2) return null;
  for (const child of element.children) {
    const found = findQuery(child, level + 1);
    if (found !== null) return found;
  }
  return null;
}

function assertCount(said: number | null, found: number): void {
  if (said !== null && said !== found) throw new ResultUnreadable(`it says ${said} rows and holds ${found}`);
}
