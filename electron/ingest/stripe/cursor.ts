import { z } from 'zod';
import type { Instant } from '../../../shared/domain/ids.ts';
import type { StripeType } from '../../connectors/stripe/types.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';

const instant = z.string().transform((text) => text as Instant);
const windowSchema = z.strictObject({
  /** Lower bound of the window on `created`; null: from the account's beginning. */
  from: instant.nullable(),
  /** The page to go on after; null: from the top. */
  after: z.string().nullable(),
  /** Newest `created` seen in this window so far. */
  newestAt: instant.nullable(),
  isRelist: z.boolean(),
});
const cursorSchema = z.strictObject({
  /** Newest `created` of the last window that was read to its end. Never a time of this computer's clock. */
  newestAt: instant.nullable(),
  /** When the last long window was closed, which reads again what may have changed since. */
  relistedAt: instant.nullable(),
  window: windowSchema.nullable(),
});
export type StripeWindow = z.infer<typeof windowSchema>;
export type StripeCursor = z.infer<typeof cursorSchema>;

export const NO_CURSOR: StripeCursor = { newestAt: null, relistedAt: null, window: null };
const DAY_MS = 86_400_000;
/** Longest time in which Stripe still changes what it has once shown (pending debits, refunds, disputes, payouts that fail). */
export const RELIST_DAYS = 35;

export function readStripeCursor(db: ReadableLedger, account: string, type: StripeType): StripeCursor {
  const row = statement<{ position_json: string }>(
    db,
    "SELECT position_json FROM cursor WHERE system = 'stripe' AND account = ? AND stream = ?",
  ).get(account, type);
  return row === undefined ? NO_CURSOR : cursorSchema.parse(JSON.parse(row.position_json));
}

export function writeStripeCursor(
  db: WritableLedger,
  account: string,
  type: StripeType,
  cursor: StripeCursor,
  at: Instant,
): void {
  statement(
    db,
    `INSERT INTO cursor (system, account, stream, position_json, committed_at) VALUES ('stripe', ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET position_json = excluded.position_json, committed_at = excluded.committed_at`,
  ).run(account, type, JSON.stringify(cursor), at);
}

export interface WindowOptions {
  readonly lookBackSeconds: number;
  readonly now: Instant;
  /** Start of a first load; later on, reach back at least to here. */
  readonly since?: Instant;
}

/**
 * The window to read next: the one that was cut off; else from the newest object held minus the look-back, once a day minus
 * 35 days. It has no upper bound and hangs on Stripe's own times alone, so a computer that slept or whose clock jumped
 * misses nothing.
 */
export function nextWindow(cursor: StripeCursor, options: WindowOptions): StripeWindow {
  const { since } = options;
  const usual = usualWindow(cursor, options);
  if (since === undefined || (usual.from !== null && usual.from <= since)) return usual;
  // A first load may leave out what is older; later on a bound can only reach further back, else it would tear a gap.
  const isFirstLoad = cursor.newestAt === null && cursor.window === null;
  return usual.from === null && !isFirstLoad ? usual : { ...usual, from: since, after: null, newestAt: null };
}

function usualWindow(cursor: StripeCursor, options: WindowOptions): StripeWindow {
  if (cursor.window !== null) return cursor.window;
  if (cursor.newestAt === null) return { from: null, after: null, newestAt: null, isRelist: true };
  const isRelist = isRelistDue(cursor.relistedAt, options.now);
  const backMs = isRelist ? RELIST_DAYS * DAY_MS : options.lookBackSeconds * 1_000;
  return { from: earlier(cursor.newestAt, backMs), after: null, newestAt: null, isRelist };
}

/** The cursor after a window was read to its end. */
export function closeWindow(cursor: StripeCursor, window: StripeWindow, now: Instant): StripeCursor {
  return {
    newestAt: laterOf(cursor.newestAt, window.newestAt),
    relistedAt: window.isRelist ? now : cursor.relistedAt,
    window: null,
  };
}

/** The later of two instants; null counts as before everything. */
export function laterOf(left: Instant | null, right: Instant | null): Instant | null {
  if (left === null || right === null) return left ?? right;
  return left > right ? left : right;
}

function isRelistDue(relistedAt: Instant | null, now: Instant): boolean {
  if (relistedAt === null) return true;
  const passedMs = Date.parse(now) - Date.parse(relistedAt);
  // A clock that was put back would otherwise postpone it for as long.
  return passedMs >= DAY_MS || passedMs < 0;
}

function earlier(at: Instant, ms: number): Instant {
  return new Date(Math.max(0, Date.parse(at) - ms)).toISOString() as Instant;
}
