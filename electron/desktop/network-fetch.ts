import { net } from 'electron';
import type { Ports } from '../engine/ports.ts';

/**
 * The network as this computer has it: Chromium's, with its proxy settings, proxy sign-in and the system's certificates.
 * `content-length` is taken out, which Chromium refuses to be told; nothing is cached and no cookie travels.
 */
export const networkFetch: Ports['fetch'] = (url, init) => {
  const headers = Object.entries(init.headers).filter(([name]) => name.toLowerCase() !== 'content-length');
  return net.fetch(url, {
    ...init,
    headers: Object.fromEntries(headers),
    cache: 'no-store',
    credentials: 'omit',
    bypassCustomProtocolHandlers: true,
  });
};
