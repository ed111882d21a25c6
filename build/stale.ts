import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exclusively } from './exclusive.ts';
import { inRoot } from './root.ts';

/** Something that is built from sources into a folder of its own below dist/. */
export interface BuildTarget {
  readonly name: string;
  /** Folder below dist/ that holds the result and nothing else. */
  readonly folder: string;
  /** Files and folders below the root whose contents decide whether the result is stale. */
  readonly sources: readonly string[];
  /** Builds into an empty folder, whose path it is given; throws with a readable message when it cannot. */
  build(into: string): Promise<void>;
}

const STAMP = '.built-from';

/** Where the result of a target lies. */
export function resultOf(target: Pick<BuildTarget, 'folder'>): string {
  return inRoot('dist', target.folder);
}

/** Whether the result is missing or was built from other contents than the sources hold now. */
export async function isStale(target: Omit<BuildTarget, 'build'>): Promise<boolean> {
  return (await stampOf(resultOf(target))) !== (await digestOf(target.sources));
}

/**
 * Builds a target when it is stale and answers whether it did. Two processes may ask at the same moment: the second
 * waits and finds the work done. The old result stays in place until the new one is whole, also when the build fails.
 */
export async function buildWhenStale(target: BuildTarget): Promise<boolean> {
  if (!(await isStale(target))) return false;
  return await exclusively(`build ${target.folder}`, async () => {
    if (!(await isStale(target))) return false;
    const digest = await digestOf(target.sources);
    const fresh = inRoot('.cache', 'build', target.folder);
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { recursive: true });
    await target.build(fresh);
    await writeFile(join(fresh, STAMP), digest);
    await replaceFolder(fresh, resultOf(target));
    return true;
  });
}

async function replaceFolder(fresh: string, current: string): Promise<void> {
  const old = `${fresh}-old`;
  await rm(old, { recursive: true, force: true });
  await mkdir(join(current, '..'), { recursive: true });
  if (existsSync(current)) await rename(current, old);
  await rename(fresh, current);
  await rm(old, { recursive: true, force: true });
}

async function stampOf(folder: string): Promise<string | null> {
  const file = join(folder, STAMP);
  return existsSync(file) ? await readFile(file, 'utf8') : null;
}

async function digestOf(sources: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await filesOf(sources)) {
    hash
      .update(`${file}\n`)
      .update(await readFile(inRoot(file)))
      .update('\n');
  }
  return hash.digest('hex');
}

async function filesOf(sources: readonly string[]): Promise<readonly string[]> {
  const lists = await Promise.all(sources.map((source) => filesBelow(source)));
  return lists.flat().sort();
}

async function filesBelow(path: string): Promise<readonly string[]> {
  if (!existsSync(inRoot(path))) return [];
  if (/\.[a-z]+$/.test(path)) return [path];
  const entries = await readdir(inRoot(path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => `${path}/${join(entry.parentPath, entry.name).slice(inRoot(path).length + 1)}`);
}
