import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCompany } from '../../../../electron/engine/open-company.ts';
import { ALL_COMMANDS } from '../../../../electron/engine/headless/all-commands.ts';
import { exitCodeOf } from '../../../../electron/engine/headless/exit-code.ts';
import { runCommandLine } from '../../../../electron/engine/headless/run-command-line.ts';
import type { HeadlessCommands } from '../../../../electron/engine/engine-types.ts';
import { ForwardedError } from '../../../../electron/engine/forwarding/forwarded-error.ts';
import { lockHome } from '../../../../electron/ledger/home-lock.ts';
import { homePaths, markHome } from '../../../../electron/ledger/home.ts';
import { unlockHome } from '../../../../electron/ledger/key.ts';
import { newRecoveryKey } from '../../../../electron/ledger/recovery-key.ts';
import { LedgerError } from '../../../../electron/ledger/ledger-error.ts';
import { openSecretFile } from '../../../../electron/engine/secrets/secret-file.ts';
import { findRunningSample, stopSampleCompany } from '../../../../electron/sample/launch.ts';
import { systemClock } from '../../../../electron/connectors/http/clock.ts';
import { ownProfile } from '../own-profile.ts';
import { standInEngine } from '../stand-in-engine.ts';
import { temporaryFolder } from '../temporary-folder.ts';

async function run(
  line: string | readonly string[],
  commands: Partial<HeadlessCommands> = {},
  env = {},
  signal = new AbortController().signal,
) {
  let stdout = '';
  let stderr = '';
  const code = await runCommandLine(typeof line === 'string' ? line.split(' ').filter(Boolean) : line, ALL_COMMANDS, {
    env,
    cwd: temporaryFolder(),
    signal,
    version: '0.0.0',
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
    createEngine: async () => standInEngine(commands),
  });
  return { code, stdout, stderr };
}

describe('sync', () => {
  const counts = { read: 1, new: 0, changed: 0, refused: 0 };
  const said = { message: 'Stripe does not know 1 object that its own records name', nextStep: 'Ask Stripe’s support' };
  const completeness = { missing: 0, unknownToStripe: 1, payoutsOpen: 0, balancesOpen: [] };

  it('ends with 1 and says why in words while something is known to be missing', async () => {
    const trouble = { stream: 'completeness', kind: 'missing' as const, message: 'A is missing', nextStep: 'Wait' };
    const report = { systems: { stripe: { ...counts, complete: false } }, failures: { stripe: [trouble] } };
    const home = await openSampleHome({ sync: async () => report });
    const { code, stderr, stdout } = await run(['sync', '--home', home, '--json']);
    expect([code, JSON.parse(stdout)]).toEqual([1, { systems: report.systems }]);
    expect(stderr).toContain('stripe: 1 read, 0 new, 0 changed, 0 refused; not complete.\n  A is missing. Wait.');
  });

  it('ends with 0 where nothing but an answer of Stripe stands, which it says all the same', async () => {
    const report = { systems: { stripe: { ...counts, complete: true, completeness } }, standing: { stripe: [said] } };
    const home = await openSampleHome({ sync: async () => report });
    const { code, stderr, stdout } = await run(['sync', '--home', home, '--json']);
    expect([code, JSON.parse(stdout)]).toEqual([0, { systems: report.systems }]);
    expect(stderr).toContain('Stripe does not know 1 object that its own records name. Ask Stripe’s support.');
  });
});

describe('match --dry-run --rules', () => {
  it('hands the changed rules of the file on, and names a file that holds anything else', async () => {
    const asked: unknown[] = [];
    const matched = { auto: 0, proposed: 0, ambiguous: 0, unmatched: 0, notEvaluated: 0, lookupFailed: 0, excluded: 0 };
    const home = await openSampleHome({
      match: async ({ dryRun, rules }) => {
        asked.push({ dryRun, rules });
        return { matched, matchable: 0, changed: 7 };
      },
    });
    const file = join(temporaryFolder(), 'rules.json');
    writeFileSync(file, '{"switchedOff":["net-of-fee"],"dateWindowDays":60}');
    const line = ['match', '--dry-run', '--rules', file, '--home', home, '--json'];
    const { code, stdout } = await run(line);
    expect([code, JSON.parse(stdout)]).toEqual([0, { ...matched, changed: 7 }]);
    expect(asked).toEqual([
      { dryRun: true, rules: { switchedOff: ['net-of-fee'], dateWindowDays: 60, exceptions: [] } },
    ]);
    writeFileSync(file, '{"off":1}');
    expect((await run(line)).stderr).toContain('Unrecognized key: "off"');
    expect(asked).toHaveLength(1);
  });
});

