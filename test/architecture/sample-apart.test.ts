import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ImportUse } from '../../build/lint/import-rules.ts';
import { allImports, sourceFiles } from '../../build/lint/source-imports.ts';
import { inRoot } from '../../build/root.ts';

const SAMPLE = 'electron/sample/';
const CONNECTORS = 'electron/connectors/';

let imports: readonly ImportUse[] = [];
let files: readonly string[] = [];
beforeAll(async () => {
  imports = await allImports();
  files = await sourceFiles();
});

/** Every file that the files below `start` reach, over any number of imports, types included. */
function reachOf(start: string): ReadonlySet<string> {
  const edges = Map.groupBy(
    imports.filter((use) => use.specifier.startsWith('.')),
    (use) => use.file,
  );
  const reached = new Set(files.filter((file) => file.startsWith(start)));
  for (const file of reached) {
    for (const use of edges.get(file) ?? []) reached.add(posix.join(posix.dirname(file), use.specifier));
  }
  return reached;
}

/** The names of everything that a file exports and builds with zod. */
async function zodExports(file: string): Promise<readonly string[]> {
  const text = await readFile(inRoot(file), 'utf8');
  if (!/from 'zod(?:\/[^']*)?'/.test(text)) return [];
  return [...text.matchAll(/export const (\w+)\s*(?::[^=]+)?=\s*z\b/g)].map((match) => match[1] ?? '');
}

describe('the sample company and the connectors', () => {
  it('both exist, so that this page proves something', () => {
    expect(files.some((file) => file.startsWith(SAMPLE))).toBe(true);
    expect(files.some((file) => file.startsWith(CONNECTORS))).toBe(true);
  });

  it('reach each other over no chain of imports', () => {
    expect([...reachOf(SAMPLE)].filter((file) => file.startsWith(CONNECTORS))).toEqual([]);
    expect([...reachOf(CONNECTORS)].filter((file) => file.startsWith(SAMPLE))).toEqual([]);
  });

  it('meet only in shared words: no wire schema lies where both could read it', async () => {
    const both = [...reachOf(SAMPLE)].filter((file) => reachOf(CONNECTORS).has(file));
    expect(both.filter((file) => !file.startsWith('shared/'))).toEqual([]);
    // Of shared, the connection profile is the one thing with a schema that both sides may know: it is ours, not a wire's.
    const schemas = await Promise.all(
      both.filter((file) => !file.startsWith('shared/contract/profile')).map(async (file) => await zodExports(file)),
    );
    expect(schemas.flat()).toEqual([]);
  });

  it('import no zod schema of each other, by whatever path', async () => {
    for (const [from, to] of [
      [SAMPLE, CONNECTORS],
      [CONNECTORS, SAMPLE],
    ] as const) {
      const owners = files.filter((file) => file.startsWith(from));
      const names = (await Promise.all(owners.map(async (file) => await zodExports(file)))).flat();
      const readers = files.filter((file) => file.startsWith(to));
      for (const file of readers) {
        const text = await readFile(inRoot(file), 'utf8');
        const imported = [...text.matchAll(/import[^;]*?from '[^']+'/g)].map((match) => match[0]).join('\n');
        const shared = names.filter((name) => new RegExp(`\\b${name}\\b`).test(imported));
        expect(shared, `${file} imports a schema of ${from}`).toEqual([]);
      }
    }
  });
});
