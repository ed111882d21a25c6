import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IMPORT_ZONES, refusalOf } from '../../build/lint/import-rules.ts';
import { forbiddenImports, importsOf } from '../../build/lint/source-imports.ts';
import { inRoot } from '../../build/root.ts';
import { runTool, toolScript } from '../../build/tool.ts';

/** For every zone one import that its rule must refuse: importing file, then what it imports. */
const FORBIDDEN: readonly (readonly [zone: string, file: string, specifier: string])[] = [
  ['shared/', 'shared/contract/zz-probe.ts', 'node:fs'],
  ['shared/', 'shared/contract/zz-probe.ts', 'temporal-polyfill'],
  ['shared/', 'shared/contract/zz-probe.ts', '../../electron/ledger/open.ts'],
  ['shared/domain/', 'shared/domain/zz-probe.ts', 'ws'],
  ['renderer/', 'renderer/screens/zz-probe.ts', '../../electron/engine/engine.ts'],
  ['renderer/', 'renderer/screens/zz-probe.ts', 'node:fs'],
  ['renderer/', 'renderer/screens/zz-probe.ts', 'better-sqlite3'],
  ['electron/ledger/', 'electron/ledger/zz-probe.ts', '../matching/match.ts'],
  ['electron/ledger/migrations/', 'electron/ledger/migrations/zz-probe.ts', '../open.ts'],
  ['electron/ledger/migrations/', 'electron/ledger/migrations/zz-probe.ts', 'zod'],
  ['electron/matching/', 'electron/matching/zz-probe.ts', '../ledger/open.ts'],
  ['electron/matching/', 'electron/matching/zz-probe.ts', 'node:crypto'],
  ['electron/matching/text/', 'electron/matching/text/zz-probe.ts', 'node:fs'],
  ['electron/matching/parties/', 'electron/matching/parties/zz-probe.ts', '../../ledger/open.ts'],
  ['electron/connectors/', 'electron/connectors/zz-probe.ts', '../ledger/open.ts'],
  ['electron/connectors/http/', 'electron/connectors/http/zz-probe.ts', '../stripe/client.ts'],
  ['electron/connectors/stripe/', 'electron/connectors/stripe/zz-probe.ts', '../peoplesoft/client.ts'],
  ['electron/connectors/pipedrive/', 'electron/connectors/pipedrive/zz-probe.ts', '../stripe/client.ts'],
  ['electron/connectors/peoplesoft/', 'electron/connectors/peoplesoft/zz-probe.ts', '../../ledger/open.ts'],
  ['electron/ingest/', 'electron/ingest/zz-probe.ts', '../connectors/stripe/types.ts'],
  ['electron/posting/', 'electron/posting/zz-probe.ts', '../ingest/poll.ts'],
  ['electron/masterdata/', 'electron/masterdata/zz-probe.ts', '../posting/outbox.ts'],
  ['electron/requisitions/', 'electron/requisitions/zz-probe.ts', '../engine/engine.ts'],
  ['electron/close/', 'electron/close/zz-probe.ts', '../sample/truth.ts'],
  ['electron/sample/', 'electron/sample/stripe/zz-probe.ts', '../../connectors/stripe/mapper.ts'],
  ['electron/sample/', 'electron/sample/stripe/zz-probe.ts', 'stripe'],
  ['electron/engine/', 'electron/engine/zz-probe.ts', '../desktop/window.ts'],
  ['electron/engine/', 'electron/engine/zz-probe.ts', 'electron'],
  ['electron/desktop/', 'electron/desktop/zz-probe.ts', '../ledger/open.ts'],
  ['electron/main.ts', 'electron/main.ts', './posting/decide.ts'],
  ['electron/preload.ts', 'electron/preload.ts', './engine/create-engine.ts'],
  ['electron/engine-process.ts', 'electron/engine-process.ts', './ledger/open-ledger.ts'],
  ['electron/serve.ts', 'electron/serve.ts', './desktop/app-menu.ts'],
  ['electron/serve.ts', 'electron/serve.ts', '../renderer/main.tsx'],
  ['electron/cli.ts', 'electron/cli.ts', './ledger/open-ledger.ts'],
  ['electron/cli.ts', 'electron/cli.ts', 'electron-store'],
  ['build/', 'build/zz-probe.ts', 'typescript'],
  ['build/', 'build/zz-probe.ts', '../electron/engine/engine.ts'],
  ['test/', 'test/architecture/zz-probe.ts', 'electron'],
];

