/** What a connector gives to the host's fetch. Headers are plain names and values; a body is text, already encoded by the caller. */
export interface FetchInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly redirect: 'manual';
}

/**
 * The host's way to the network: Node's `fetch`, or Electron's `net.fetch` (proxy settings, system certificates). Redirects
 * are never followed: a redirected API call is a proxy or a sign-in page, and credentials must not travel with it.
 */
export type FetchPort = (url: string, init: FetchInit) => Promise<Response>;
