import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { startBrowserHost } from '../../../../electron/engine/browser-host/browser-host.ts';
import { MAX_FRAME_BYTES } from '../../../../electron/engine/browser-host/contract-socket.ts';
import { createOneTimeTokens } from '../../../../electron/engine/browser-host/one-time-tokens.ts';
import { systemActor } from '../../../../electron/engine/system-actor.ts';
import { readFileTable } from '../../../../electron/engine/window-files/file-table.ts';
import { standInEngine } from '../stand-in-engine.ts';
import { temporaryFolder } from '../temporary-folder.ts';

function windowFolder(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__"><title>Tieout</title>');
  writeFileSync(join(folder, 'assets', 'index-1.js'), 'export {};');
  writeFileSync(join(folder, 'assets', 'index-1.js.map'), '{}');
  writeFileSync(join(folder, '.built-from'), 'stamp');
  return folder;
}

async function start(port = 0) {
  const engine = standInEngine();
  const files = readFileTable(windowFolder());
  const host = await startBrowserHost({ port, files, actor: systemActor({}), machine: 'here' });
  host.serve(engine);
  onTestFinished(() => host.close());
  return { host, engine, authority: new URL(host.origin).host };
}

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request exactly as written: nothing is normalised, and any header may be set. */
async function get(
  authority: string,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Got> {
  const [host = '', port = ''] = authority.split(':');
  const sent = httpRequest({ host, port, path, method, headers: { host: authority, ...headers }, agent: false });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.setEncoding('utf8');
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

/** The cookie a browser holds after it opened a new address. */
async function enter(host: { newAddress(): { url: string } }, authority: string): Promise<string> {
  const url = new URL(host.newAddress().url);
  const { headers } = await get(authority, `${url.pathname}${url.search}`);
  return String(headers['set-cookie']?.[0]).split(';')[0] ?? '';
}

/** The status by which an upgrade is refused, or `open`. */
async function upgrade(
  authority: string,
  headers: Record<string, string>,
  path = '/contract',
): Promise<number | 'open'> {
  const { promise, resolve } = Promise.withResolvers<number | 'open'>();
  const socket = new WebSocket(`ws://${authority}${path}`, { headers });
  socket.on('unexpected-response', (_request, response) => {
    resolve(response.statusCode ?? 0);
    response.destroy();
  });
  socket.on('open', () => {
    resolve('open');
    socket.terminate();
  });
  socket.on('error', () => undefined);
  return promise;
}

describe('a one-time address', () => {
  it('is exchanged for a cookie that scripts cannot read and other sites do not send, then leads to the page', async () => {
    const { host, authority } = await start();
    const url = new URL(host.newAddress().url);
    const first = await get(authority, `${url.pathname}${url.search}`);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    expect(first.headers['set-cookie']?.[0]).toMatch(/^tieout-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    const cookie = String(first.headers['set-cookie']?.[0]).split(';')[0] ?? '';
    const page = await get(authority, '/', { cookie });
    expect(page.status).toBe(200);
    expect(page.body).toContain('<title>Tieout</title>');
  });

  it('works once: a second browser is told how to get a new one, the first may load it again', async () => {
    const { host, authority } = await start();
    const url = new URL(host.newAddress().url);
    const first = await get(authority, `${url.pathname}${url.search}`);
    const cookie = String(first.headers['set-cookie']?.[0]).split(';')[0] ?? '';
    const stolen = await get(authority, `${url.pathname}${url.search}`);
    expect(stolen.status).toBe(401);
    expect(stolen.body).toContain('press Enter');
    expect(stolen.headers['set-cookie']).toBeUndefined();
    expect((await get(authority, `${url.pathname}${url.search}`, { cookie })).status).toBe(303);
  });

  it('ends after a quarter of an hour, and no other text passes for one', () => {
    let nowMs = 0;
    const tokens = createOneTimeTokens(() => nowMs);
    const late = tokens.issue();
    const good = tokens.issue();
    expect(tokens.redeem('')).toBe(false);
    expect(tokens.redeem('x'.repeat(43))).toBe(false);
    expect(tokens.redeem(`${good}.`)).toBe(true);
    expect(tokens.redeem(good)).toBe(false);
    nowMs = 15 * 60_000;
    expect(tokens.redeem(late)).toBe(false);
  });
});

describe('what is served', () => {
  it('is the page with a new nonce at every load and the policy with the exact line', async () => {
    const { host, authority } = await start();
    const cookie = await enter(host, authority);
    const [one, two] = [await get(authority, '/', { cookie }), await get(authority, '/index.html', { cookie })];
    const nonce = /content="([^"]+)"/.exec(one.body)?.[1] ?? '';
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{24}$/);
    expect(two.body).not.toContain(nonce);
    expect(one.headers['content-security-policy']).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self' data:; ` +
        `connect-src 'self' ws://${authority}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(one.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it('is nothing but the files of the window, to whoever has the cookie', async () => {
    const { host, authority } = await start();
    const cookie = await enter(host, authority);
    expect((await get(authority, '/assets/index-1.js', { cookie })).headers['content-type']).toMatch(
      /^text\/javascript/,
    );
    for (const path of [
      '/assets/../index.html',
      '/../../package.json',
      '/%2e%2e/package.json',
      '/assets/%2e%2e/index.html',
      '/..%2fpackage.json',
      '//etc/passwd',
      '/assets/index-1.js.map',
      '/.built-from',
      '/__proto__',
    ])
      expect([path, (await get(authority, path, { cookie })).status]).toEqual([path, 404]);
    expect((await get(authority, '/assets/index-1.js')).status).toBe(401);
    expect((await get(authority, '/', { cookie }, 'POST')).status).toBe(405);
    expect((await get(authority, '/', { cookie }, 'HEAD')).body).toBe('');
  });

  it('is refused under another name or for another site, whatever cookie comes along', async () => {
    const { host, authority } = await start();
    const cookie = await enter(host, authority);
    expect((await get(authority, '/', { cookie, host: 'attacker.example' })).status).toBe(421);
    expect((await get(authority, '/', { cookie, host: `localhost:${authority.split(':')[1]}` })).status).toBe(421);
    expect((await get(authority, '/', { cookie, origin: 'http://attacker.example' })).status).toBe(403);
    expect(
      (await get(authority, '/', { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).status,
    ).toBe(403);
    const framed = { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' };
    expect((await get(authority, '/', { cookie, ...framed })).status).toBe(403);
  });

  it('is the page also to a tab that another site led here, once that tab asks from our own address', async () => {
    const { authority } = await start();
    const led = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    const arriving = await get(authority, '/', led);
    expect(arriving.body).toContain('url=/');
    expect((await get(authority, '/', { ...led, 'sec-fetch-site': 'same-origin' })).status).toBe(401);
  });
});

describe('the contract', () => {
  it('is spoken only with our own page that has the cookie', async () => {
    const { host, authority } = await start();
    const cookie = await enter(host, authority);
    const origin = `http://${authority}`;
    expect(await upgrade(authority, { cookie, origin })).toBe('open');
    expect(await upgrade(authority, { cookie, origin: 'http://attacker.example' })).toBe(403);
    expect(await upgrade(authority, { cookie, origin: 'null' })).toBe(403);
    expect(await upgrade(authority, { cookie })).toBe(403);
    expect(await upgrade(authority, { origin })).toBe(401);
    expect(await upgrade(authority, { origin, cookie: cookie.replace(/=.*/, '=x') })).toBe(401);
    expect(await upgrade(authority, { cookie, origin, host: 'attacker.example' })).toBe(403);
    expect(await upgrade(authority, { cookie, origin }, '/contract/../x')).toBe(404);
  });

  it('gives each line a session of its own, never taken from a frame, and drops it with the line', async () => {
    const { host, engine, authority } = await start();
    const headers = { cookie: await enter(host, authority), origin: `http://${authority}` };
    const sockets = [
      new WebSocket(`ws://${authority}/contract`, { headers }),
      new WebSocket(`ws://${authority}/contract`, { headers }),
    ];
    const answers = await Promise.all(
      sockets.map(async (socket, index) => {
        await once(socket, 'open');
        socket.send(JSON.stringify({ id: index, kind: 'query', name: 'job.list', input: {}, session: 'mine' }));
        const [data] = (await once(socket, 'message')) as [Buffer];
        return JSON.parse(data.toString()) as { id: number };
      }),
    );
    expect(answers.map((answer) => answer.id)).toEqual([0, 1]);
    const ids = engine.asked.map(({ session }) => session.sessionId);
    expect(new Set(ids).size).toBe(2);
    expect(engine.asked.every(({ session }) => session.host === 'browser' && session.machine === 'here')).toBe(true);
    const events = sockets.map((socket) => once(socket, 'message'));
    engine.emit({ event: 'data.changed', payload: { topics: ['jobs'] } });
    await Promise.all(events);
    for (const socket of sockets) socket.close();
    await expect.poll(() => engine.closedSessions.toSorted()).toEqual(ids.toSorted());
  });

  it('ends the line for a frame too large or of another kind', async () => {
    const { host, authority, engine } = await start();
    const headers = { cookie: await enter(host, authority), origin: `http://${authority}` };
    for (const [frame, code] of [
      ['x'.repeat(MAX_FRAME_BYTES + 1), 1009],
      [Buffer.from([1, 2, 3]), 1008],
    ] as const) {
      const socket = new WebSocket(`ws://${authority}/contract`, { headers });
      socket.on('error', () => undefined);
      await once(socket, 'open');
      socket.send(frame);
      expect(await once(socket, 'close')).toContain(code);
    }
    expect(engine.asked).toEqual([]);
  });

  it('tells a tab without a good cookie so, by the status of a plain request', async () => {
    const { host, authority } = await start();
    expect((await get(authority, '/contract', {}, 'HEAD')).status).toBe(401);
    expect((await get(authority, '/contract', { cookie: await enter(host, authority) }, 'HEAD')).status).toBe(200);
  });
});

describe('a port', () => {
  it('that is taken moves on to the next free one', async () => {
    const first = await start();
    const taken = Number(first.authority.split(':')[1]);
    const second = await start(taken);
    expect(Number(second.authority.split(':')[1])).toBeGreaterThan(taken);
  });
});
