import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { systemClock } from '../../connectors/http/clock.ts';
import { homePaths, readHomeMark } from '../../ledger/home.ts';
import { unlockHome } from '../../ledger/key.ts';
import { LedgerError } from '../../ledger/ledger-error.ts';
import { checkCompany } from '../check-company.ts';
import { createCompany } from '../company.ts';
import type { ConnectionCheck } from '../engine-types.ts';
import { nodePorts } from '../node-ports.ts';
import type { SecretsPort } from '../ports.ts';
import { readProfileFile } from '../profile-file.ts';
import { liveSecrets } from '../secrets/company-secrets.ts';
import { openSecretFile } from '../secrets/secret-file.ts';
import type { CommandInput, HeadlessCommand } from './command.ts';
import { sentences } from './sentences.ts';
import { commandHome, pathOption, withCommands } from './with-commands.ts';

/** Pings each configured system. With a profile it needs no home and leaves nothing behind. */
export const connectCheckCommand: HeadlessCommand = {
  name: 'connect check',
  usage: '[--profile FILE]',
  summary: 'pings each configured system: version, sign-in, what is missing',
  options: {},
  maxWords: 0,
  async run(input) {
    const file = pathOption(input, 'profile');
    const systems =
      file === null
        ? await withCommands(input, { folder: commandHome(input) }, (commands) => commands.check())
        : await checkProfileFile(input, file);
    return {
      exitCode: systems.every((system) => system.ok) ? 0 : 1,
      json: { systems },
      text: systems.flatMap(checkText),
    };
  },
};

async function checkProfileFile(input: CommandInput, file: string): Promise<readonly ConnectionCheck[]> {
  const profile = readProfileFile(file);
  const ports = nodePorts({
    folder: commandHome(input),
    env: input.env,
    extraCaFile: profile.extraCaFile ?? null,
    onNotification: ({ title, body }) => input.note(`${title}: ${body}`),
  });
  const secrets = await homeSecrets(input);
  return checkCompany(createCompany(profile, { clock: systemClock, fetch: ports.fetch, secrets }), input.signal);
}

/** Vault names are looked up in the home, where there is one of a company's own; variables of the environment always. */
async function homeSecrets(input: CommandInput): Promise<SecretsPort> {
  const paths = homePaths(commandHome(input));
  const mark = readHomeMark(paths);
  const file = join(paths.folder, 'secrets.json');
  if (mark?.kind !== 'live' || !existsSync(file))
    return liveSecrets(input.env, { get: () => null, set: () => undefined });
  const sources = {
    vault: null,
    recoveryKey: input.env['TIEOUT_RECOVERY_KEY'] || null,
    keyFile: pathOption(input, 'key-file'),
  };
  const unlocked = await unlockHome(paths, mark, sources).catch((error: unknown) => {
    // Kept under the system's vault, which no terminal opens: what the profile names in the environment may be all it takes.
    if (error instanceof LedgerError && error.code === 'KEY_MISSING') return null;
    throw error;
  });
  if (unlocked === null) {
    input.note(`The credentials kept in ${paths.folder} are not used: its key is not at hand (TIEOUT_RECOVERY_KEY).`);
    return liveSecrets(input.env, { get: () => null, set: () => undefined });
  }
  const { key } = unlocked;
  const secrets = liveSecrets(input.env, openSecretFile(file, key));
  key.fill(0);
  return secrets;
}

function checkText(check: ConnectionCheck): readonly string[] {
  return [
    `${check.system}: ${check.ok ? 'ok' : 'not ok'}, version ${check.version}, sign-in: ${check.signIn}.`,
    ...check.found.map((found) => `  found: ${found}`),
    ...check.missing.map(({ what, why, fix }) => `  missing: ${sentences(what, why, fix)}`),
  ];
}
