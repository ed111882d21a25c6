import { randomBytes } from 'node:crypto';
import { diskSync } from '../../electron/ledger/file-sync.ts';
import { homePaths } from '../../electron/ledger/home.ts';
import { createEngine } from '../../electron/engine/create-engine.ts';
import { systemClock } from '../../electron/connectors/http/clock.ts';
import { profileSchema } from '../../shared/contract/profile.ts';

/** What the process gets, as one JSON object in its environment (its arguments are for all to see). */
export interface EngineProcessStart {
  readonly folder: string;
  readonly key: string;
  readonly profile: unknown;
  readonly secrets: Readonly<Record<string, string>>;
  readonly frame: unknown;
}

/** An engine in a process of its own, to be killed: sends one frame and prints its answer as a line, then goes on for ever. */
const start = JSON.parse(process.env['ENGINE_START'] ?? '{}') as EngineProcessStart;
const engine = await createEngine({
  paths: homePaths(start.folder),
  key: Buffer.from(start.key, 'hex'),
  profile: profileSchema.parse(start.profile),
  sample: true,
  ports: {
    clock: systemClock,
    random: { bytes: randomBytes },
    fetch: (url, init) => fetch(url, { ...init }),
    secrets: {
      get: async (credential) => start.secrets['env' in credential ? credential.env : credential.vault] ?? null,
    },
    settings: { get: () => undefined, set: () => undefined },
    vault: null,
    fileSync: diskSync,
    notify: () => undefined,
    openExternal: async () => false,
  },
  machine: 'AR-07',
  version: '0.0.0',
  schedule: false,
  report: (_traceId, name, error) => void process.stderr.write(`${name}: ${String(error)}\n`),
  onFatal: (reason) => void process.stderr.write(`${reason}\n`),
  newAddress: null,
});
const answer = await engine.answer(start.frame, {
  sessionId: 'window-1',
  actor: { id: 'anna', name: 'Anna', operatorId: null, roles: ['preparer'] },
  machine: 'AR-07',
  host: 'headless',
});
process.stdout.write(`${JSON.stringify(answer)}\n`);
