import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { exclusively } from '../../build/exclusive.ts';
import { inRoot } from '../../build/root.ts';

describe('exclusive work', () => {
  it('lets one in at a time, whoever comes', async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, () => exclusively('test one at a time', work)));
    expect(most).toBe(1);
  });

  it('is free again when the work failed', async () => {
    const failing = exclusively('test failing', () => Promise.reject(new Error('disk full')));
    await expect(failing).rejects.toThrow('disk full');
    await expect(exclusively('test failing', () => Promise.resolve('in'))).resolves.toBe('in');
  });

  it('is free again when the process that held it was killed', async () => {
    const holder = spawn(
      process.execPath,
      [
        '--input-type=module-typescript',
        '--eval',
        `import { exclusively } from ${JSON.stringify(inRoot('build', 'exclusive.ts'))};
         await exclusively('test killed', () => new Promise(() => { console.log('held'); setInterval(() => {}, 1000); }));`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(holder.stdout, 'data');
    const order: string[] = [];
    const second = exclusively('test killed', () => Promise.resolve(order.push('second got in')));
    order.push('holder killed');
    holder.kill('SIGKILL');
    await second;
    expect(order).toEqual(['holder killed', 'second got in']);
  });
});
