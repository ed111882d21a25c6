import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import type { Clock } from './clock.ts';
import { ConnectorError } from './connector-error.ts';

export interface RetryOptions {
  readonly clock: Clock;
  /** Retries after the first attempt; default 4. */
  readonly retries?: number;
  /** First delay, doubled each time, default 500 ms; half of each delay is random. */
  readonly firstDelayMs?: number;
  /** Longest wait of ours, and the longest Retry-After obeyed here; beyond it the caller's schedule decides. Default 30 s. */
  readonly longestDelayMs?: number;
  readonly random?: () => number;
}

/**
 * Runs a *read* until it succeeds, at most `1 + retries` times, waiting longer each time and never less than the other
 * side's Retry-After. Only `unreachable` and `rateLimited` are tried again: a wrong sign-in must never be repeated
 * (lock-outs) and a refusal would be the same. Never use it for a write that PeopleSoft does not deduplicate.
 */
export async function retryRead<T>(
  read: (attempt: number) => Promise<T>,
  options: RetryOptions,
  signal?: AbortSignal,
): Promise<T> {
  const { clock, retries = 4, firstDelayMs = 500, longestDelayMs = 30_000, random = Math.random } = options;
  const policy = retry(
    handleWhen((error) => isWorthAnotherTry(error, longestDelayMs)),
    { maxAttempts: retries },
  );
  // The waiting itself is done here and not by the policy, so that it obeys the injected clock.
  let backoff = new ExponentialBackoff({
    initialDelay: firstDelayMs,
    maxDelay: longestDelayMs,
    generator: halfJitter(random),
  }).next();
  let askedMs = 0;
  return policy.execute(async ({ attempt }) => {
    if (attempt > 0) {
      await clock.sleep(Math.max(backoff.duration, askedMs), signal);
      backoff = backoff.next(undefined);
    }
    try {
      return await read(attempt);
    } catch (error) {
      askedMs = error instanceof ConnectorError ? (error.retryAfterMs ?? 0) : 0;
      throw error;
    }
  }, signal);
}

function isWorthAnotherTry(error: Error, longestDelayMs: number): boolean {
  if (!(error instanceof ConnectorError)) return false;
  if (error.kind !== 'unreachable' && error.kind !== 'rateLimited') return false;
  return (error.retryAfterMs ?? 0) <= longestDelayMs;
}

function halfJitter(random: () => number) {
  return (
    state: number | undefined,
    options: { initialDelay: number; maxDelay: number; exponent: number },
  ): [number, number] => {
    const attempt = state ?? 0;
    const fullMs = Math.min(options.maxDelay, options.initialDelay * options.exponent ** attempt);
    return [fullMs * (0.5 + random() / 2), attempt + 1];
  };
}

/** Milliseconds that a `Retry-After` header asks for (whole seconds or an HTTP date); null when absent or unreadable. Source: RFC 9110 10.2.3. */
export function retryAfterMs(header: string | null | undefined, clock: Clock): number | null {
  if (header === null || header === undefined || header.trim() === '') return null;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1_000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.parse(clock.now()));
}
