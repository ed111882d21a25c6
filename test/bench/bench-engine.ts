import { randomBytes } from 'node:crypto';
import type { FetchPort } from '../../electron/connectors/http/fetch-port.ts';
import { systemClock, type Clock } from '../../electron/connectors/http/clock.ts';
import { createEngine } from '../../electron/engine/create-engine.ts';
import type { Session } from '../../electron/engine/contract/session.ts';
import type { Engine } from '../../electron/engine/engine-types.ts';
import { diskSync } from '../../electron/ledger/file-sync.ts';
import type { HomePaths } from '../../electron/ledger/home.ts';
import type { Credential, Profile } from '../../shared/contract/profile.ts';

export const BENCH_SESSION: Session = {
  sessionId: 'bench',
  actor: { id: 'bench', name: 'Bench', operatorId: null, roles: ['preparer'] },
  machine: 'bench',
  host: 'browser',
};

export interface BenchEngineOptions {
  readonly paths: HomePaths;
  readonly key: Buffer;
  readonly profile: Profile;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  readonly fetch?: FetchPort;
}

/** The product's engine on a home, doing nothing by itself. What would end the product's host ends the bench. */
export function benchEngine(options: BenchEngineOptions): Promise<Engine> {
  const { secrets = {}, clock = systemClock } = options;
  return createEngine({
    paths: options.paths,
    key: options.key,
    profile: options.profile,
    sample: true,
    ports: {
      clock,
      random: { bytes: randomBytes },
      fetch: options.fetch ?? ((url, init) => fetch(url, { ...init })),
      secrets: { get: async (credential) => secrets[nameOf(credential)] ?? null },
      settings: { get: () => undefined, set: () => undefined },
      vault: null,
      fileSync: diskSync,
      notify: () => undefined,
      openExternal: async () => false,
    },
    machine: 'bench',
    version: '0.0.0',
    schedule: false,
    report: (_traceId, name, error) => void process.stderr.write(`${name}: ${String(error)}\n`),
    onFatal: (reason) => {
      throw new Error(reason);
    },
    newAddress: null,
  });
}

function nameOf(credential: Credential): string {
  return 'env' in credential ? credential.env : credential.vault;
}
