import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sampleFetch } from '../../../electron/engine/sample-fetch.ts';
import type { Notification } from '../../../electron/engine/ports.ts';
import {
  findRunningSample,
  launchSampleCompany,
  stopSampleCompany,
  type RunningSample,
} from '../../../electron/sample/launch.ts';
import { processIsAlive } from '../../../electron/sample/process-alive.ts';
import { temporaryFolder } from './temporary-folder.ts';

async function prepare() {
  const folder = join(temporaryFolder(), 'sample');
  onTestFinished(() => stopSampleCompany(folder));
  const sample = await launchSampleCompany({ folder, seed: 7, movements: 60 });
  const closing = new AbortController();
  const told: Notification[] = [];
  const fetchSample = sampleFetch({
    fetch: (url, init) => fetch(url, { ...init }),
    sample,
    signal: closing.signal,
    notify: (notification) => told.push(notification),
  });
  const account = () =>
    fetchSample(`${sample.stripe.url}/v1/account`, {
      method: 'GET',
      headers: { authorization: `Bearer ${sample.stripe.key}` },
      signal: new AbortController().signal,
      redirect: 'manual',
    });
  return { sample, closing, told, account };
}

async function end(...simulators: RunningSample['stripe' | 'peoplesoft'][]): Promise<void> {
  for (const { pid } of simulators) {
    process.kill(pid, 'SIGKILL');
    while (processIsAlive(pid)) await wait(20);
  }
}

describe('the way to the sample company', () => {
  it('starts simulators that were stopped or killed again where they were, once for all who ask, and goes on', async () => {
    const { sample, told, account } = await prepare();
    await end(sample.stripe, sample.peoplesoft);
    const answers = await Promise.all([account(), account(), account()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await stopSampleCompany(sample.folder); // forgets where they served, as the end of a demo does
    expect((await account()).status).toBe(200);
    const again = await findRunningSample(sample.folder);
    expect([again?.stripe.url, again?.peoplesoft.url]).toEqual([sample.stripe.url, sample.peoplesoft.url]);
    expect(told).toEqual([]);
  });

  it('says what to do, once, when they answer elsewhere by now', async () => {
    const { sample, told, account } = await prepare();
    await stopSampleCompany(sample.folder);
    const moved = await launchSampleCompany({ folder: sample.folder, seed: 7, movements: 60 });
    expect(moved.stripe.url).not.toBe(sample.stripe.url);
    await expect(account()).rejects.toThrow(/fetch failed/);
    await expect(account()).rejects.toThrow(/fetch failed/);
    expect(told.map(({ body }) => body)).toEqual([expect.stringMatching(/at another address now.*open it again/)]);
  });

  it('starts nothing once the company closes', async () => {
    const { sample, closing, account } = await prepare();
    closing.abort();
    await end(sample.stripe);
    await expect(account()).rejects.toThrow(/fetch failed/);
    expect(processIsAlive(sample.stripe.pid)).toBe(false);
  });
});
