import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sampleClockFile } from '../../../electron/sample/clock.ts';
import { companyPaths } from '../../../electron/sample/company-folder.ts';
import { findRunningSample, launchSampleCompany, stopSampleCompany } from '../../../electron/sample/launch.ts';
import { REVERSAL_RULES } from '../../../electron/posting/reversals/reverse-returned.ts';
import { isMatchingRule } from '../../../electron/matching/rules.ts';
import { processIsAlive } from '../../../electron/sample/process-alive.ts';
import { sampleProfile } from '../../../electron/sample/sample-profile.ts';
import { temporaryFolder } from './temporary-folder.ts';

const STRIPE_PROCESS = fileURLToPath(new URL('../../../electron/sample/stripe/process.ts', import.meta.url));

function company(): { folder: string; seed: number; movements: number } {
  const folder = join(temporaryFolder(), 'sample');
  onTestFinished(() => stopSampleCompany(folder));
  return { folder, seed: 7, movements: 100 };
}

async function ended(pid: number): Promise<void> {
  while (processIsAlive(pid)) await wait(20);
}

describe('launching the sample company', () => {
  it('starts both simulators, and finds them again instead of starting second ones', async () => {
    const wanted = company();
    const [first, second] = await Promise.all([launchSampleCompany(wanted), launchSampleCompany(wanted)]);
    expect(second).toEqual(first);
    expect(await launchSampleCompany(wanted)).toEqual(first);
    expect(await findRunningSample(wanted.folder)).toEqual(first);
    const answer = await fetch(`${first.stripe.url}/v1/account`, {
      headers: { authorization: `Bearer ${first.stripe.key}` },
    });
    expect(await answer.json()).toMatchObject({ id: first.stripe.account });
  });

  it('replaces one that was killed, at the same address and with the same credentials', async () => {
    const wanted = company();
    const first = await launchSampleCompany(wanted);
    process.kill(first.stripe.pid, 'SIGKILL');
    await ended(first.stripe.pid);
    expect(await findRunningSample(wanted.folder)).toBeNull();
    const again = await launchSampleCompany(wanted);
    expect(again.peoplesoft).toEqual(first.peoplesoft);
    expect(again.stripe).toMatchObject({ url: first.stripe.url, key: first.stripe.key, account: first.stripe.account });
    expect(again.stripe.pid).not.toBe(first.stripe.pid);
  });

  it('finds the simulator of a launch that was killed before the other one was ready', async () => {
    const wanted = company();
    await launchSampleCompany(wanted);
    await stopSampleCompany(wanted.folder);
    const { stripe } = companyPaths(wanted.folder);
    const args = ['--folder', stripe, '--port', '0', '--clock', sampleClockFile(wanted.folder), '--detached'];
    const orphan = spawn(process.execPath, [STRIPE_PROCESS, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(orphan.stdout, 'data'); // its ready line, which nobody has kept
    expect((await launchSampleCompany(wanted)).stripe.pid).toBe(orphan.pid);
    await stopSampleCompany(wanted.folder);
    expect(processIsAlive(orphan.pid ?? 0)).toBe(false);
  });

  it('refuses a second process on the same books', async () => {
    const wanted = company();
    await launchSampleCompany(wanted);
    const args = [
      '--folder',
      companyPaths(wanted.folder).stripe,
      '--port',
      '0',
      '--clock',
      sampleClockFile(wanted.folder),
    ];
    const intruder = spawn(process.execPath, [STRIPE_PROCESS, ...args], { stdio: ['pipe', 'ignore', 'pipe'] });
    let said = '';
    intruder.stderr.on('data', (text: Buffer) => {
      said += text.toString();
    });
    const [code] = (await once(intruder, 'close')) as [number];
    expect(code).toBe(1);
    expect(said).toContain('serves the books');
  });

  it('stops them, and stopping twice is no harm', async () => {
    const wanted = company();
    const running = await launchSampleCompany(wanted);
    await stopSampleCompany(wanted.folder);
    expect(processIsAlive(running.stripe.pid)).toBe(false);
    expect(processIsAlive(running.peoplesoft.pid)).toBe(false);
    expect(await findRunningSample(wanted.folder)).toBeNull();
    await stopSampleCompany(wanted.folder);
  });

  it('lets them end by themselves when nobody asks anything', async () => {
    const running = await launchSampleCompany({ ...company(), idleMinutes: 0.001 });
    await Promise.all([ended(running.stripe.pid), ended(running.peoplesoft.pid)]);
    expect(await findRunningSample(running.folder)).toBeNull();
  });

  it('gives a profile that holds no secret and only rules there are', async () => {
    const running = await launchSampleCompany(company());
    const { profile, secrets } = sampleProfile(running);
    const written = JSON.stringify(profile);
    for (const secret of [running.stripe.key, running.peoplesoft.password]) {
      expect(written).not.toContain(secret);
      expect(Object.values(secrets)).toContain(secret);
    }
    const { user, password, oauth } = profile.peoplesoft;
    const referred = [profile.stripe.key, user, password, oauth?.clientSecret];
    const names = referred.flatMap((each) => (each !== undefined && 'vault' in each ? each.vault : []));
    expect(names.sort()).toEqual(Object.keys(secrets).sort());
    const isRule = (rule: string) => isMatchingRule(rule) || Object.values<string>(REVERSAL_RULES).includes(rule);
    for (const unit of profile.units) expect(unit.straightThrough?.ruleIds.filter((rule) => !isRule(rule))).toEqual([]);
  });
});

describe('a simulator that is not detached', () => {
  it('ends when its standard input closes', async () => {
    const wanted = company();
    await launchSampleCompany(wanted);
    await stopSampleCompany(wanted.folder);
    const args = [
      '--folder',
      companyPaths(wanted.folder).stripe,
      '--port',
      '0',
      '--clock',
      sampleClockFile(wanted.folder),
    ];
    const child = spawn(process.execPath, [STRIPE_PROCESS, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    expect(JSON.parse(line.toString())).toMatchObject({ url: expect.stringContaining('http://127.0.0.1:') as unknown });
    child.stdin.end();
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(0);
  });
});
