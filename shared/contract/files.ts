import { z } from 'zod';
import { reportProof } from './completeness-proofs.ts';
import { instant, key } from './primitives.ts';
import { isZone } from './profile.ts';

/** Largest part of a file in one command, in characters of base64: frames stay small. */
export const FILE_PART_CHARACTERS = 524_288;
const uploadId = z.string().max(64);

export const fileHandInput = z.strictObject({
  /** Null with the first part; then as answered to it. */
  uploadId: uploadId.nullable(),
  name: z.string().min(1).max(255),
  part: z.base64().max(FILE_PART_CHARACTERS),
});
export const fileHandOutput = z.strictObject({ uploadId });

export const tableMap = z.strictObject({
  /** Column by role. */
  columns: z.record(z.string().max(64), z.string().max(500)),
  numbers: z.enum(['point', 'comma']),
  dates: z.enum(['iso', 'dmy', 'mdy']),
  /** IANA zone of times whose column does not say; empty while nobody has said it. */
  zone: z
    .string()
    .max(64)
    .refine((name) => name === '' || isZone(name), { error: 'is not a time zone such as America/New_York' }),
});
export type TableMapping = z.infer<typeof tableMap>;

export const filePreviewInput = z.strictObject({ uploadId, map: tableMap.nullable() });
export const filePreview = z.strictObject({
  kind: z.string(),
  title: z.string(),
  /** What such a file cannot tell. */
  cannotGive: z.string(),
  /** Encoding and separator, in words. */
  writtenAs: z.string(),
  /** This very content was taken in before: when and by whom. */
  earlier: z.string().nullable(),
  /** Null for a file without columns. */
  table: z
    .strictObject({
      headers: z.array(z.string()),
      roles: z.array(z.strictObject({ role: z.string(), label: z.string(), required: z.boolean() })),
      map: tableMap,
      /** Name of the saved map it was read by, where there is one. */
      mapName: z.string().nullable(),
      /** What could be read in two ways and is for a person to say. */
      asks: z.array(z.enum(['numbers', 'dates', 'zone'])),
      /** The zone to offer where it is asked for. */
      offeredZone: z.string(),
    })
    .nullable(),
  rows: z.number().int(),
  faults: z.array(z.strictObject({ line: z.number().int(), column: z.string(), reason: z.string() })),
  faultCount: z.number().int(),
  first: z.array(z.record(z.string(), z.string())),
  totals: z.array(z.strictObject({ currency: z.string(), count: z.number().int(), net: z.string() })),
});
export type FilePreview = z.infer<typeof filePreview>;

export const fileImportInput = z.strictObject({
  uploadId,
  map: tableMap.nullable(),
  /** Keeps the map by this name for the next file of its kind. */
  saveMapAs: z.string().trim().min(1).max(60).nullable(),
});
export const fileUndoInput = z.strictObject({ importId: key });

export const fileImportRow = z.strictObject({
  importId: key,
  title: z.string(),
  fileName: z.string(),
  sha256: z.string(),
  actor: z.string(),
  startedAt: instant,
  state: z.enum(['running', 'done', 'brokenOff', 'undoing', 'undone']),
  read: z.number().int(),
  accepted: z.number().int(),
  superseded: z.number().int(),
  suspense: z.number().int(),
  refused: z.number().int(),
  refusals: z.array(z.strictObject({ file: z.string(), line: z.number().int(), reason: z.string() })),
  undoneBy: z.string().nullable(),
  /** What the file states of balances, held against the rows. */
  proofs: z.array(reportProof),
});
export type FileImport = z.infer<typeof fileImportRow>;
export const fileList = z.strictObject({ imports: z.array(fileImportRow) });
