import type { FetchPort } from '../../http/fetch-port.ts';
import { sendRequest, type HttpAnswer } from '../../http/send-request.ts';
import type { WireRequest } from './ci-wire.ts';

const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

export interface CiPost extends WireRequest {
  /** Where requests go, whatever host the WSDL itself names. */
  readonly url: string;
  readonly timeoutMs: number;
  /** Only for requests whose outcome may stay unknown. */
  readonly signal?: AbortSignal | undefined;
}

/** One request, one bounded answer of any status. Throws `ConnectorError` as `sendRequest` does. */
export function postSoap(fetch: FetchPort, post: CiPost): Promise<HttpAnswer> {
  const { url, headers, body, timeoutMs, signal, method = 'POST' } = post;
  return sendRequest(fetch, {
    system: 'peoplesoft',
    method,
    url,
    ...(method === 'GET' ? {} : { body }),
    headers,
    timeoutMs,
    maxBytes: MAX_ANSWER_BYTES,
    signal,
  });
}