describe('a wrong command line ends with 2 and names what is wrong', () => {
  it.for([
    ['', /Which command/],
    ['dmo', /no command "dmo"/],
    ['--home x demo', /The command comes before --home/],
    ['demo --sed 7', /'--sed'/],
    ['demo --seed', /'--seed <value>'/],
    ['demo --seed seven', /--seed seven: a whole number/],
    ['demo --movements -1', /--movements/],
    ['demo --movements 2000000', /--movements 2000000/],
    ['demo --keep', /--keep belongs to --home/],
    ['match --rules r.json', /--rules/],
    ['demo --profile x', /--profile/],
    ['sync pipedrive', /no system "pipedrive"/],
    ['sync stripe peoplesoft', /sync does not take "peoplesoft"/],
    ['sync --since 2026-10-01', /--since 2026-10-01: an instant with its zone/],
    ['replay', /exactly one of --id REFERENCE and --failed/],
    ['replay --id X --failed', /exactly one of/],
    ['post --reason because', /--reason belongs to --now/],
    ['audit verify --fix', /'--fix'/],
    ['post --now', /--now needs a reason/],
    ['peoplesoft try --operation Create --operation Get', /--operation is given twice/],
    ['sync --home a --home b', /--home is given twice/],
    ['serve --port 70000', /--port 70000/],
    ['connect check --profile none.json', /There is no profile at/],
  ] as const)('%s', async ([line, words]) => {
    const { code, stdout, stderr } = await run(line);
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
    expect(stdout).toBe('');
  });

  it('and says it as one JSON object where JSON was asked for', async () => {
    const { code, stdout } = await run('demo --json --seed x');
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'BAD_INPUT' } });
  });

  it.for([
    [['audit', 'verify', '--home', ''], /--home is empty/],
    [['sync', '--home='], /--home is empty/],
    [['demo', '--home', ''], /--home is empty/],
    [['post', '--now', '--reason', ''], /--reason is empty/],
    [['post', '--now', '--reason', '  '], /--now needs a reason/],
  ] as const)('an empty value, as of a variable that is not set, chooses no default: %j', async ([line, words]) => {
    const { code, stderr } = await run(line);
    expect([code, stderr]).toEqual([2, expect.stringMatching(words)]);
  });

  it('while --help ends with 0', async () => {
    const { code, stdout } = await run('--help');
    expect(code).toBe(0);
    for (const { name } of ALL_COMMANDS) expect(stdout).toContain(name);
  });
});

describe('a home that is not there', () => {
  it.for(['audit verify', 'match', 'post', 'replay --failed', 'sync', 'connect check'])(
    '%s makes no books with invented customers, and nothing else either',
    async (line) => {
      const home = join(temporaryFolder(), 'mistyped');
      for (const where of [['--home', home], []]) {
        const { code, stderr } = await run([...line.split(' '), ...where], {}, { TIEOUT_HOME: home });
        expect([code, stderr]).toEqual([2, expect.stringMatching(/--home: there are no books in .*mistyped/)]);
      }
      expect(existsSync(home)).toBe(false);
    },
  );

  it('and cannot be made is refused in words, whoever asks', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const profile = join(folder, 'p.json');
    writeFileSync(profile, JSON.stringify(ownProfile()));
    const impossible = existsSync('/proc/self') ? ['/proc/none', '/proc/self/none/deeper'] : [];
    for (const home of [file, join(file, 'below'), ...impossible])
      for (const line of [['demo'], ['sample', 'serve'], ['sync', '--profile', profile]]) {
        const { code, stdout, stderr } = await run([...line, '--json', '--home', home]);
        expect([code, stderr]).toEqual([2, expect.stringMatching(/^--home: .* cannot be a home: .*Choose a folder/)]);
        expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'LEDGER_LOCATION' } });
      }
    expect(readFileSync(file, 'utf8')).toBe('');
  });
});

describe('audit verify', () => {
  it('ends at once when it is stopped, however long the trail is', async () => {
    const home = await openSampleHome({
      // An engine that would never come to the end of its trail.
      verifyAudit: () => new Promise(() => undefined),
    });
    const control = new AbortController();
    const ending = run(['audit', 'verify', '--json', '--home', home], {}, {}, control.signal);
    setImmediate(() => control.abort(new DOMException('Stopped from outside.', 'AbortError')));
    const { code, stdout } = await ending;
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'CANCELLED' } });
  });
});

