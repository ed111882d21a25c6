import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSync, Visitor } from 'rolldown/utils';
import { inRoot } from '../root.ts';
import { refusalOf, type ImportUse } from './import-rules.ts';

/** The folders that hold our own sources. */
export const SOURCE_TREES = ['shared', 'electron', 'renderer', 'build', 'test'] as const;

/** Every source file of the program, relative to the root, with `/`, sorted. */
export async function sourceFiles(): Promise<readonly string[]> {
  const lists = await Promise.all(SOURCE_TREES.map((tree) => filesOf(tree)));
  return lists.flat().sort();
}

async function filesOf(tree: string): Promise<readonly string[]> {
  const entries = await readdir(inRoot(tree), { recursive: true, withFileTypes: true });
  const start = inRoot(tree).length;
  return entries
    .filter((entry) => entry.isFile() && /\.(?:ts|tsx|mjs)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => `${tree}${join(entry.parentPath, entry.name).slice(start)}`.replaceAll('\\', '/'))
    .filter((file) => !file.includes('/fixtures/'));
}

/**
 * Everything a file imports: static and dynamic imports, re-exports, `import('…')` types, and threads or processes it
 * starts by `new URL('./x.ts', import.meta.url)`. A dynamic import of something computed is not seen.
 *
 * @throws Error naming the file when it does not parse.
 */
export function importsOf(file: string, text: string): readonly ImportUse[] {
  const { program, errors } = parseSync(file, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file} does not parse: ${error.message}`);
  const uses: ImportUse[] = [];
  const add = (source: unknown, typeOnly: boolean): void => {
    if (typeof source === 'object' && source !== null && 'value' in source && typeof source.value === 'string') {
      uses.push({ file, specifier: source.value, typeOnly });
    }
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source, node.importKind === 'type'),
    ExportNamedDeclaration: (node) => add(node.source, node.exportKind === 'type'),
    ExportAllDeclaration: (node) => add(node.source, node.exportKind === 'type'),
    ImportExpression: (node) => add(node.source, false),
    TSImportType: (node) => add(node.source, true),
    NewExpression: (node) => {
      const [target] = node.arguments;
      if (node.callee.type !== 'Identifier' || node.callee.name !== 'URL' || node.arguments.length !== 2) return;
      if (target?.type === 'Literal' && typeof target.value === 'string' && target.value.endsWith('.ts')) {
        add(target, false);
      }
    },
  }).visit(program);
  return uses;
}

/** What every source file imports. */
export async function allImports(): Promise<readonly ImportUse[]> {
  const files = await sourceFiles();
  const perFile = await Promise.all(files.map(async (file) => importsOf(file, await readFile(inRoot(file), 'utf8'))));
  return perFile.flat();
}

/** One sentence for every import that its folder may not have. */
export async function forbiddenImports(): Promise<readonly string[]> {
  const refusals = (await allImports()).map((use) => refusalOf(use));
  return refusals.filter((refusal) => refusal !== null);
}
