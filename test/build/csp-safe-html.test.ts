import { describe, expect, it } from 'vitest';
import { cspSafePage, NONCE_PLACEHOLDER } from '../../build/csp-safe-html.ts';

const page = (head: string, body = '<div id="root"></div>'): string =>
  `<!doctype html><html><head>${head}</head><body>${body}</body></html>`;

describe('the page of the window under its content security policy', () => {
  it('gets exactly one nonce placeholder', () => {
    const bare = cspSafePage(page('<script type="module" src="/assets/main.js"></script>'));
    expect(bare.split(NONCE_PLACEHOLDER)).toHaveLength(2);
    expect(cspSafePage(bare)).toBe(bare);
  });

  it.each([
    ['an inline script', page('<script>start()</script>')],
    ['an inline style sheet', page('<style>body{}</style>')],
    ['a style attribute', page('', '<div style="color:red"></div>')],
    ['an inline event handler', page('', '<button onclick="go()">Go</button>')],
    ['an address of another origin', page('<script src="https://cdn.example/x.js"></script>')],
  ])('refuses %s while building', (what, html) => {
    expect(() => cspSafePage(html)).toThrow(what);
  });

  it('refuses a nonce that the host would not find', () => {
    expect(() => cspSafePage(page('<meta name="csp-nonce" content="fixed">'))).toThrow('write the nonce exactly');
  });
});