describe('import directions', () => {
  it('hold in every source file', async () => {
    expect(await forbiddenImports()).toEqual([]);
  });

  it('have a forbidden example for every zone', () => {
    const zones = new Set(FORBIDDEN.map(([zone]) => zone));
    expect(IMPORT_ZONES.map((zone) => zone.of).filter((zone) => !zones.has(zone))).toEqual([]);
  });

  it.each(FORBIDDEN)('of %s refuse that %s imports %s', (_zone, file, specifier) => {
    expect(refusalOf({ file, specifier, typeOnly: false })).toContain(file);
  });

  it('let the types of connectors into ingest, and their values not', () => {
    const use = { file: 'electron/ingest/zz-probe.ts', specifier: '../connectors/stripe/types.ts' };
    expect(refusalOf({ ...use, typeOnly: true })).toBeNull();
    expect(refusalOf({ ...use, typeOnly: false })).toContain('except by import type');
  });

  it('see through a detour in the path', () => {
    const specifier = '../../shared/../electron/ledger/open.ts';
    expect(refusalOf({ file: 'electron/matching/zz-probe.ts', specifier, typeOnly: false })).not.toBeNull();
  });

  it('refuse a file in a folder that has no rule', () => {
    for (const file of ['scripts/zz-probe.ts', 'electron/insights/zz-probe.ts', 'electron/zz-probe.ts'])
      expect(refusalOf({ file, specifier: '../ledger/open.ts', typeOnly: false })).toContain('no zone');
  });
});

describe('the lint rule', () => {
  it('refuses every forbidden import when it stands in a real file', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'tieout-lint-'));
    try {
      await cp(inRoot('.oxlintrc.json'), join(copy, '.oxlintrc.json'));
      await cp(inRoot('build', 'lint'), join(copy, 'build', 'lint'), { recursive: true });
      await symlink(inRoot('node_modules'), join(copy, 'node_modules'), 'junction');
      for (const [file, rows] of Map.groupBy(FORBIDDEN, ([, name]) => name)) {
        await mkdir(dirname(join(copy, file)), { recursive: true });
        await writeFile(join(copy, file), rows.map(([, , specifier]) => `import '${specifier}';\n`).join(''));
      }
      const { output } = await runTool(toolScript('oxlint'), ['--format=json'], copy);
      const reported = messagesOf(output);
      for (const [, file, specifier] of FORBIDDEN) {
        const refusal = refusalOf({ file, specifier, typeOnly: false });
        expect(reported, `${file} imports ${specifier}`).toContain(refusal);
      }
    } finally {
      await rm(copy, { recursive: true, force: true });
    }
  });
});

function messagesOf(json: string): readonly string[] {
  const report = JSON.parse(json.slice(json.indexOf('{'))) as { diagnostics: readonly { message: string }[] };
  return report.diagnostics.map((diagnostic) => diagnostic.message);
}

describe('reading imports', () => {
  it('finds every way to reach another file', () => {
    const text = `
      import a from './static.ts';
      import type { B } from './type.ts';
      export * from './star.ts';
      export type { C } from './export-type.ts';
      const d = await import('./dynamic.ts');
      let e: import('./import-type.ts').E;
      const thread = new Worker(new URL('./thread.ts', import.meta.url));
    `;
    const uses = importsOf('electron/probe.ts', text).map((use) => `${use.specifier}${use.typeOnly ? ' (type)' : ''}`);
    expect(uses.sort()).toEqual([
      './dynamic.ts',
      './export-type.ts (type)',
      './import-type.ts (type)',
      './star.ts',
      './static.ts',
      './thread.ts',
      './type.ts (type)',
    ]);
  });
});
