import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SOURCE_TREES, sourceFiles } from '../../build/lint/source-imports.ts';
import { inRoot } from '../../build/root.ts';
import { runTool, toolScript } from '../../build/tool.ts';

const tsc = toolScript('typescript', 'tsc');
let scratch = '';
beforeEach(async () => {
  await mkdir(inRoot('.cache'), { recursive: true });
  scratch = await mkdtemp(join(inRoot('.cache'), 'planted-'));
});
afterEach(async () => {
  await rm(scratch, { recursive: true, force: true });
});

describe('the type check', () => {
  it('covers every source tree', async () => {
    const root = JSON.parse(await readFile(inRoot('tsconfig.json'), 'utf8')) as { references: { path: string }[] };
    const referenced = root.references.map((reference) => reference.path).sort();
    expect(referenced).toEqual(SOURCE_TREES.map((tree) => `./${tree}`).sort());
  });

  it.each(SOURCE_TREES)('covers every file of %s', async (tree) => {
    const { output } = await runTool(tsc, ['-p', inRoot(tree), '--listFilesOnly']);
    const covered = new Set(output.split('\n').map((line) => line.trim().replaceAll('\\', '/')));
    const files = (await sourceFiles()).filter(
      (file) => file.startsWith(`${tree}/`) && !covered.has(inRoot(file).replaceAll('\\', '/')),
    );
    expect(files).toEqual([]);
  });

  it.each(SOURCE_TREES)(
    'sees a wrong type planted under the settings of %s, through references as at the root',
    async (tree) => {
      const leaf = {
        extends: inRoot(tree, 'tsconfig.json'),
        compilerOptions: { tsBuildInfoFile: join(scratch, 'planted.tsbuildinfo'), types: [] },
        include: [],
        files: ['planted.ts'],
      };
      await writeFile(join(scratch, 'leaf.json'), JSON.stringify(leaf));
      await writeFile(
        join(scratch, 'tsconfig.json'),
        JSON.stringify({ files: [], references: [{ path: './leaf.json' }] }),
      );
      await writeFile(
        join(scratch, 'planted.ts'),
        "export const amountMinor: number = 'twelve';\nconst unused = 1;\nexport const first: string = ['a'][0];\n",
      );
      const { code, output } = await runTool(tsc, ['-b', scratch]);
      expect(code).not.toBe(0);
      expect(output.match(/TS\d+/g)?.sort()).toEqual(['TS2322', 'TS2322', 'TS6133']);
    },
  );
});
