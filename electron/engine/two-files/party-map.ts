import { z } from 'zod';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { GivenMap } from './given-map.ts';
import { PARTY_FIELDS, type PartyField } from '../../matching/parties/party-columns.ts';

/** Fields that a map may name; ids of other systems are no column of it. */
const MAP_FIELDS = PARTY_FIELDS.filter((field) => field !== 'externalId' && field !== 'vatId');
const column = z.string().min(1);
const SIDE = z.strictObject({
  id: column,
  ...Object.fromEntries(MAP_FIELDS.map((field) => [field, column.optional()])),
  other: z.array(column).optional(),
});

/** Which column of a file is what. A column may serve two roles. */
export interface PartySideMap {
  readonly id: string;
  readonly fields: Readonly<Partial<Record<PartyField, string>>>;
  readonly other: readonly string[];
}
export interface PartyMap {
  readonly left: PartySideMap;
  readonly right: PartySideMap;
}

/** The map of `link`. Throws `BAD_INPUT` naming the key that is wrong. */
export function parsePartyMap(given: GivenMap): PartyMap {
  const { left, right } = parsed(z.strictObject({ left: SIDE, right: SIDE }), given);
  const map = { left: sideMap(left), right: sideMap(right) };
  const compared =
    map.left.other.length > 0 && map.right.other.length > 0
      ? true
      : MAP_FIELDS.some((field) => map.left.fields[field] !== undefined && map.right.fields[field] !== undefined) ||
        (isNamed(map.left) && isNamed(map.right));
  if (!compared)
    throw bad(
      `${given.shown}: no column beside the ids is mapped on both sides.`,
      'Map at least one column of each, such as name.',
    );
  return map;
}

/** The map of `dedupe`, one side. Throws `BAD_INPUT` naming the key that is wrong. */
export function parsePartySideMap(given: GivenMap): PartySideMap {
  const map = sideMap(parsed(SIDE, given));
  if (Object.keys(map.fields).length + map.other.length === 0)
    throw bad(`${given.shown}: no column beside the id is mapped.`, 'Map at least one column, such as name.');
  return map;
}

function isNamed({ fields }: PartySideMap): boolean {
  return fields.name !== undefined || fields.givenName !== undefined || fields.familyName !== undefined;
}

function sideMap(side: Readonly<Record<string, unknown>>): PartySideMap {
  const fields: Partial<Record<PartyField, string>> = {};
  for (const field of MAP_FIELDS) {
    const named = side[field];
    if (typeof named === 'string') fields[field] = named.trim();
  }
  const { id, other } = side;
  return {
    id: String(id).trim(),
    fields,
    other: z
      .array(z.string())
      .catch([])
      .parse(other)
      .map((name) => name.trim()),
  };
}

function parsed<Schema extends z.ZodType>(schema: Schema, { text, shown }: GivenMap): z.infer<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw bad(`${shown} is no JSON object: ${error instanceof Error ? error.message : String(error)}.`, HINT);
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? ` (${issue.keys.join(', ')})` : '';
  throw bad(`${shown}: ${issue?.path.join('.') || 'the object'}: ${issue?.message ?? 'wrong'}${unknown}.`, HINT);
}

const HINT = `Give {"left":{"id":"<column>","name":"<column>"},"right":{…}} (dedupe: one such side); the keys are id, ${MAP_FIELDS.join(', ')}, other.`;

function bad(message: string, nextStep: string): TieoutError {
  return new TieoutError('BAD_INPUT', message, { nextStep });
}
