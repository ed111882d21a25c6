import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { builtProgram } from '../../build/test-programs.ts';
import { openReader } from '../../electron/ledger/connect-ledger.ts';
import { homePaths, readHomeMark } from '../../electron/ledger/home.ts';
import { unlockHome } from '../../electron/ledger/key.ts';
import { newRecoveryKey, parseRecoveryKey } from '../../electron/ledger/recovery-key.ts';
import { sampleProfile } from '../../electron/sample/sample-profile.ts';
import { temporaryFolder } from '../electron/engine/temporary-folder.ts';
import { START_MS } from '../support/engine-under-test.ts';
import { startSampleSystems, type SampleSystems } from '../support/sample-systems.ts';
import { movableClock } from '../support/test-clock.ts';
import { filePlaces, findSecrets, tablePlaces, textPlace, type Place } from './secret-search.ts';

const PASSWORD = `C0rrect&<horse>"'b@ttery/+%é`;
const WRONG_PASSWORD = `Wr0ng&<stap1e>"'mule/+%é`;
const WRONG_KEY = 'sk_test_4eC39HqLyjWDarjtT1zdp7dcWrong';

type Environment = Readonly<Record<string, string>>;

/** A company of one's own: a live home, its credentials in environment variables. */
async function ownCompany() {
  const clock = movableClock(START_MS);
  const systems = await startSampleSystems(80, () => clock.nowMs(), PASSWORD);
  onTestFinished(() => systems.close());
  const folder = temporaryFolder();
  const file = join(folder, 'profile.json');
  writeFileSync(file, JSON.stringify(profileOf(systems, folder)));
  const recoveryKey = newRecoveryKey();
  const env: Environment = {
    TIEOUT_RECOVERY_KEY: recoveryKey,
    OUR_STRIPE_KEY: systems.stripe.key,
    OUR_PS_USER: systems.peoplesoft.user,
    OUR_PS_PASSWORD: PASSWORD,
  };
  return { systems, home: join(folder, 'home'), file, recoveryKey, env };
}

function profileOf(systems: SampleSystems, folder: string) {
  const { profile } = sampleProfile({
    folder,
    stripe: { pid: process.pid, ...systems.stripe },
    peoplesoft: { pid: process.pid, ...systems.peoplesoft },
  });
  return {
    ...profile,
    name: 'Northwind Ltd.',
    stripe: { ...profile.stripe, key: { env: 'OUR_STRIPE_KEY' } },
    peoplesoft: { ...profile.peoplesoft, user: { env: 'OUR_PS_USER' }, password: { env: 'OUR_PS_PASSWORD' } },
  };
}

async function tieout(args: readonly string[], env: Environment) {
  const child = spawn(process.execPath, [builtProgram('cli'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (out += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out };
}

async function placesOf(home: string, recoveryKey: string): Promise<{ places: Place[]; key: Buffer }> {
  const paths = homePaths(home);
  const mark = readHomeMark(paths);
  if (mark === null) throw new Error('there is no home');
  const { key } = await unlockHome(paths, mark, { vault: null, recoveryKey, keyFile: null });
  const db = openReader(paths.ledger, key);
  onTestFinished(() => void db.close());
  const read = (sql: string) => db.prepare<unknown[], Record<string, unknown>>(sql).all();
  return { places: [...filePlaces(home), ...tablePlaces(read)], key };
}

describe('the command line over a company of one’s own', () => {
  it(
    'leaves no key and no password on the terminal, in a file or in the ledger, well or badly as it goes',
    { timeout: 180_000 },
    async () => {
      const { home, file, env, recoveryKey, systems } = await ownCompany();
      const outputs: { name: string; code: number | null; out: string }[] = [];
      const run = async (words: string, changes: Environment = {}) => {
        const { code, out } = await tieout([...words.split(' '), '--home', home], { ...env, ...changes });
        outputs.push({ name: words, code, out });
        return code;
      };
      expect(await run(`connect check --profile ${file}`)).toBe(0);
      expect(await run(`sync --profile ${file} --json`)).toBe(0);
      expect(await run('match')).toBe(0);
      await run('post --json');
      expect(await run('audit verify --json')).toBe(0);
      const wrong = { OUR_STRIPE_KEY: WRONG_KEY, OUR_PS_PASSWORD: WRONG_PASSWORD };
      expect(await run('sync', wrong)).toBe(1);
      expect(await run('sync --json', wrong)).toBe(1);
      expect(await run(`connect check --profile ${file}`, wrong)).toBe(1);
      expect(await run('sync', { TIEOUT_RECOVERY_KEY: newRecoveryKey() })).toBe(3);
      expect(outputs.map(({ out }) => out).join('\n')).toMatch(
        /Stripe does not accept the key[\s\S]*User password failed/,
      );
      const { places, key } = await placesOf(home, recoveryKey);
      const secrets = {
        'the Stripe key': systems.stripe.key,
        'a wrong Stripe key': WRONG_KEY,
        'the PeopleSoft password': PASSWORD,
        'a wrong PeopleSoft password': WRONG_PASSWORD,
        'the recovery key': recoveryKey,
        'the bytes of the recovery key': parseRecoveryKey(recoveryKey).toString('hex'),
        'the ledger key': key.toString('hex'),
      };
      const said = outputs.map(({ name, out }) => textPlace(`the output of ${name}`, out));
      expect(findSecrets(secrets, [...places, ...said])).toEqual([]);
      // The very same search finds what does stand there.
      const user = { 'the PeopleSoft user': systems.peoplesoft.user };
      expect(findSecrets(user, said).length).toBeGreaterThan(0);
    },
  );
});
