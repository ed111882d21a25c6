import { z } from 'zod';
import { key } from './primitives.ts';

// Two files of any origin, reconciled for one window: held in memory only, and gone with the window.

/** Parts that a column can play; `text` may be several. */
export const TWO_FILE_ROLES = [
  'id',
  'date',
  'amount',
  'debit',
  'credit',
  'currency',
  'direction',
  'party',
  'reference',
  'dueDate',
] as const;
export type TwoFileRole = (typeof TWO_FILE_ROLES)[number];

const column = z.string().min(1).max(500);
const roleColumn = column.optional();
/** Which column of a file plays which part; without an id rows are known by their line. */
export const twoFileColumns = z.strictObject({
  id: roleColumn,
  date: roleColumn,
  amount: roleColumn,
  /** Instead of an amount: what goes out, and what comes in, in a column each. */
  debit: roleColumn,
  credit: roleColumn,
  currency: roleColumn,
  direction: roleColumn,
  party: roleColumn,
  reference: roleColumn,
  dueDate: roleColumn,
  text: z.array(column).max(200).optional(),
});
const days = z.number().int().min(-3_660).max(3_660);
export const twoFileMap = z.strictObject({
  left: twoFileColumns,
  right: twoFileColumns,
  /** A percentage like "15%" or an amount like "0.50"; absent: found out from the rows. */
  amountTolerance: z
    .string()
    .max(20)
    .regex(/^\d+(\.\d+)?%?$/, 'a percentage like 15% or an amount like 0.50 is expected')
    .optional(),
  /** Least and most days from the left date to the right one; absent: found out from the rows. */
  dateWindowDays: z
    .tuple([days, days])
    .refine(([least, most]) => least <= most, 'the least number of days comes first')
    .optional(),
  oneToOne: z.boolean().optional(),
});
export type TwoFileColumns = z.infer<typeof twoFileColumns>;
export type TwoFileMap = z.infer<typeof twoFileMap>;

export const TWO_FILE_DECISIONS = ['auto', 'proposed', 'ambiguous', 'left_only', 'right_only', 'offset'] as const;
export const TWO_FILE_FACETS = ['open', ...TWO_FILE_DECISIONS, 'all'] as const;
export const twoFileFacet = z.enum(TWO_FILE_FACETS);
export type TwoFileFacet = z.infer<typeof twoFileFacet>;
/** `none`: nothing is asked of a person · `outvoted`: what she accepted takes one of its rows. */
export const twoFileStanding = z.enum(['none', 'open', 'accepted', 'refused', 'outvoted']);

const fileShape = z.strictObject({
  name: z.string(),
  rows: z.number().int(),
  columns: z.array(z.strictObject({ name: z.string(), samples: z.array(z.string()) })),
});
const count = z.number().int().nonnegative();
export const twoFileResult = z.strictObject({
  /** Another run is another number: rows of an older one are not known any more. */
  run: key,
  map: twoFileMap,
  counts: z.record(twoFileFacet, count),
  /** What was laid down, or found out from the rows. */
  amountTolerance: z.string(),
  dateWindowDays: z.array(z.number().int()),
  signs: z.string(),
  notes: z.array(z.string()),
  accepted: count,
  refused: count,
});
export const twoFileState = z.strictObject({
  left: fileShape,
  right: fileShape,
  /** From headers and contents. */
  proposed: twoFileMap,
  /** How files with the same headers were mapped the last time they were reconciled here; null: they never were. */
  usedBefore: twoFileMap.nullable(),
  /** The job while it runs. */
  jobId: z.string().nullable(),
  /** Why the last run came to nothing, a sentence; null: it did not. */
  failure: z.string().nullable(),
  result: twoFileResult.nullable(),
});
export type TwoFileState = z.infer<typeof twoFileState>;

export const twoFileOpenInput = z.strictObject({ left: z.string().max(64), right: z.string().max(64) });
export const twoFileMapInput = z.strictObject({ map: twoFileMap });
const previewSide = z.strictObject({
  /** First rows: by part what stands in the file and what it is read as. */
  first: z.array(
    z.strictObject({
      line: z.number().int(),
      cells: z.array(z.strictObject({ part: z.string(), written: z.string(), read: z.string() })),
    }),
  ),
  /** The first of each column; how many more there are is `further`. */
  faults: z.array(z.strictObject({ line: z.number().int(), column: z.string(), reason: z.string() })),
  further: z.array(z.strictObject({ column: z.string(), count: z.number().int() })),
  notes: z.array(z.string()),
});
export const twoFilePreview = z.strictObject({ left: previewSide, right: previewSide });
export type TwoFilePreview = z.infer<typeof twoFilePreview>;