describe('--key-file', () => {
  it('is looked at also where the sample company needs none, whether or not its engine runs', async () => {
    const folder = temporaryFolder();
    const loose = join(folder, 'key');
    writeFileSync(loose, newRecoveryKey(), { mode: 0o644 });
    const tight = join(folder, 'tight');
    writeFileSync(tight, newRecoveryKey(), { mode: 0o600 });
    const open = await openSampleHome();
    const closed = join(folder, 'home');
    markHome(homePaths(closed), 'sample', systemClock.now());
    for (const home of [open, closed])
      for (const [file, words] of [
        [loose, /can be read by others/],
        [join(folder, 'none'), /There is no key file/],
      ] as const) {
        const { code, stderr } = await run(['match', '--home', home, '--key-file', file]);
        expect([code, stderr]).toEqual([3, expect.stringMatching(words)]);
      }
    expect((await run(['match', '--home', open, '--key-file', tight])).code).toBe(0);
  });
});

describe('connect check --profile', () => {
  it('does without the credentials of a home whose key the system’s vault keeps: those of the environment may do', async () => {
    const home = join(temporaryFolder(), 'home');
    const paths = homePaths(home);
    const mark = markHome(paths, 'live', systemClock.now());
    const vault = { available: async () => true, wrap: async (key: Buffer) => key, unwrap: async (key: Buffer) => key };
    const { key } = await unlockHome(paths, mark, { vault, recoveryKey: null, keyFile: null });
    openSecretFile(join(home, 'secrets.json'), key).set({ elsewhere: 'kept' });
    const file = join(home, 'own.json');
    const profile = ownProfile();
    writeFileSync(file, JSON.stringify({ ...profile, stripe: { ...profile.stripe, key: { env: 'STRIPE_KEY' } } }));
    const env = { STRIPE_KEY: 'rk_test_1' };
    const { code, stdout, stderr } = await run(['connect', 'check', '--profile', file, '--home', home], {}, env);
    expect(code).toBe(1); // both systems are nowhere, which is an answer
    expect(stdout).toContain('stripe: not ok');
    expect(stdout).not.toContain('variable STRIPE_KEY is missing');
    expect(stderr).toContain('its key is not at hand');
  });
});

