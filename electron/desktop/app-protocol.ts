import { protocol } from 'electron';
import {
  contentSecurityPolicy,
  ISOLATION_HEADERS,
  newNonce,
  pageWithNonce,
} from '../engine/window-files/content-security-policy.ts';
import { isPage, type FileTable } from '../engine/window-files/file-table.ts';
import { APP_HOST, APP_SCHEME } from './app-origin.ts';

/** Makes `app:` a standard, secure scheme of its own origin. Call it before the app is ready; Electron allows it once. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: false, corsEnabled: false } },
  ]);
}

/** Serves the window's files, and nothing else, under `app://tieout/`. */
export function serveWindow(files: FileTable): void {
  protocol.handle(APP_SCHEME, (request) => answerAppRequest(request, files));
}

/** The answer to one request: a file of the fixed table by its exact path, the page with a fresh nonce; else 404. */
export function answerAppRequest(request: Pick<Request, 'method' | 'url'>, files: FileTable): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refused(405);
  const url = URL.parse(request.url);
  if (url === null || url.protocol !== `${APP_SCHEME}:` || url.host !== APP_HOST) return refused(404);
  const file = files.get(url.pathname);
  if (file === undefined) return refused(404);
  const nonce = newNonce();
  const body = isPage(url.pathname) ? pageWithNonce(file.body, nonce) : file.body;
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), {
    status: 200,
    headers: {
      ...ISOLATION_HEADERS,
      'content-type': file.type,
      // The desktop's line is a message port: the page needs no network at all.
      'content-security-policy': contentSecurityPolicy(nonce, `'none'`),
      'cache-control': 'no-store',
    },
  });
}

function refused(status: 404 | 405): Response {
  return new Response(null, { status, headers: { ...ISOLATION_HEADERS } });
}
