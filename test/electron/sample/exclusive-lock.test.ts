import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { takeExclusiveLock } from '../../../electron/sample/exclusive-lock.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MODULE = fileURLToPath(new URL('../../../electron/sample/exclusive-lock.ts', import.meta.url));

describe('an exclusive lock', () => {
  it('is held by one until it is released', () => {
    const file = join(temporaryFolder(), 'one.lock');
    const first = takeExclusiveLock(file);
    expect(first).not.toBeNull();
    expect(takeExclusiveLock(file)).toBeNull();
    first?.release();
    const next = takeExclusiveLock(file);
    expect(next).not.toBeNull();
    next?.release();
  });

  it('is given back by the death of its holder', async () => {
    const file = join(temporaryFolder(), 'one.lock');
    const hold = `globalThis.kept = (await import(${JSON.stringify(MODULE)})).takeExclusiveLock(${JSON.stringify(file)}); console.log('held'); setInterval(() => globalThis.kept, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', hold], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    expect(takeExclusiveLock(file)).toBeNull();
    holder.kill('SIGKILL');
    await once(holder, 'close');
    const lock = takeExclusiveLock(file);
    expect(lock).not.toBeNull();
    lock?.release();
  });
});
