import { createHash, randomBytes } from 'node:crypto';

const LIFE_MS = 15 * 60_000;
const MAX_OPEN = 32;
const TOKEN = /^[A-Za-z0-9_-]{43}/;

/** Tokens that open a window once. Only their digests are kept. */
export interface OneTimeTokens {
  /** A new token, good once and for a quarter of an hour. */
  issue(): string;
  /** True the first time a good token comes; it is used up then. */
  redeem(token: string): boolean;
}

/** At most 32 tokens are open at a time; the oldest gives way. `nowMs` must not go backwards. */
export function createOneTimeTokens(nowMs: () => number): OneTimeTokens {
  const endsMsByDigest = new Map<string, number>();
  return {
    issue() {
      const [oldest] = endsMsByDigest.keys();
      if (endsMsByDigest.size >= MAX_OPEN && oldest !== undefined) endsMsByDigest.delete(oldest);
      const token = randomBytes(32).toString('base64url');
      endsMsByDigest.set(digest(token), nowMs() + LIFE_MS);
      return token;
    },
    redeem(text) {
      // A chat or mail program may take the dot after an address for a part of it: a token ends where its letters do.
      const token = TOKEN.exec(text)?.[0];
      if (token === undefined) return false;
      const key = digest(token);
      const endsMs = endsMsByDigest.get(key);
      endsMsByDigest.delete(key);
      return endsMs !== undefined && nowMs() < endsMs;
    },
  };
}

/** Looked up by digest, so that the time it takes says nothing about the token. */
function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
