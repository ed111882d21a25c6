import { dirname, posix } from 'node:path';

/** What one folder may import. Paths are relative to the repository root, with `/`, and end in `/` for a folder. */
export interface ImportZone {
  /** A file belongs to the longest `of` that its path starts with. */
  readonly of: string;
  /** Folders and files whose values and types it may import; its own folder is always allowed. */
  readonly may: readonly string[];
  /** Folders and files of which it may import types only. */
  readonly mayTypes?: readonly string[];
  /** Packages it may import: `any` = every one that `ONLY_HERE` does not keep for others; node: modules are `node`. */
  readonly packages: 'any' | readonly string[];
  /** Packages refused although `packages` is `any`. */
  readonly notPackages?: readonly string[];
  readonly because: string;
}

const SIDE_FOLDERS = ['masterdata', 'requisitions', 'close', 'ingest', 'posting'] as const;
const CONNECTORS = ['stripe', 'pipedrive', 'peoplesoft'] as const;
const NEEDS_ELECTRON = ['electron', 'electron-store', 'electron-updater'] as const;

/** What is started by name. The preload is the bridge alone. */
const ENTRIES = [
  { of: 'electron/main.ts', may: ['electron/engine/', 'electron/desktop/'] },
  { of: 'electron/preload.ts', may: [] },
  { of: 'electron/engine-process.ts', may: ['electron/engine/', 'electron/desktop/'] },
  { of: 'electron/serve.ts', may: ['electron/engine/'] },
  { of: 'electron/cli.ts', may: ['electron/engine/'] },
] as const;

/** Packages that belong to some folders only. `typescript` belongs to none: version 7 has no JavaScript API. */
export const ONLY_HERE: Readonly<Record<string, readonly string[]>> = {
  typescript: [],
  ...Object.fromEntries(
    NEEDS_ELECTRON.map((name) => [name, ['electron/main.ts', 'electron/preload.ts', 'electron/desktop/']]),
  ),
};

/** The import directions of the whole program; a file in none of these zones may import nothing outside its folder. */
export const IMPORT_ZONES: readonly ImportZone[] = [
  { of: 'shared/', may: [], packages: ['zod'], because: 'shared is pure: zod and itself' },
  {
    of: 'shared/domain/',
    may: ['shared/'],
    packages: ['zod', 'temporal-polyfill'],
    because: 'shared/domain is pure: zod, temporal-polyfill and shared',
  },
  {
    of: 'renderer/',
    may: ['shared/'],
    packages: 'any',
    notPackages: ['node', 'better-sqlite3', 'conf', 'pino', 'soap', 'stripe', 'ws'],
    because: 'the window reaches everything else through the contract',
  },
  { of: 'electron/ledger/', may: ['shared/'], packages: 'any', because: 'the ledger knows shared only' },
  {
    of: 'electron/ledger/migrations/',
    may: [],
    mayTypes: ['electron/ledger/'],
    packages: [],
    because: 'a migration is frozen in time: it imports nothing',
  },
  {
    of: 'electron/matching/',
    may: ['shared/'],
    packages: [],
    because: 'matching is pure: no clock, no input or output',
  },
  ...['text', 'parties'].map((name) => ({
    of: `electron/matching/${name}/`,
    may: ['shared/', 'electron/matching/'],
    packages: ['any-ascii', 'tldts'],
    because: 'matching is pure: no clock, no input or output; tables of letters and of domains are data',
  })),
  {
    of: 'electron/connectors/',
    may: ['shared/'],
    packages: 'any',
    because: 'connectors know shared and connectors/http',
  },
  {
    of: 'electron/connectors/http/',
    may: ['shared/'],
    packages: 'any',
    because: 'connectors/http serves every connector',
  },
  ...CONNECTORS.map((name) => ({
    of: `electron/connectors/${name}/`,
    may: ['shared/', 'electron/connectors/http/', 'electron/connectors/connector.ts'],
    packages: 'any' as const,
    because: 'a connector never imports another connector or the ledger',
  })),
  ...SIDE_FOLDERS.map((name) => ({
    of: `electron/${name}/`,
    may: ['shared/', 'electron/ledger/', 'electron/matching/'],
    mayTypes: ['electron/connectors/'],
    packages: 'any' as const,
    because: `${name} knows the ledger, matching, shared and the types of connectors`,
  })),
  {
    of: 'electron/sample/',
    may: ['shared/'],
    packages: 'any',
    notPackages: ['stripe'],
    because: 'the sample company speaks the protocols by itself and shares nothing with connectors',
  },
  {
    of: 'electron/engine/',
    may: [
      'shared/',
      'electron/ledger/',
      'electron/matching/',
      'electron/connectors/',
      'electron/sample/',
      ...SIDE_FOLDERS.map((name) => `electron/${name}/`),
    ],
    packages: 'any',
    because: 'the engine wires the folders and knows no host',
  },
  {
    of: 'electron/desktop/',
    may: ['shared/', 'electron/engine/'],
    packages: 'any',
    because: 'the desktop hosts the engine',
  },
  ...ENTRIES.map(({ of, may }) => ({
    of,
    may: ['shared/', ...may],
    packages: 'any' as const,
    because: 'an entry starts the engine or a host, and leaves the rest to them',
  })),
  { of: 'build/', may: [], packages: 'any', because: 'the build imports nothing of the program' },
  {
    of: 'test/',
    may: ['shared/', 'renderer/', 'electron/', 'build/'],
    packages: 'any',
    because: 'tests import anything but Electron',
  },
];

