import type { LookPace } from './look-pace.ts';
import { isAboutOneAnswer, stopFor, type Stop } from '../sending/stop.ts';

export interface LookSteps<Thing, Look> {
  /** By what the pace of looks knows it. */
  readonly keyOf: (thing: Thing) => number;
  /** Reads PeopleSoft about one; a `ConnectorError` is about that one answer, or ends the asking. */
  readonly look: (thing: Thing) => Promise<Look>;
  /** Takes down what was seen; answers whether that was news. */
  readonly keep: (thing: Thing, look: Look) => Promise<boolean>;
  /** It was not due for a look, or could not be read. */
  readonly pass: (thing: Thing) => void;
  /** Whether what is left is passed too when PeopleSoft cannot be asked at all; else it is not even read from the ledger. */
  readonly passesRest: boolean;
}

/**
 * Looks at each of these in turn, or with `looks` at those that are due. One whose answer cannot be read does not keep the others from being
 * looked at; when PeopleSoft cannot be asked at all nothing more is looked at. Answers why that was, or null.
 */
export async function lookAtEach<Thing, Look>(
  things: Iterable<Thing> | AsyncIterable<Thing>,
  { keyOf, look, keep, pass, passesRest }: LookSteps<Thing, Look>,
  {
    now,
    looks,
    signal,
  }: { readonly now: () => number; readonly looks?: Pick<LookPace, 'isDue' | 'looked'>; readonly signal?: AbortSignal },
): Promise<Stop | null> {
  let stopped: Stop | null = null;
  for await (const thing of things) {
    signal?.throwIfAborted();
    const key = keyOf(thing);
    if (stopped !== null || looks?.isDue(key, now()) === false) {
      pass(thing);
      continue;
    }
    const seen = await look(thing).then(
      (value) => ({ value }),
      (error: unknown) => stopFor(error),
    );
    if ('kind' in seen) {
      looks?.looked(key, now(), false);
      pass(thing);
      if (!isAboutOneAnswer(seen)) stopped = seen;
      if (stopped !== null && !passesRest) return stopped;
      continue;
    }
    const isNews = await keep(thing, seen.value);
    looks?.looked(key, now(), isNews);
  }
  return stopped;
}
