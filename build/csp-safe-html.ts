import type { Plugin } from 'vite';

/** Stands in the built index.html where the host writes a fresh nonce at every load. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__';

const NONCE_META = new RegExp(`<meta\\s[^>]*name=["']?csp-nonce["']?[^>]*>`);
const FORBIDDEN: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'an inline script', pattern: /<script(?![^>]*\ssrc=)[^>]*>/i },
  { what: 'an inline style sheet', pattern: /<style[\s>]/i },
  { what: 'a style attribute', pattern: /<[a-z][^>]*\sstyle=/i },
  { what: 'an inline event handler', pattern: /<[a-z][^>]*\son[a-z]+=/i },
  { what: 'an address of another origin', pattern: /\s(?:src|href)=["']?(?:https?:)?\/\//i },
];

/**
 * Gives the page its nonce placeholder and refuses, while building, whatever its content security policy would refuse
 * when it is opened.
 *
 * @throws Error naming what stands in the page, which fails the build.
 */
export function cspSafePage(html: string): string {
  for (const { what, pattern } of FORBIDDEN) {
    if (pattern.test(html))
      throw new Error(`renderer/index.html holds ${what}; the content security policy refuses it.`);
  }
  const meta = `<meta name="csp-nonce" content="${NONCE_PLACEHOLDER}">`;
  if (!NONCE_META.test(html)) return html.replace(/<head>/i, `<head>\n    ${meta}`);
  if (!html.includes(meta.slice(0, -1))) throw new Error(`renderer/index.html: write the nonce exactly as ${meta}`);
  return html;
}

/** `cspSafePage` as a vite plugin, run after vite has added its own tags. */
export function cspSafeHtml(): Plugin {
  return {
    name: 'tieout-csp-safe-html',
    transformIndexHtml: { order: 'post', handler: (html) => cspSafePage(html) },
  };
}
