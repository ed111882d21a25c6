import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSampleClock, sampleClockFile } from '../../../../electron/sample/clock.ts';
import { readProcessOptions } from '../../../../electron/sample/peoplesoft/process-options.ts';
import { createDeposit, type Access } from './soap-client.ts';
import { runQuery } from './query-client.ts';
import { inBooks, makeBooks } from './sample-site.ts';

const ENTRY = fileURLToPath(new URL('../../../../electron/sample/peoplesoft/process.ts', import.meta.url));
const PAYMENT = { id: 'T1', amount: '100.00', item: 'INV-1' };

interface Started {
  readonly child: ChildProcess;
  readonly access: Access;
  readonly exited: Promise<unknown[]>;
}

function argumentsFor(folder: string, ...extra: string[]): string[] {
  createSampleClock(folder);
  const argv = [
    '--folder',
    folder,
    '--port',
    '0',
    '--clock',
    sampleClockFile(folder),
    '--batch-seconds',
    '0',
    ...extra,
  ];
  return [ENTRY, ...argv];
}

async function startProcess(folder: string, ...extra: string[]): Promise<Started> {
  const child = spawn(process.execPath, argumentsFor(folder, ...extra), { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const exited = once(child, 'exit');
  if (!child.stdout) throw new Error('the process has no output');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, exited, access: JSON.parse(line) as Access };
}

describe('the simulator as a process', () => {
  it('tells in one line where it is and how to sign in', async () => {
    const { access } = await startProcess(makeBooks().folder);
    expect(access).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as unknown,
      node: 'PSFT_EP',
      user: 'TIEOUT_INT',
      password: expect.any(String) as unknown,
      control: { token: expect.any(String) as unknown },
    });
  });

  it('keeps a deposit it answered for when it is killed at once, and its sign-in over a restart', async () => {
    const { folder, file } = makeBooks();
    const first = await startProcess(folder);
    expect((await createDeposit(first.access, [PAYMENT])).status).toBe(200);
    first.child.kill('SIGKILL');
    await first.exited;
    expect(inBooks(file, (books) => [...books.payments()].map(({ paymentId }) => paymentId))).toEqual(['T1']);
    const { access } = await startProcess(folder);
    // Places and tokens of a run are its own; what PeopleSoft itself knows is not.
    expect({ ...access, url: '', oauth: null }).toEqual({ ...first.access, url: '', oauth: null });
    expect(await runQuery(access, 'X_AR_PAYMENTS_BY_ID', { DEPOSIT_BU: 'US001', PAYMENT_IDS: 'T1' })).toHaveLength(1);
  });

  it('refuses to serve books that another process serves', async () => {
    const { folder } = makeBooks();
    await startProcess(folder);
    const second = spawn(process.execPath, argumentsFor(folder), { stdio: ['pipe', 'ignore', 'pipe'] });
    const exited = once(second, 'exit');
    const said = await text(second.stderr);
    expect(await exited).toEqual([1, null]);
    expect(said).toContain('Another PeopleSoft simulator serves the books');
  });

  it('ends cleanly when told to', async () => {
    const { child, exited } = await startProcess(makeBooks().folder, '--detached');
    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
  });

  it('ends when its parent closes the pipe, unless it is detached', async () => {
    const { child, exited } = await startProcess(makeBooks().folder);
    child.stdin?.end();
    expect(await exited).toEqual([0, null]);
    const detached = await startProcess(makeBooks().folder, '--detached');
    detached.child.stdin?.end();
    expect((await createDeposit(detached.access, [PAYMENT])).status).toBe(200);
    expect(detached.child.exitCode).toBeNull();
  });

  it('ends by itself when nobody asks anything', async () => {
    const { exited } = await startProcess(makeBooks().folder, '--idle-minutes', '0.005');
    expect(await exited).toEqual([0, null]);
  });

  it('names an option that is missing or no number', () => {
    expect(() => readProcessOptions(['--port', '0', '--clock', 'c'])).toThrow('--folder and --clock are needed');
    expect(() => readProcessOptions(['--folder', 'f', '--clock', 'c', '--port', 'x'])).toThrow('--port needs a number');
  });
});
