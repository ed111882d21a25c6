import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sourceFiles } from '../../build/lint/source-imports.ts';
import { inRoot } from '../../build/root.ts';

const MAX_LINES = 400;
const MAX_TEST_LINES = 600;
/** Folders of test/ that mirror no source tree; all others stand for the tree of the same path. */
const FOLDERS_OF_THEIR_OWN = ['e2e', 'faults', 'properties', 'security', 'bench', 'architecture', 'support'];

let files: readonly string[] = [];
const texts = new Map<string, string>();
beforeAll(async () => {
  files = await sourceFiles();
  const others = await configurationFiles();
  for (const file of [...files, ...others]) texts.set(file, await readFile(inRoot(file), 'utf8'));
});

async function configurationFiles(): Promise<readonly string[]> {
  const atRoot = (await readdir(inRoot(), { withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(?:json|md)$|^\.(?:npmrc|gitignore|oxlintrc|oxfmtrc)/.test(entry.name))
    .map((entry) => entry.name);
  const docs = existsSync(inRoot('docs')) ? await readdir(inRoot('docs'), { recursive: true }) : [];
  return [...atRoot, '.ci/run', ...docs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
}

/** Where a pattern stands, as `file:line text`. This file is left out: it has to name what it forbids. */
function standing(pattern: RegExp, within: (file: string) => boolean = () => true): readonly string[] {
  return [...texts]
    .filter(([file]) => within(file) && file !== 'test/architecture/house-rules.test.ts')
    .flatMap(([file, text]) =>
      text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
    );
}

describe('every source file', () => {
  it(`has at most ${MAX_LINES} lines, a test with its tables ${MAX_TEST_LINES}`, () => {
    const long = [...texts].filter(([file, text]) => {
      const most = file.startsWith('test/') ? MAX_TEST_LINES : MAX_LINES;
      return files.includes(file) && text.split('\n').length > most;
    });
    expect(long.map(([file]) => file)).toEqual([]);
  });

  it('is named in kebab-case and not after nothing', () => {
    const named = files.map((file) => basename(file).replace(/(\.test|\.config)?\.(ts|tsx|mjs)$/, ''));
    expect(named.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([]);
    expect(named.filter((name) => /^(utils?|helpers?|misc|common|placeholder)$/.test(name))).toEqual([]);
  });

  it('names no package registry and no path of a person’s machine', () => {
    expect(standing(/registry\.(?:npmjs|yarnpkg|npmmirror)\.|npm\.pkg\.github|artifactory|verdaccio/i)).toEqual([]);
    expect(standing(/(?<![\w.])\/(?:home|Users|root|work|mnt)\/[a-z]/)).toEqual([]);
    expect(standing(/[A-Z]:\\\\?Users\\/)).toEqual([]);
  });

  it('leaves nothing for later', () => {
    expect(standing(/(?:\/\/|\*).*\b(?:TODO|FIXME|XXX|HACK)\b/, (file) => files.includes(file))).toEqual([]);
  });

  it('never reaches for the JavaScript API of TypeScript, which version 7 does not have', () => {
    expect(standing(/(?:from|import|require)\s*\(?\s*['"]typescript['"]/)).toEqual([]);
  });

  it('silences no checker', () => {
    expect(standing(/@ts-(?:ignore|nocheck|expect-error)|(?:oxlint|eslint)-disable(?!.* -- \S)/)).toEqual([]);
  });
});

describe('every test', () => {
  it('mirrors a source tree or stands in a folder of its own', () => {
    const tests = files.filter((file) => /^test\/.*\.test\.tsx?$/.test(file));
    const lost = tests.filter((file) => {
      const [, folder, ...rest] = file.split('/');
      if (folder === undefined || rest.length === 0) return true;
      if (FOLDERS_OF_THEIR_OWN.includes(folder)) return false;
      const mirrored = [folder, ...rest.slice(0, -1).filter((part) => part !== 'bad-input')].join('/');
      return !existsSync(inRoot(mirrored));
    });
    expect(lost).toEqual([]);
  });

  it('runs: none is switched off, alone, or skipped without saying why', () => {
    const inTests = (file: string): boolean => file.startsWith('test/');
    expect(standing(/\b(?:it|test|describe)(?:\.\w+)*\.(?:only|skip|todo|skipIf|runIf|fails)\b/, inTests)).toEqual([]);
    expect(standing(/\bskip\(\s*(?:\)|[^'"`]*\)\s*;?$)/, inTests)).toEqual([]);
  });
});