describe('the exit code of a failure', () => {
  it.for([
    [new LedgerError('LEDGER_WRONG_KEY', '', ''), 3],
    [new LedgerError('KEY_MISSING', '', ''), 3],
    [new LedgerError('LEDGER_CORRUPT', '', ''), 3],
    [new LedgerError('LEDGER_IN_USE', '', ''), 4],
    [new LedgerError('REFUSED', '', ''), 2],
    [new LedgerError('STALE_VERSION', '', ''), 1],
    [
      new ForwardedError({ name: 'LedgerError', code: 'LEDGER_FULL', message: '', nextStep: null, detailCode: null }),
      3,
    ],
    [new DOMException('', 'AbortError'), 1],
    [new Error('a bug'), 1],
  ] as const)('%s', ([error, code]) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});

/** A sample home that an engine of this process has open. */
async function openSampleHome(commands: Partial<HeadlessCommands> = {}): Promise<string> {
  const home = join(temporaryFolder(), 'home');
  const company = await openCompany({
    home,
    profileFile: null,
    sampleFolder: null,
    seed: null,
    movements: 60,
    keyFile: null,
    live: false,
    schedule: false,
    env: {},
    version: '0.0.0',
    createEngine: async () => standInEngine(commands),
    report: () => undefined,
    onFatal: () => undefined,
    newAddress: null,
    show: null,
    onNotification: () => undefined,
  });
  onTestFinished(async () => {
    await company.close();
    await stopSampleCompany(join(home, 'sample'));
  });
  return home;
}

describe('a command on a home whose engine runs', () => {
  it('a demo leaves that engine its simulators, and refuses another company than the one it has', async () => {
    const home = await openSampleHome();
    const before = await findRunningSample(join(home, 'sample'));
    const { code, stderr } = await run(['demo', '--home', home, '--seed', '7', '--movements', '60']);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/has this home open; it does the work/)]);
    for (const line of ['demo --seed 9', 'demo --movements 300', 'serve --seed 9', 'serve --movements 300']) {
      const refused = await run([...line.split(' '), '--home', home]);
      expect([refused.code, refused.stderr]).toEqual([
        2,
        expect.stringMatching(/holds the sample company of seed 7 with 60 movements, not of seed/),
      ]);
    }
    expect(before).not.toBeNull();
    expect(await findRunningSample(join(home, 'sample'))).toEqual(before);
  });

  it('goes through that engine, and prints what the contract promises', async () => {
    const home = await openSampleHome();
    const at = (line: string) => run([...line.split(' '), '--json', '--home', home]);
    const parsed = async (line: string) => {
      const { code, stdout } = await at(line);
      return [code, JSON.parse(stdout) as unknown];
    };
    expect(await parsed('sync stripe')).toEqual([
      0,
      { systems: { stripe: { read: 3, new: 2, changed: 1, refused: 0, complete: true } } },
    ]);
    expect(await parsed('match')).toEqual([
      0,
      { auto: 0, proposed: 0, ambiguous: 0, unmatched: 0, notEvaluated: 0, lookupFailed: 0, excluded: 0, changed: 0 },
    ]);
    expect(await parsed('post')).toEqual([0, { confirmed: 2, rejected: 0, unknown: 0, waiting: 1 }]);
    expect(await parsed('audit verify')).toEqual([
      0,
      { rows: 4, valid: true, head: 'ab', anchored: true, firstBad: null },
    ]);
    expect((await at('sync stripe')).stderr).toMatch(/has this home open; it does the work/);
    const other = await run(['sync', '--home', home, '--profile', 'x.json']);
    expect(other.code).toBe(2);
  });

  it('says on stderr why it was not achieved, also where JSON was asked for, each reason once and in whole sentences', async () => {
    const refused = {
      message: '127.0.0.1:1 cannot be reached: it refuses the connection',
      nextStep: 'Check the port.',
    };
    const failure = { stream: 'charges', kind: 'unreachable', ...refused } as const;
    const row = { read: 0, new: 0, changed: 0, refused: 0, complete: false };
    const home = await openSampleHome({
      sync: async () => ({
        systems: { stripe: row },
        failures: { stripe: [failure, { ...failure, stream: 'refunds' }] },
      }),
      post: async () => ({
        confirmed: 0,
        rejected: 0,
        unknown: 1,
        waiting: 3,
        nextWindow: null,
        stopped: 'PeopleSoft is closed.',
      }),
    });
    const sync = await run(['sync', '--json', '--home', home]);
    expect([sync.code, JSON.parse(sync.stdout)]).toEqual([1, { systems: { stripe: row } }]);
    const said = 'stripe: 0 read, 0 new, 0 changed, 0 refused; not read to the end.';
    const why = '  127.0.0.1:1 cannot be reached: it refuses the connection. Check the port.';
    expect(sync.stderr.trimEnd().split('\n').slice(-2)).toEqual([said, why]);
    expect((await run(['sync', '--home', home])).stdout).toBe(`${said}\n${why}\n`);
    const post = await run(['post', '--json', '--home', home]);
    expect([post.code, post.stderr]).toEqual([
      1,
      expect.stringMatching(/1 unknown, 3 waiting\.\nPeopleSoft is closed\./),
    ]);
    const demo = await run(['demo', '--json', '--home', home]);
    expect([demo.code, demo.stderr]).toEqual([1, expect.stringContaining('refuses the connection. Check the port.')]);
  });

  it('ends with 4 where that process cannot be reached', async () => {
    const home = temporaryFolder();
    const paths = homePaths(home);
    markHome(paths, 'sample', systemClock.now());
    const lock = lockHome(paths, { pid: process.pid, at: systemClock.now() });
    onTestFinished(() => lock.release());
    lock.announce({ address: join(home, 'gone.sock'), token: 'x', url: null });
    const { code, stderr } = await run(['match', '--home', home]);
    expect(code).toBe(4);
    expect(stderr).toMatch(/cannot be reached/);
  });
});

describe('a home of one’s own', () => {
  it('ends with 3 without its key, and is no place for a demo', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'p.json');
    writeFileSync(file, JSON.stringify(ownProfile()));
    const home = join(folder, 'home');
    const { code, stderr } = await run(['match', '--home', home, '--profile', file]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/TIEOUT_RECOVERY_KEY/);
    expect((await run(['demo', '--home', home])).code).toBe(2);
    const loose = join(folder, 'key');
    writeFileSync(loose, 'x', { mode: 0o644 });
    const keyed = await run(['match', '--home', home, '--profile', file, '--key-file', loose]);
    expect([keyed.code, keyed.stderr]).toEqual([3, expect.stringMatching(/can be read by others/)]);
  });

  it('is pinged by its profile without being made', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'p.json');
    writeFileSync(file, JSON.stringify(ownProfile()));
    mkdirSync(join(folder, 'empty'));
    const home = join(folder, 'empty', 'home');
    const { code, stdout } = await run(['connect', 'check', '--json', '--profile', file, '--home', home]);
    expect(code).toBe(1);
    const { systems } = JSON.parse(stdout) as { systems: { system: string; ok: boolean; missing: unknown[] }[] };
    expect(systems.map(({ system, ok }) => [system, ok])).toEqual([
      ['stripe', false],
      ['peoplesoft', false],
    ]);
    expect(existsSync(homePaths(home).mark)).toBe(false);
  });
});
