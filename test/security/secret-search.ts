import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

/** Somewhere a secret must not be: its name for the report, and its bytes. */
export interface Place {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Places in which any of the secrets, or its first or last half, stands in any form it travels in: plain, UTF-16, base64 at each
 * of the three alignments, hex, URL-, XML- and JSON-escaped. Answers `secret name in place as form`; never the secret.
 */
export function findSecrets(secrets: Readonly<Record<string, string>>, places: readonly Place[]): string[] {
  const sought = Object.entries(secrets).map(([name, secret]) => ({
    name,
    forms: secretForms(secret).map(([form, bytes]) => ({ form, halves: halvesOf(bytes) })),
  }));
  return places.flatMap(({ name: place, bytes }) =>
    sought.flatMap(({ name, forms }) => {
      const found = forms.find(({ halves }) => halves.some((half) => bytes.includes(half)));
      return found === undefined ? [] : [`${name} in ${place} as ${found.form}`];
    }),
  );
}

export function textPlace(name: string, text: string): Place {
  return { name, bytes: Buffer.from(text) };
}

/** Every file below a folder, write-ahead logs and all. */
export function filePlaces(folder: string): Place[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { name: path, bytes: readFileSync(path) };
    });
}

type Reader = (sql: string) => Readonly<Record<string, unknown>>[];

/** Every column of every table, one place a table and column; packed columns are unpacked. */
export function tablePlaces(read: Reader): Place[] {
  const tables = read("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
  return tables.flatMap(({ name }) => {
    const table = String(name);
    const columns = new Map<string, string[]>();
    for (const row of read(`SELECT * FROM "${table}"`))
      for (const [column, value] of Object.entries(row)) {
        const texts = columns.get(column) ?? [];
        texts.push(valueText(value));
        columns.set(column, texts);
      }
    return [...columns].map(([column, texts]) => textPlace(`${table}.${column}`, texts.join('\n')));
  });
}

function valueText(value: unknown): string {
  if (!(value instanceof Uint8Array)) return typeof value === 'string' ? value : JSON.stringify(value);
  const bytes = Buffer.from(value);
  const unpacked = [inflated(bytes), inflated(bytes.subarray(1))].filter((text) => text !== null);
  return [bytes.toString('latin1'), ...unpacked].join('\n');
}

function inflated(bytes: Buffer): string | null {
  try {
    return inflateRawSync(bytes).toString('utf8');
  } catch {
    return null; // not packed: the bytes themselves are searched
  }
}

const LEAST_TELLING_BYTES = 10;

function halvesOf(bytes: Buffer): readonly Buffer[] {
  const length = Math.min(bytes.length, Math.max(LEAST_TELLING_BYTES, Math.ceil(bytes.length / 2)));
  return [bytes.subarray(0, length), bytes.subarray(bytes.length - length)];
}

function secretForms(secret: string): readonly (readonly [string, Buffer])[] {
  const escaped = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = escaped.replaceAll('"', '&quot;').replaceAll("'", '&apos;');
  const json = JSON.stringify(secret).slice(1, -1);
  const forms: readonly (readonly [string, string])[] = [
    ['plain text', secret],
    ['UTF-16', Buffer.from(secret, 'utf16le').toString('latin1')],
    ['URL-encoded text', encodeURIComponent(secret)],
    ['form-encoded text', new URLSearchParams([['', secret]]).toString().slice(1)],
    ['XML-escaped text', escaped],
    ['XML-escaped text with quotes', quoted],
    ['JSON-escaped text', json],
    ['JSON-escaped twice', JSON.stringify(json).slice(1, -1)],
    ['hex', Buffer.from(secret).toString('hex')],
    ['capital hex', Buffer.from(secret).toString('hex').toUpperCase()],
    ...[0, 1, 2].map((shift) => [`base64 at ${shift}`, base64Core(secret, shift)] as const),
    ...[0, 1, 2].map((shift) => [`base64url at ${shift}`, urlSafe(base64Core(secret, shift))] as const),
  ];
  // Forms that are the same text go by the first name.
  const distinct = new Map(forms.toReversed().map(([form, text]) => [text, form]));
  return [...distinct]
    .toReversed()
    .map(([text, form]) => [form, Buffer.from(text, form === 'UTF-16' ? 'latin1' : 'utf8')]);
}

/** The characters that stand in the base64 of any text that has `secret` behind `shift` (modulo 3) bytes. */
function base64Core(secret: string, shift: number): string {
  const bytes = Buffer.from(secret);
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const start = shift === 0 ? 0 : shift + 1;
  const whole = Math.floor(((shift + bytes.length) * 8) / 6);
  return text.slice(start, whole);
}

function urlSafe(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_');
}
