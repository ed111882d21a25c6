import { dialog, shell } from 'electron';

/** The only places outside that a link of ours may lead to. */
const KNOWN_HOSTS = ['dashboard.stripe.com', 'docs.stripe.com'];

/**
 * The one door to the outside: opens an https address of a known host in the person's browser after she has agreed.
 * Answers whether it was opened. The address is written anew from its parsed form, so nothing hides in its spelling.
 */
export async function openOutside(address: string): Promise<boolean> {
  const url = URL.parse(address);
  if (url === null || !isAllowed(url)) return false;
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: `Open ${url.hostname} in your browser?`,
    detail: url.href,
    buttons: ['Open', 'Cancel'],
    defaultId: 0,
    cancelId: 1,
  });
  if (response !== 0) return false;
  await shell.openExternal(url.href);
  return true;
}

function isAllowed(url: URL): boolean {
  const isPlain = url.username === '' && url.password === '' && url.port === '';
  return url.protocol === 'https:' && isPlain && KNOWN_HOSTS.includes(url.hostname);
}
