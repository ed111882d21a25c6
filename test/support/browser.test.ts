import { stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { openPage, VIEWPORTS } from './test-page.ts';

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'";
const PAGES: Readonly<Record<string, string>> = {
  '/good': '<h1>Postings</h1><button>Approve</button>',
  '/inline-script': '<h1>Postings</h1><script>document.title = "ran"</script>',
  '/unlabelled': '<h1>Postings</h1><input type="text">',
};

let servers: readonly Server[] = [];
let browser: Browser;
let origin = '';
let otherOrigin = '';

async function listen(headers: Readonly<Record<string, string>>): Promise<Server> {
  const server = createServer((request, response) => {
    const body = PAGES[request.url ?? ''] ?? '';
    response.writeHead(body === '' ? 204 : 200, { 'content-type': 'text/html', ...headers });
    response.end(body && `<!doctype html><html lang="en"><head><title>Test</title></head><body>${body}</body></html>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeAll(async () => {
  const guarded = await listen({ 'content-security-policy': POLICY });
  const open = await listen({});
  servers = [guarded, open];
  origin = originOf(guarded);
  otherOrigin = originOf(open);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('the browser of the tests', () => {
  it('opens a page at the size and in the scheme asked for, and finds nothing wrong with a good one', async () => {
    const opened = await openPage(browser, { url: `${origin}/good`, viewport: 'desktop', colorScheme: 'dark' });
    const seen: unknown = await opened.page.evaluate(
      '({ width: innerWidth, height: innerHeight, dark: matchMedia("(prefers-color-scheme: dark)").matches })',
    );
    expect(seen).toEqual({ ...VIEWPORTS.desktop, dark: true });
    expect(opened.problems()).toEqual([]);
    expect(await opened.seriousAxeFindings()).toEqual([]);
    const screenshot = await opened.screenshot('support-good');
    expect((await stat(screenshot)).size).toBeGreaterThan(1000);
    await opened.close();
  });

  it('enforces the content security policy and reports what it refused', async () => {
    const opened = await openPage(browser, { url: `${origin}/inline-script` });
    expect(await opened.page.title()).toBe('Test');
    await expect.poll(() => opened.problems()).toContainEqual(expect.stringMatching(/^csp: script-src-elem refused/));
    await opened.close();
  });

  it('reports what axe finds serious', async () => {
    const opened = await openPage(browser, { url: `${origin}/unlabelled` });
    expect(await opened.seriousAxeFindings()).toContainEqual(expect.stringMatching(/^label /));
    await opened.close();
  });

  it('keeps web security on: a page cannot read another origin', async () => {
    const opened = await openPage(browser, { url: `${otherOrigin}/good` });
    const read = async (url: string): Promise<unknown> =>
      await opened.page.evaluate(`fetch(${JSON.stringify(url)}).then(() => 'read', () => 'refused')`);
    expect(await read(`${otherOrigin}/good`)).toBe('read');
    expect(await read(`${origin}/good`)).toBe('refused');
    await opened.close();
  });
});

describe('a browser that is not there', () => {
  it('is named, with what to do', async () => {
    const before = process.env['TIEOUT_BROWSER'];
    process.env['TIEOUT_BROWSER'] = '/nowhere/chromium';
    await expect(launchBrowser()).rejects.toThrow(/Set TIEOUT_BROWSER.*\/nowhere\/chromium/s);
    if (before === undefined) delete process.env['TIEOUT_BROWSER'];
    else process.env['TIEOUT_BROWSER'] = before;
  });
});
