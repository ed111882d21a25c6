import type { FetchPort } from '../../http/fetch-port.ts';
import { sendRequest, type HttpAnswer } from '../../http/send-request.ts';

const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

export interface SoapPost {
  /** Where requests go, whatever host the WSDL itself names. */
  readonly url: string;
  readonly soapAction: string;
  readonly body: string;
  readonly timeoutMs: number;
  /** Only for requests whose outcome may stay unknown. */
  readonly signal?: AbortSignal | undefined;
}

/** One SOAP 1.1 request, one bounded answer of any status. Throws `ConnectorError` as `sendRequest` does. */
export function postSoap(
  fetch: FetchPort,
  { url, soapAction, body, timeoutMs, signal }: SoapPost,
): Promise<HttpAnswer> {
  return sendRequest(fetch, {
    system: 'peoplesoft',
    method: 'POST',
    url,
    body,
    headers: { 'Content-Type': 'text/xml; charset=UTF-8', SOAPAction: `"${soapAction}"`, Accept: 'text/xml' },
    timeoutMs,
    maxBytes: MAX_ANSWER_BYTES,
    signal,
  });
}
