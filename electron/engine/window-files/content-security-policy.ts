import { randomBytes } from 'node:crypto';

/** Stands in the built page where a fresh nonce is written at every load; the build makes sure that it does. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

/** A new nonce for one load of the page. */
export function newNonce(): string {
  return randomBytes(18).toString('base64');
}

/** The page with its nonce, which its style sheets made at run time carry. */
export function pageWithNonce(page: Buffer, nonce: string): Buffer {
  return Buffer.from(page.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce), 'utf8');
}

/**
 * The window's policy: nothing but our own files, no inline script, style sheets only with this load's nonce, and no network
 * but `connect` (an exact WebSocket address; 'none' in the desktop, whose line is a message port).
 */
export function contentSecurityPolicy(nonce: string, connect: string): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data:`,
    `font-src 'self' data:`,
    `connect-src ${connect}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

/** Headers of every answer besides the policy: no sniffing, no referrer, no sharing with other origins or windows. */
export const ISOLATION_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
};
