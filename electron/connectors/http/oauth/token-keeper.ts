import type { Clock } from '../clock.ts';
import { ConnectorError } from '../connector-error.ts';
import type { TokenSet } from './token-request.ts';

/** One access token for all callers, renewed once for all who wait. */
export interface TokenKeeper {
  /** A token that is good for a while. Throws `ConnectorError` as `obtain`; after a `credentials` failure without asking again. */
  token(): Promise<string>;
  /**
   * The other side refused this token. True: ask for another one and try once more; false: a new one was refused as well, and from now on
   * `token` throws.
   */
  refused(token: string, error: ConnectorError): boolean;
  /** The other side took it: a later refusal may be answered by a new one again. */
  worked(token: string): void;
  /** It failed for good: nothing is asked for again before `reset`. */
  isRefused(): boolean;
  /** A person has put something right: what failed may be tried again. */
  reset(): void;
}

interface Held {
  readonly accessToken: string;
  /** By the monotonic clock. */
  readonly renewAtMs: number;
  readonly endsAtMs: number;
  readonly isAfterRefusal: boolean;
  hasWorked: boolean;
}

/** Renewed so long before its end, or a tenth of its life where that is less: a call that has left must still arrive in time. */
const EARLY_MS = 60_000;
/** Assumed where the provider does not say how long a token is good for; a refusal renews it sooner. */
const UNSAID_SECONDS = 300;

export function createTokenKeeper(obtain: () => Promise<TokenSet>, clock: Pick<Clock, 'monotonicMs'>): TokenKeeper {
  let held: Held | null = null;
  let renewing: Promise<string> | null = null;
  let failed: ConnectorError | null = null;
  let isAfterRefusal = false;
  let generation = 0;
  const renew = async (): Promise<string> => {
    const mine = generation;
    const startedMs = clock.monotonicMs();
    try {
      const { accessToken, expiresInSeconds } = await obtain();
      const lifeMs = (expiresInSeconds ?? UNSAID_SECONDS) * 1_000;
      const endsAtMs = startedMs + lifeMs;
      const renewAtMs = endsAtMs - Math.min(EARLY_MS, lifeMs / 10);
      if (mine === generation) held = { accessToken, renewAtMs, endsAtMs, isAfterRefusal, hasWorked: false };
      isAfterRefusal = false;
      return accessToken;
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      if (error.kind === 'credentials' && mine === generation) failed = error;
      // While the provider is away the present token is still good.
      if (error.kind !== 'credentials' && held !== null && clock.monotonicMs() < held.endsAtMs) return held.accessToken;
      throw error;
    }
  };
  return {
    async token() {
      if (failed !== null) throw failed;
      if (held !== null && clock.monotonicMs() < held.renewAtMs) return held.accessToken;
      renewing ??= renew().finally(() => {
        renewing = null;
      });
      return renewing;
    },
    refused(token, error) {
      if (failed !== null) return false;
      if (held === null || held.accessToken !== token) return true; // another caller has found out before
      if (held.isAfterRefusal && !held.hasWorked) {
        failed = error;
        return false;
      }
      held = null;
      isAfterRefusal = true;
      return true;
    },
    worked(token) {
      if (held !== null && held.accessToken === token) held.hasWorked = true;
    },
    isRefused: () => failed !== null,
    reset() {
      generation += 1;
      held = null;
      failed = null;
      isAfterRefusal = false;
      renewing = null;
    },
  };
}
