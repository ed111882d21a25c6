import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inRoot } from '../../build/root.ts';
import { buildWhenStale, isStale, resultOf, type BuildTarget } from '../../build/stale.ts';

const folder = `test-stale-${process.pid}`;
const sources = `.cache/${folder}`;
let builds = 0;

function target(build: (into: string) => Promise<void> = copySource): BuildTarget {
  return { name: 'test', folder, sources: [sources], build };
}

async function copySource(into: string): Promise<void> {
  builds += 1;
  await writeFile(join(into, 'out.txt'), await readFile(inRoot(sources, 'deep', 'in.txt')));
}

const result = async (): Promise<string> => await readFile(join(resultOf({ folder }), 'out.txt'), 'utf8');

beforeEach(async () => {
  builds = 0;
  await mkdir(inRoot(sources, 'deep'), { recursive: true });
  await writeFile(inRoot(sources, 'deep', 'in.txt'), 'first');
});
afterEach(async () => {
  await rm(inRoot(sources), { recursive: true, force: true });
  await rm(resultOf({ folder }), { recursive: true, force: true });
});

describe('a build that happens when stale', () => {
  it('builds once for the same contents and again for others', async () => {
    expect(await buildWhenStale(target())).toBe(true);
    expect(await buildWhenStale(target())).toBe(false);
    await writeFile(inRoot(sources, 'deep', 'in.txt'), 'second');
    expect(await buildWhenStale(target())).toBe(true);
    expect(await result()).toBe('second');
  });

  it('sees a file that came and a file that went', async () => {
    await buildWhenStale(target());
    await writeFile(inRoot(sources, 'new.txt'), '');
    expect(await isStale(target())).toBe(true);
    await rm(inRoot(sources, 'new.txt'));
    expect(await isStale(target())).toBe(false);
  });

  it('builds once when several ask at the same moment', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => buildWhenStale(target())));
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(builds).toBe(1);
  });

  it('keeps the last whole result when a build fails', async () => {
    await buildWhenStale(target());
    await writeFile(inRoot(sources, 'deep', 'in.txt'), 'broken');
    const failing = target(async (into) => {
      await writeFile(join(into, 'out.txt'), 'half');
      throw new Error('syntax error in a.ts');
    });
    await expect(buildWhenStale(failing)).rejects.toThrow('syntax error in a.ts');
    expect(await result()).toBe('first');
    expect(await isStale(target())).toBe(true);
  });
});