/** One import as it stands in a file. */
export interface ImportUse {
  /** Importing file, relative to the repository root, with `/`. */
  readonly file: string;
  /** The specifier as written. */
  readonly specifier: string;
  /** Whether it vanishes when types are stripped. */
  readonly typeOnly: boolean;
}

/**
 * Why this import is not allowed, as a sentence, or null when it is.
 * Relative specifiers are resolved, so spelling a path differently hides nothing.
 */
export function refusalOf(use: ImportUse): string | null {
  const zone = zoneOf(use.file);
  if (zone === null) return `${use.file} lies in no zone of build/lint/import-rules.ts; give its folder one.`;
  return use.specifier.startsWith('.') ? refusalOfPath(zone, use) : refusalOfPackage(zone, use);
}

function zoneOf(file: string): ImportZone | null {
  const zones = IMPORT_ZONES.filter((zone) => file.startsWith(zone.of));
  return zones.sort((a, b) => b.of.length - a.of.length)[0] ?? null;
}

function refusalOfPath(zone: ImportZone, use: ImportUse): string | null {
  const target = posix.normalize(posix.join(dirname(use.file), use.specifier));
  const allowed = [zone.of, ...zone.may, ...(use.typeOnly ? (zone.mayTypes ?? []) : [])];
  if (allowed.some((start) => target.startsWith(start))) return null;
  const typesWouldDo = zone.mayTypes?.some((start) => target.startsWith(start)) === true;
  return `${use.file} may not import ${target}${typesWouldDo ? ' except by import type' : ''}: ${zone.because}.`;
}

function refusalOfPackage(zone: ImportZone, use: ImportUse): string | null {
  const name = packageOf(use.specifier);
  const homes = ONLY_HERE[name];
  if (homes !== undefined && !homes.some((home) => use.file.startsWith(home))) {
    return homes.length === 0
      ? `${use.file} may not import ${name}: nothing may.`
      : `${use.file} may not import ${name}: only ${homes.join(', ')} may.`;
  }
  const allowed = zone.packages === 'any' ? zone.notPackages?.includes(name) !== true : zone.packages.includes(name);
  return allowed ? null : `${use.file} may not import ${use.specifier}: ${zone.because}.`;
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node';
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}
