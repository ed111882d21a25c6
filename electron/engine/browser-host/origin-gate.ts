import type { IncomingHttpHeaders } from 'node:http';

/** Why a request does not come from our own page or address bar, or null. */
export type Refusal = 'wrong host' | 'foreign origin' | null;

/**
 * Looks at where a request comes from. The host must be exactly ours, also against names of other sites that point to
 * loopback; an origin, where one is sent, must be ours; and browsers' own word on it (Fetch Metadata, W3C) must not say
 * that another site asks for anything but a page to look at.
 */
export function refusalOf(headers: IncomingHttpHeaders, authority: string): Refusal {
  if (headers.host !== authority) return 'wrong host';
  if (headers.origin !== undefined && headers.origin !== `http://${authority}`) return 'foreign origin';
  const isForeign = headers['sec-fetch-site'] === 'cross-site' || headers['sec-fetch-site'] === 'same-site';
  const isNavigation = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return isForeign && !isNavigation ? 'foreign origin' : null;
}

/** The same for a WebSocket: there an origin must be sent, as every browser does. */
export function socketRefusalOf(headers: IncomingHttpHeaders, authority: string): Refusal {
  if (headers.host !== authority) return 'wrong host';
  return headers.origin === `http://${authority}` ? null : 'foreign origin';
}
