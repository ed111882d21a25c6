import { writeFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { ChosenTerms } from '../../matching/reconcile/chosen-terms.ts';
import {
  reconcileSteps,
  type Allocation,
  type Decision,
  type Reconciliation,
} from '../../matching/reconcile/reconcile.ts';
import type { AmountTolerance, ReconcileSide, ReconcileTerms } from '../../matching/reconcile/side.ts';
import type { Progress } from '../engine-types.ts';
import { diskFile } from '../../ingest/files/file-source.ts';
import { allocationsCsv, linesOf } from './allocation-lines.ts';
import { decimalsOf, scaledDecimal, unscaledDecimal } from './read-amounts.ts';
import { readColumns } from './reconcile-columns.ts';
import type { ReconcileMap, ReconcileWishes } from './reconcile-map.ts';
import { readValues, sideOf, type ReadValues } from './reconcile-side.ts';

/** A file by its path and as the person named it. */
export interface NamedFile {
  readonly path: string;
  readonly shown: string;
}
export interface ReconcileFilesRequest {
  readonly left: NamedFile;
  readonly right: NamedFile;
  readonly map: ReconcileMap;
  readonly out: NamedFile;
  readonly signal: AbortSignal;
  readonly onProgress: Progress;
}
export interface ReconcileReport {
  readonly counts: Readonly<Record<Decision, number>>;
  readonly chosen: {
    readonly amountTolerance: string;
    readonly dateWindowDays: readonly number[];
    readonly signs: string;
  };
  readonly notes: readonly string[];
}

/** Amounts like `1.5` are written as `1.50`. */
const USUAL_DECIMALS = 2;

/** Reconciles two CSV files and writes the answer as a third. Throws `BAD_INPUT` naming what is wrong; other errors of the file system as they are. */
export async function reconcileFiles(request: ReconcileFilesRequest): Promise<ReconcileReport> {
  const { signal, onProgress, map } = request;
  onProgress(0, null, 'reading');
  const read = (option: 'left' | 'right') =>
    named(option, request[option], () =>
      readColumns({ source: diskFile(request[option].path, request[option].shown), option }, map[option], signal),
    );
  const left = readValues(await read('left'));
  const right = readValues(await read('right'));
  const { allocations, chosen, decimals } = await reconcileValues(left, right, map, { signal, onProgress });
  onProgress(0, null, 'writing');
  const ids = [left.columns.ids, right.columns.ids] as const;
  await named('out', request.out, () =>
    writeFile(request.out.path, allocationsCsv(linesOf(allocations, ids), decimals)),
  );
  return {
    counts: countDecisions(allocations),
    chosen: { ...chosen, amountTolerance: toleranceText(chosen, decimals) },
    notes: [...left.notes, ...right.notes],
  };
}

/** What was found between two files, and the decimals of its amounts. */
export interface ReconciledValues extends Reconciliation {
  readonly decimals: number;
  readonly sides: readonly [ReconcileSide, ReconcileSide];
}

/**
 * Reconciles the read values of two files step by step. Throws `BAD_INPUT` for an amount beyond exact counting, and the signal's reason
 * when it is stopped.
 */
export async function reconcileValues(
  left: ReadValues,
  right: ReadValues,
  map: ReconcileWishes,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: Progress },
): Promise<ReconciledValues> {
  const needed = Math.max(left.decimals, right.decimals, toleranceDecimals(map));
  const decimals = needed === 1 ? USUAL_DECIMALS : needed;
  const sides = [sideOf(left, decimals), sideOf(right, decimals)] as const;
  const steps = reconcileSteps(sides[0], sides[1], termsOf(map, decimals));
  return { ...(await finish(steps, signal, onProgress)), decimals, sides };
}

/** Runs what touches a file; a file that cannot be opened is the caller's choice, and is named. */
async function named<Result>(option: string, { shown }: NamedFile, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = FILE_FAULTS[code];
    if (why === undefined) throw error;
    throw new TieoutError('BAD_INPUT', `--${option} ${shown}: ${why}.`, { cause: error });
  }
}
const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'this is a folder',
  ENOTDIR: 'a part of the path is no folder',
  EACCES: 'it may not be opened',
  EPERM: 'it may not be opened',
};

/** Takes the steps one by one, so that a person who waits can see where it is, and stop it. */
async function finish(
  steps: Generator<string, Reconciliation>,
  signal: AbortSignal,
  onProgress: Progress,
): Promise<Reconciliation> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    onProgress(0, null, step.value);
    await setImmediate();
    signal.throwIfAborted();
  }
}

function toleranceDecimals({ amountTolerance }: ReconcileWishes): number {
  return amountTolerance === undefined || amountTolerance.endsWith('%') ? 0 : decimalsOf(amountTolerance);
}

function termsOf({ amountTolerance, dateWindowDays, oneToOne }: ReconcileWishes, decimals: number): ReconcileTerms {
  return {
    amountTolerance: amountTolerance === undefined ? null : toleranceOf(amountTolerance, decimals),
    dateWindowDays: dateWindowDays ?? null,
    oneToOne: oneToOne ?? false,
  };
}

function toleranceOf(text: string, decimals: number): AmountTolerance {
  if (text.endsWith('%')) return { kind: 'share', share: Number(text.slice(0, -1)) / 100 };
  const amount = scaledDecimal(text, decimals);
  if (amount !== null) return { kind: 'absolute', amount };
  throw new TieoutError('BAD_INPUT', `--map: amountTolerance: ${text} is too great to be counted exactly.`);
}

/** A tolerance as a person writes it. */
export function toleranceText({ amountTolerance }: ChosenTerms, decimals: number): string {
  if (amountTolerance.kind === 'absolute') return unscaledDecimal(amountTolerance.amount, decimals);
  return `${Number((amountTolerance.share * 100).toFixed(4))}%`;
}

function countDecisions(allocations: readonly Allocation[]): Record<Decision, number> {
  const counts: Record<Decision, number> = {
    auto: 0,
    proposed: 0,
    ambiguous: 0,
    left_only: 0,
    right_only: 0,
    offset: 0,
  };
  for (const { decision } of allocations) counts[decision] += 1;
  return counts;
}
