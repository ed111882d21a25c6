/** Where the window's page lives: a scheme of our own, so that no file of the disk is ever a page. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'tieout';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const PAGE_ADDRESS = `${APP_ORIGIN}/`;

/** Whether an address is a page of ours: compared part by part, never by prefix. */
export function isOwnAddress(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST && url.username === '';
}
