import { z } from 'zod';

/** The profile while it is being written: JSON of any shape, checked as a whole by the profile's own schema. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}
export type FieldKind = 'text' | 'number' | 'list' | 'flag' | 'choice' | 'counts';

/** Whether a value of the draft is a list. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path such as `units.0.zone`, or undefined where there is none. */
export function valueAt(draft: Json | undefined, path: string): Json | undefined {
  let value = draft;
  for (const step of path.split('.')) {
    if (isList(value)) value = value[Number(step)];
    else if (isObject(value)) value = Object.hasOwn(value, step) ? value[step] : undefined;
    else return undefined;
  }
  return value;
}

/** A copy of the draft with another value at a path; undefined takes the name away, so that a default holds again. */
export function withValueAt(draft: Json | undefined, path: string, next: Json | undefined): Json {
  const [step, ...rest] = path.split('.');
  if (step === undefined || step === '') return draft ?? {};
  const isIndex = /^\d+$/.test(step);
  if (isIndex || isList(draft)) {
    const list = isList(draft) ? [...draft] : [];
    const at = Number(step);
    const value = rest.length === 0 ? next : withValueAt(list[at], rest.join('.'), next);
    if (value === undefined) list.splice(at, 1);
    else list[at] = value;
    return list;
  }
  const object: Record<string, Json> = isObject(draft) ? { ...draft } : {};
  const value = rest.length === 0 ? next : withValueAt(object[step], rest.join('.'), next);
  if (value === undefined) delete object[step];
  else object[step] = value;
  return object;
}

/** The value as a field shows it. */
export function fieldText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (isList(value)) return value.map((part) => fieldText(part)).join(', ');
  if (isObject(value))
    return Object.entries(value)
      .map(([name, part]) => `${name}=${fieldText(part)}`)
      .join(', ');
  return String(value);
}

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function numberOr(text: string): Json {
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** What was typed, in the form the profile keeps it; text that is no number stays text, which the schema then names. */
export function parseField(kind: FieldKind, text: string): Json | undefined {
  if (text.trim() === '') return undefined;
  if (kind === 'number') return numberOr(text);
  if (kind === 'list') return listOf(text);
  if (kind === 'counts') {
    return Object.fromEntries(
      listOf(text).map((part) => {
        const [name = '', value = ''] = part.split('=');
        return [name.trim(), numberOr(value)];
      }),
    );
  }
  if (kind === 'flag') return text === 'true';
  return text.trim();
}

export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** Faults of a draft against a schema, each with the path of its field. */
export function faultsOf(schema: z.ZodType, draft: Json): readonly Fault[] {
  const read = schema.safeParse(draft);
  if (read.success) return [];
  return read.error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: messageOf(issue) }));
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is missing';
  if (issue.code === 'unrecognized_keys') return `does not know ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_union') return 'is missing';
  return issue.message;
}

/** Reads JSON text as a draft; throws an Error with a sentence when it is none. */
export function readDraft(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`This is not JSON: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
  const read = z.json().safeParse(value);
  if (!read.success || !isObject(read.data as Json)) throw new Error('A profile is one JSON object in braces.');
  return read.data as JsonObject;
}
