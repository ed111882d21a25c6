import type { Instant } from '../../../../shared/domain/ids.ts';
import { numberOf, type Loose } from './loose.ts';

/** Fields of Stripe's objects that tell when something has happened to them; due dates and arrivals lie ahead and are none. */
const HAPPENED: ReadonlySet<string> = new Set([
  'created',
  'canceled_at',
  'date',
  'finalized_at',
  'marked_uncollectible_at',
  'paid_at',
  'submitted_at',
  'voided_at',
  'webhooks_delivered_at',
]);
const LAST_SECOND = 253_402_300_799;
/** A bare object was written down in the second of its last sign of life, or later: of equal states after every event of that second. */
export const LATENESS_OF_BARE = 9;

/**
 * The instant a bare object certainly is not older than: the last one it or what stands in it speaks of. It may be newer, but nothing in a
 * file proves it, and an older fact must never overwrite a newer one. Null where it speaks of none.
 */
export function bareObjectAsOf(value: Loose): Instant | null {
  const second = latestSecond(value, 0);
  return second === null ? null : instantOf(second);
}

/** The instant of an event, which is the state of its object; null for no whole second of Stripe's. */
export function eventAsOf(created: unknown): Instant | null {
  const second = numberOf(created);
  return second === null || !Number.isInteger(second) || second < 0 || second > LAST_SECOND ? null : instantOf(second);
}

/**
 * How late in its second what an event tells usually happens, since Stripe keeps whole seconds: a birth comes before a change, an end after
 * it. It only orders events after which the object stands the same.
 */
export function latenessOfEvent(eventType: string): number {
  const last = eventType.split('.').at(-1) ?? '';
  return BIRTHS.has(last) ? 0 : ENDS.has(last) ? 3 : last === 'updated' ? 2 : 1;
}
const BIRTHS: ReadonlySet<string> = new Set(['created', 'draft', 'pending']);
const ENDS: ReadonlySet<string> = new Set(['deleted', 'closed', 'failed', 'canceled', 'voided', 'refunded', 'expired']);

function instantOf(second: number): Instant {
  return new Date(second * 1_000).toISOString() as Instant;
}

const DEEPEST = 6;
function latestSecond(value: unknown, depth: number): number | null {
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return null;
  let latest: number | null = null;
  for (const [name, field] of Object.entries(value)) {
    // Free text of the company's own may be called anything.
    if (name === 'metadata') continue;
    const second = HAPPENED.has(name) ? secondOf(field) : latestSecond(field, depth + 1);
    if (second !== null && (latest === null || second > latest)) latest = second;
  }
  return latest;
}

function secondOf(field: unknown): number | null {
  const second = numberOf(field);
  return second !== null && Number.isInteger(second) && second > 0 && second <= LAST_SECOND ? second : null;
}
