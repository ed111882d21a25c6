import type { IncomingHttpHeaders } from 'node:http';
import {
  contentSecurityPolicy,
  ISOLATION_HEADERS,
  newNonce,
  pageWithNonce,
} from '../window-files/content-security-policy.ts';
import { isPage, type FileTable } from '../window-files/file-table.ts';
import type { OneTimeTokens } from './one-time-tokens.ts';
import { refusalOf } from './origin-gate.ts';
import { ARRIVING_PAGE, NEW_ADDRESS_PAGE, NOT_FOUND_PAGE, otherHostPage } from './plain-pages.ts';
import type { WindowCookies } from './window-cookies.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}
export interface Asked {
  readonly method: string;
  /** Request target as it came. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}
export interface HostParts {
  /** `127.0.0.1:<port>`. */
  readonly authority: string;
  readonly files: FileTable;
  readonly tokens: OneTimeTokens;
  readonly cookies: WindowCookies;
}

/** Path of the contract's WebSocket; a plain request to it answers only whether the cookie is good. */
export const CONTRACT_PATH = '/contract';

/** Answers one plain request: files of the table to whoever has the cookie, and the exchange of a one-time token for it. */
export function answerRequest(asked: Asked, host: HostParts): Answer {
  const refusal = refusalOf(asked.headers, host.authority);
  if (refusal === 'wrong host') return html(421, otherHostPage(`http://${host.authority}/`));
  if (refusal !== null) return html(403, NEW_ADDRESS_PAGE);
  if (asked.method !== 'GET' && asked.method !== 'HEAD')
    return { ...html(405, NOT_FOUND_PAGE), headers: { ...headers('text/html'), allow: 'GET, HEAD' } };
  const { path, token } = readTarget(asked.target);
  if (token !== null && isPage(path)) return enter(token, asked, host);
  if (!host.cookies.isGranted(asked.headers.cookie)) return withoutCookie(path, asked);
  if (path === CONTRACT_PATH) return { status: 200, headers: headers('text/plain'), body: Buffer.from('ok') };
  const file = host.files.get(path);
  if (file === undefined) return html(404, NOT_FOUND_PAGE);
  if (!isPage(path)) return { status: 200, headers: headers(file.type), body: file.body };
  const nonce = newNonce();
  const policy = contentSecurityPolicy(nonce, `'self' ws://${host.authority}`);
  return { status: 200, headers: headers(file.type, policy), body: pageWithNonce(file.body, nonce) };
}

function enter(token: string, asked: Asked, host: HostParts): Answer {
  // A tab that is loaded again with its used address still has the cookie: it needs no other.
  const isKnown = host.cookies.isGranted(asked.headers.cookie);
  if (!isKnown && !host.tokens.redeem(token)) return html(401, NEW_ADDRESS_PAGE);
  const cookie = isKnown ? {} : { 'set-cookie': host.cookies.grant() };
  return { status: 303, headers: { ...headers('text/html'), ...cookie, location: '/' }, body: Buffer.alloc(0) };
}

function withoutCookie(path: string, asked: Asked): Answer {
  const comesFromElsewhere = asked.headers['sec-fetch-site'] === 'cross-site';
  return isPage(path) && comesFromElsewhere ? html(200, ARRIVING_PAGE) : html(401, NEW_ADDRESS_PAGE);
}

/** The path exactly as sent: nothing is decoded or resolved, so no spelling reaches a file that the table does not name. */
function readTarget(target: string): { readonly path: string; readonly token: string | null } {
  const [path = '', ...rest] = target.split('?');
  return { path, token: new URLSearchParams(rest.join('?')).get('token') };
}

function html(status: number, page: string): Answer {
  return { status, headers: headers('text/html; charset=utf-8'), body: Buffer.from(page) };
}

/** Without a policy of the page's own nothing at all may load: that fits plain pages and files alike. */
function headers(type: string, policy = `default-src 'none'; frame-ancestors 'none'`): Record<string, string> {
  return { ...ISOLATION_HEADERS, 'content-type': type, 'content-security-policy': policy, 'cache-control': 'no-store' };
}
