import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { sendRequest } from '../../../../electron/connectors/http/send-request.ts';
import { containing } from './containing.ts';
import { serveLoopback } from './loopback.ts';

const base = { system: 'peoplesoft', method: 'GET', headers: {}, timeoutMs: 5_000, maxBytes: 1_000 } as const;

describe('sendRequest', () => {
  it('answers status, headers and whole text of any status', async () => {
    const url = await serveLoopback(
      (_request, response) => void response.writeHead(503, { 'x-reason': 'busy' }).end('später'),
    );
    const answer = await sendRequest(fetch, { ...base, url });
    expect([answer.status, answer.headers.get('x-reason'), answer.text]).toEqual([503, 'busy', 'später']);
  });

  it('refuses an answer longer than the limit instead of taking it in', async () => {
    const url = await serveLoopback((_request, response) => void response.end('x'.repeat(1_001)));
    await expect(sendRequest(fetch, { ...base, url })).rejects.toMatchObject({
      kind: 'malformed',
      message: containing('more than 1000 bytes'),
    });
  });

  it('refuses a redirect, so that credentials never travel on', async () => {
    const url = await serveLoopback(
      (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1:9/login' }).end(),
    );
    await expect(sendRequest(fetch, { ...base, url })).rejects.toMatchObject({
      kind: 'malformed',
      message: containing('redirect'),
    });
  });

  it('refuses text that is not UTF-8', async () => {
    const url = await serveLoopback((_request, response) => void response.end(Buffer.from([0x61, 0xff, 0x62])));
    await expect(sendRequest(fetch, { ...base, url })).rejects.toMatchObject({ kind: 'malformed' });
  });

  it('says that nothing listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    await expect(sendRequest(fetch, { ...base, url: `http://127.0.0.1:${port}/` })).rejects.toMatchObject({
      kind: 'unreachable',
      system: 'peoplesoft',
      message: `127.0.0.1:${port} cannot be reached: it refuses the connection`,
    });
  });

  it('says that the answer broke off', async () => {
    const url = await serveLoopback((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    });
    await expect(sendRequest(fetch, { ...base, url })).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('gives up after its time-out', async () => {
    const url = await serveLoopback(() => {});
    await expect(sendRequest(fetch, { ...base, url, timeoutMs: 20 })).rejects.toMatchObject({
      kind: 'unreachable',
      message: containing('within 0.02 s'),
    });
  });

  it('tells a cancelled request from a time-out', async () => {
    const cancel = new AbortController();
    const url = await serveLoopback(() => cancel.abort());
    await expect(sendRequest(fetch, { ...base, url, signal: cancel.signal })).rejects.toMatchObject({
      kind: 'cancelled',
    });
  });
});
