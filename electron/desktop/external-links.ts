import { dialog, shell } from 'electron';

/** The only places outside that a link of ours may lead to. */
const KNOWN_HOSTS = ['dashboard.stripe.com', 'docs.stripe.com'];
/** Pages of the site's own PeopleSoft, below this address and nowhere else. */
let portal: URL | null = null;

/** From now on links may also lead to components below this address, which the connection profile names; null: to none. */
export function knowPortal(address: string | null): void {
  portal = address === null ? null : URL.parse(address);
}

/**
 * The one door to the outside: opens an https address of a known host, or a component of the site's portal, in the person's browser after she has agreed.
 * Answers whether it was opened. The address is written anew from its parsed form, so nothing hides in its spelling.
 */
export async function openOutside(address: string): Promise<boolean> {
  const url = URL.parse(address);
  if (url === null || !isAllowed(url)) return false;
  return askAndOpen(url, `Open ${url.host} in your browser?`, url.href);
}

/**
 * Opens the page of the identity provider that the connection profile names, where a person signs in, after she has agreed. Only the
 * engine asks for it, never a window: the host is the site's choice.
 */
export async function openSignIn(address: string): Promise<boolean> {
  const url = URL.parse(address);
  if (url === null || !isSignInPage(url)) return false;
  return askAndOpen(url, `Sign in at ${url.host} in your browser?`, `${url.origin}${url.pathname}`);
}

async function askAndOpen(url: URL, message: string, detail: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message,
    detail,
    buttons: ['Open', 'Cancel'],
    defaultId: 0,
    cancelId: 1,
  });
  if (response !== 0) return false;
  await shell.openExternal(url.href);
  return true;
}

function isAllowed(url: URL): boolean {
  if (url.username !== '' || url.password !== '') return false;
  const isKnown = url.protocol === 'https:' && url.port === '' && KNOWN_HOSTS.includes(url.hostname);
  return isKnown || isOfPortal(url);
}

/** Below its `/c/`, where components are: no script and no page for signing out is opened by a link of ours. */
function isOfPortal(url: URL): boolean {
  if (portal === null || url.origin !== portal.origin) return false;
  return url.pathname.startsWith(`${portal.pathname.replace(/\/+$/, '')}/c/`);
}

function isSignInPage(url: URL): boolean {
  const isLoopback = url.protocol === 'http:' && url.hostname === '127.0.0.1';
  return (url.protocol === 'https:' || isLoopback) && url.username === '' && url.password === '';
}