const rowSide = z.strictObject({
  id: z.string(),
  date: z.string(),
  amount: z.string(),
  party: z.string(),
  reference: z.string(),
});
export const twoFileRow = z.strictObject({
  key,
  version: z.number().int(),
  left: rowSide.nullable(),
  right: rowSide.nullable(),
  /** What of the amounts belongs together, a plain decimal; empty where there is none. */
  amount: z.string(),
  decision: z.enum(TWO_FILE_DECISIONS),
  score: z.number(),
  rule: z.string(),
  standing: twoFileStanding,
});
export type TwoFileRow = z.infer<typeof twoFileRow>;

export const twoFileListRequest = z.strictObject({
  list: z.literal('twoFiles'),
  run: key,
  facet: twoFileFacet,
  text: z.string().max(200).optional(),
  sort: z
    .strictObject({
      column: z.enum(['left', 'right', 'amount', 'score', 'decision']),
      descending: z.boolean(),
    })
    .optional(),
});
export type TwoFileListRequest = z.infer<typeof twoFileListRequest>;

export const twoFileDetailInput = z.strictObject({ run: key, key });
export const twoFileDetail = z.strictObject({
  row: twoFileRow,
  /** Whole rows, column by column; null where there is none. */
  left: z.array(z.strictObject({ column: z.string(), value: z.string() })).nullable(),
  right: z.array(z.strictObject({ column: z.string(), value: z.string() })).nullable(),
  reasons: z.array(z.string()),
  /** The other lines that stand and fall with this one. */
  together: z.array(twoFileRow),
  /** What else its rows could belong to. */
  candidates: z.array(twoFileRow),
  /** For a row that stays alone: what of the other file comes nearest, and why it is not taken, sentences. */
  nearest: z.array(z.strictObject({ side: rowSide, against: z.array(z.string()) })),
  can: z.strictObject({
    /** Why it cannot be accepted or refused, a sentence; null: it can. */
    whyNotAccept: z.string().nullable(),
    whyNotRefuse: z.string().nullable(),
    whyNotUndo: z.string().nullable(),
  }),
});
export type TwoFileDetail = z.infer<typeof twoFileDetail>;

export const twoFileDecideInput = z.strictObject({ run: key, key, as: z.enum(['accepted', 'refused']) });
/** Without a key the latest decision. */
export const twoFileUndoInput = z.strictObject({ run: key, key: key.optional() });
export const twoFileSaid = z.strictObject({ text: z.string(), row: twoFileRow });
export const twoFileExportInput = z.strictObject({ run: key });
export const twoFileExportOutput = z.strictObject({ file: z.string(), lines: z.number().int() });

const nothing = z.strictObject({});
/** What a window asks about its two files. */
export const twoFileQueries = {
  /** The two files that this window reconciles; null: none. */
  'twoFiles.current': { input: nothing, output: z.strictObject({ state: twoFileState.nullable() }) },
  /** How the two files would be read under a map. */
  'twoFiles.preview': { input: twoFileMapInput, output: twoFilePreview },
  'twoFiles.detail': { input: twoFileDetailInput, output: twoFileDetail },
} as const;
/** What it may do with them. */
export const twoFileCommands = {
  /** Takes two handed files up; what this window had open before is closed. */
  'twoFiles.open': { input: twoFileOpenInput, output: z.strictObject({ state: twoFileState }) },
  'twoFiles.run': { input: twoFileMapInput, output: z.strictObject({ jobId: z.string() }) },
  /** Says whether lines that stand together belong together; kept until the files are closed, never in the books. */
  'twoFiles.decide': { input: twoFileDecideInput, output: twoFileSaid },
  'twoFiles.undo': { input: twoFileUndoInput, output: twoFileSaid },
  /** Writes the answer with her decisions as CSV beside the ledger. */
  'twoFiles.export': { input: twoFileExportInput, output: twoFileExportOutput },
  'twoFiles.close': { input: nothing, output: nothing },
} as const;
