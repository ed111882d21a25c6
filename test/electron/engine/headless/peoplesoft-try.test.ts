import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { builtProgram } from '../../../../build/test-programs.ts';
import { ALL_COMMANDS } from '../../../../electron/engine/headless/all-commands.ts';
import { runCommandLine } from '../../../../electron/engine/headless/run-command-line.ts';
import { startPeopleSoftSimulator } from '../../../../electron/sample/peoplesoft/simulator.ts';
import { parseXml } from '../../../../electron/sample/peoplesoft/xml.ts';
import { createRandom } from '../../../../electron/sample/company/random.ts';
import { OddData, textOf, type OddRow } from '../../../support/odd-service-data.ts';
import { writeOddService } from '../../../support/odd-service-files.ts';
import { oddService } from '../../../support/odd-service.ts';
import { closedPort } from '../../../support/closed-port.ts';
import { standInEngine } from '../stand-in-engine.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const SEED = 20_261_102;
const PASSWORD_ENV = 'TRY_PASSWORD';

/** A service on disk, data for it, and where its answers come from. */
function prepare() {
  const folder = temporaryFolder();
  const service = oddService(SEED);
  writeOddService(service, join(folder, 'wsdl'));
  const data = new OddData(service, createRandom(SEED, 42));
  const write = (value: unknown, name = 'data.json') => {
    writeFileSync(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
    return name;
  };
  return { folder, service, data, write };
}

async function startSite(folder: string) {
  const simulator = await startPeopleSoftSimulator({
    folder: join(folder, 'site'),
    port: 0,
    now: () => Date.parse('2026-11-02T17:00:00Z'),
    batchSeconds: 0,
    serviceFolders: [join(folder, 'wsdl')],
  });
  onTestFinished(() => simulator.close());
  const endpoint = `${simulator.url}/PSIGW/PeopleSoftServiceListeningConnector/${simulator.node}`;
  return { endpoint, simulator };
}

/** The command line in this process; as the program itself runs it, in a folder of the caller's. */
async function run(folder: string, args: readonly string[], env = {}, signal = new AbortController().signal) {
  let stdout = '';
  let stderr = '';
  const code = await runCommandLine(['peoplesoft', 'try', ...args], ALL_COMMANDS, {
    env,
    cwd: folder,
    signal,
    version: '0.0.0',
    stdout: (text) => (stdout += text),
    stderr: (text) => (stderr += text),
    createEngine: async () => standInEngine(),
  });
  return { code, stdout, stderr };
}

/** The same as a process of its own. */
const spawnTry = (folder: string, args: readonly string[], env = {}) => startTry(folder, args, env).ended;

function startTry(folder: string, args: readonly string[], env = {}) {
  const child = spawn(process.execPath, [builtProgram('cli'), 'peoplesoft', 'try', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', INIT_CWD: folder, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  return { child, ended };
}

describe('peoplesoft try --dry-run', () => {
  it('prints the XML that would leave and nothing else on stdout, and needs neither address nor password', async () => {
    const { folder, service, data, write } = prepare();
    const args = ['--wsdl', 'wsdl', '--operation', 'Create', '--data', write(data.create()), '--user', 'PS & CO'];
    const { code, stdout, stderr } = await spawnTry(folder, [...args, '--dry-run', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const envelope = parseXml(stdout);
    expect(envelope.local).toBe('Envelope');
    const [body] = envelope.children.find(({ local }) => local === 'Body')?.children ?? [];
    expect(body?.local).toBe(`Create__CompIntfc__${service.ci}`);
    expect(stdout).toContain('>PS &amp; CO<');
    expect(readdirSync(folder).toSorted()).toEqual(['data.json', 'wsdl']);
  });

  it('prints it also where the schema objects, with every objection on stderr, and ends with 1', async () => {
    const { folder, service, data, write } = prepare();
    const [key] = service.keys;
    const { [key?.name ?? '']: _key, ...rest } = data.create();
    const file = write({ ...rest, NOBODY: '1', [service.root.collections[0]?.name ?? '']: 'no rows \u0001' });
    const args = ['--wsdl', join(folder, 'wsdl'), '--operation', 'Create', '--data', file, '--dry-run'];
    const { code, stdout, stderr } = await run(folder, args);
    expect(code).toBe(1);
    expect(parseXml(stdout).local).toBe('Envelope');
    expect(stderr).toMatch(/NOBODY is not a property/);
    expect(stderr).toContain(`${key?.name ?? ''} is required and missing`);
    expect(stderr).toMatch(/is a collection, but a single value was given/);
  });

  it('takes no data whose letters are not UTF-8', async () => {
    const { folder } = prepare();
    writeFileSync(join(folder, 'latin.json'), Buffer.from('{"NAME1":"M\u00FCller"}', 'latin1'));
    const args = ['--wsdl', 'wsdl', '--operation', 'Create', '--data', 'latin.json', '--dry-run'];
    const { code, stderr } = await run(folder, args);
    expect([code, stderr]).toMatchObject([2, expect.stringContaining('latin.json is not UTF-8')]);
  });

  it('takes no number for a text, no null and no single object for rows', async () => {
    const { folder, service, data, write } = prepare();
    const [child] = service.root.collections;
    const free = service.root.leaves.filter(({ isKey }) => !isKey)[0]?.name ?? '';
    const key = service.keys[0]?.name ?? '';
    const file = write({ ...data.create(), [free]: 12.5, [key]: null, [child?.name ?? '']: {} });
    const { code, stderr } = await run(folder, [
      '--wsdl',
      'wsdl',
      '--operation',
      'Create',
      '--data',
      file,
      '--dry-run',
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain(`${free} is a number; every value is text in quotes: "12.5"`);
    expect(stderr).toContain(`${key} is null`);
    expect(stderr).toContain(`${child?.name ?? ''} is a single object`);
  });
});

describe('peoplesoft try against a PeopleSoft', () => {
  it('does all five operations, one JSON object each, and shows no password', async () => {
    const { folder, service, data, write } = prepare();
    const { endpoint, simulator } = await startSite(folder);
    const sign = ['--endpoint', endpoint, '--user', simulator.user, '--password-env', PASSWORD_ENV, '--json'];
    const env = { [PASSWORD_ENV]: simulator.password };
    const ask = async (operation: string, value: unknown) => {
      const args = ['--wsdl', 'wsdl', '--operation', operation, '--data', write(value), ...sign];
      const { code, stdout, stderr } = await run(folder, args, env);
      expect(stdout + stderr).not.toContain(simulator.password);
      return { code, said: JSON.parse(stdout) as Record<string, unknown> };
    };
    const created = data.create();
    const args = ['--wsdl', 'wsdl', '--operation', 'Create', '--data', write(created), ...sign];
    const first = await spawnTry(folder, args, env);
    expect(first.code).toBe(0);
    const saved = JSON.parse(first.stdout) as { detail: Record<string, OddRow> };
    expect(saved).toEqual({ outcome: 'saved', notification: 1, detail: saved.detail, messages: [], fault: null });
    const keys = saved.detail[service.ci] ?? {};
    expect(textOf(keys, service.keys[0]?.name ?? '')).not.toBe('');

    const got = await ask('Get', keys);
    expect(got).toMatchObject({ code: 0, said: { outcome: 'saved', notification: null, fault: null } });
    expect(await ask('Find', keys)).toMatchObject({ code: 0, said: { detail: { [service.ci]: [keys] } } });
    const changed = data.changed(service.root, { ...created, ...keys });
    expect(await ask('Update', changed)).toMatchObject({ code: 0, said: { outcome: 'saved', notification: 1 } });
    expect(await ask('Get', keys)).toEqual(got);
    expect(await ask('Updatedata', changed)).toMatchObject({ code: 0, said: { outcome: 'saved', notification: 1 } });
    expect(await ask('Get', keys)).not.toEqual(got);
    expect(await ask('Create', { ...data.create(), ...keys })).toMatchObject({
      code: 1,
      said: { outcome: 'fault', notification: null, fault: { set: 91, number: 49 } },
    });
    expect(await ask('Create', { ...created, NOBODY: '1' })).toMatchObject({
      code: 1,
      said: { outcome: 'notSaved', messages: [{ type: 'schema', text: expect.stringContaining('NOBODY') as string }] },
    });
  });

  it('says what it is told when the sign-in is wrong or missing, and that nothing was done', async () => {
    const { folder, data, write } = prepare();
    const { endpoint, simulator } = await startSite(folder);
    const args = ['--wsdl', 'wsdl', '--operation', 'Create', '--data', write(data.create()), '--endpoint', endpoint];
    const wrong = await run(folder, [...args, '--user', simulator.user, '--password-env', 'NOT_IT', '--json'], {
      NOT_IT: 'wrong-one',
    });
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.stdout)).toMatchObject({ outcome: 'fault', fault: { set: 158, number: 45 } });
    const anonymous = await run(folder, args);
    expect(anonymous).toMatchObject({ code: 1, stdout: expect.stringContaining('ANONYMOUS') as string });
  });

  it('says what became of a save that was stopped when it had left already', async () => {
    const { folder, data, write } = prepare();
    const stop = new AbortController();
    const silent = createServer(() => stop.abort(new DOMException('Stopped from outside.', 'AbortError')));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/x`;
    const ask = async (operation: string, value: OddRow) => {
      const args = ['--wsdl', 'wsdl', '--operation', operation, '--data', write(value), '--timeout', '0.5', '--json'];
      return await run(folder, [...args, '--endpoint', endpoint], {}, stop.signal);
    };
    const save = await ask('Create', data.create());
    expect(save.code).toBe(1);
    expect(save.stderr).toContain('It has left already');
    expect(JSON.parse(save.stdout)).toMatchObject({ outcome: 'unknown' });
    // Stopped before it left: nothing to say but that.
    const never = await ask('Create', data.create());
    expect(never.code).toBe(1);
    expect(JSON.parse(never.stdout)).toHaveProperty('error');
  });

  it.for([
    [['--json'], /^\{"outcome":"unknown","notification":null.*"text":"Cut off before PeopleSoft had answered.*\}\n$/],
    [[], /unknown whether it was saved.*\n.*Cut off before PeopleSoft/],
  ] as const)(
    'says at the second Ctrl C that the outcome is unknown, and ends (%j)',
    { timeout: 60_000 },
    async ([asJson, words]) => {
      const { folder, data, write } = prepare();
      const asked = Promise.withResolvers<void>();
      const silent = createServer(() => asked.resolve());
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => {
        silent.closeAllConnections();
        silent.close();
      });
      const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/x`;
      const args = ['--wsdl', 'wsdl', '--operation', 'Create', '--data', write(data.create()), '--endpoint', endpoint];
      const { child, ended } = startTry(folder, [...args, ...asJson]);
      await asked.promise;
      child.kill('SIGINT');
      // One press reaches a program under npm twice, so only one that comes a second later is another.
      await wait(1_200);
      child.kill('SIGINT');
      const { code, stdout, stderr } = await ended;
      expect([code, stderr]).toEqual([1, expect.stringContaining('Ctrl C again')]);
      expect(stdout).toMatch(words);
    },
  );

  it('is unknown when the answer does not come in time, and not done when nobody listens', async () => {
    const { folder, data, write } = prepare();
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const ask = async (port: number) => {
      const args = ['--wsdl', 'wsdl', '--operation', 'Create', '--data', write(data.create()), '--timeout', '0.2'];
      return await run(folder, [...args, '--endpoint', `http://127.0.0.1:${port}/x`, '--json']);
    };
    const late = await ask((silent.address() as AddressInfo).port);
    expect(late.code).toBe(1);
    expect(JSON.parse(late.stdout)).toMatchObject({ outcome: 'unknown', notification: null, fault: null });
    const nobody = await ask(await closedPort());
    expect(JSON.parse(nobody.stdout)).toMatchObject({ outcome: 'notSaved', fault: null });
  });
});

describe('peoplesoft try refuses with 2, naming it,', () => {
  const good = ['--wsdl', 'wsdl', '--operation', 'Create', '--data', 'data.json'];
  it.for([
    [['--wsdl', 'wsdl', '--data', 'data.json'], /--operation: one of Create, Get/],
    [['--wsdl', 'wsdl', '--operation', 'Delete', '--data', 'data.json'], /--operation Delete/],
    [['--operation', 'Get', '--data', 'data.json'], /--wsdl is needed/],
    [['--wsdl', 'wsdl', '--operation', 'Get'], /--data is needed/],
    [['--wsdl', 'nowhere', '--operation', 'Get', '--data', 'data.json'], /nowhere is no folder/],
    [['--wsdl', '.', '--operation', 'Get', '--data', 'data.json'], /holds no \.wsdl file/],
    [['--wsdl', 'two', '--operation', 'Get', '--data', 'data.json'], /holds 2 \.wsdl files: a\.wsdl, b\.wsdl/],
    [['--wsdl', 'bomb', '--operation', 'Get', '--data', 'data.json'], /DOCTYPE/],
    [['--wsdl', 'wsdl', '--operation', 'Get', '--data', 'none.json'], /none\.json cannot be read/],
    [['--wsdl', 'wsdl', '--operation', 'Get', '--data', 'broken.json'], /broken\.json is not JSON/],
    [['--wsdl', 'wsdl', '--operation', 'Get', '--data', 'list.json'], /list\.json is not one JSON object/],
    [['--wsdl', 'wsdl', '--operation', 'Get', '--data', 'twice.json'], /twice\.json names B, "A" twice in one object/],
    [[...good, '--endpoint', 'psft:8000'], /--endpoint: an address/],
    [[...good, '--endpoint', 'http://u:p@h/'], /--endpoint: an address/],
    [[...good, '--timeout', '0'], /--timeout 0/],
    [[...good, '--timeout', '10000'], /--timeout 10000/],
    [[...good, '--user', 'PS'], /--password-env belongs to --user/],
    [[...good, '--password-env', 'PW'], /--user belongs to --password-env/],
    [[...good, '--user', 'PS', '--password-env', 'NOT_SET'], /--password-env NOT_SET/],
    [[...good, '--dry'], /'--dry'/],
  ] as const)('%s', async ([args, words]) => {
    const { folder, data, write } = prepare();
    write(data.create());
    write('{\n"A": }', 'broken.json');
    write([], 'list.json');
    write(String.raw`{"x":[{"B":"1"},{"B":"2","B":","}],"\"A\"":"{","\u0022A\"":"1","y":{"x":"x"}}`, 'twice.json');
    for (const [name, files] of [
      ['two', ['a.wsdl', 'b.wsdl']],
      ['bomb', ['a.wsdl']],
    ] as const) {
      mkdirSync(join(folder, name));
      for (const file of files) writeFileSync(join(folder, name, file), '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>');
    }
    const { code, stdout, stderr } = await run(folder, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(words);
  });

  it('a folder that lacks a schema, by the name the WSDL gives it', async () => {
    const { folder, service, data, write } = prepare();
    const [request] = service.spelling.messages.Create;
    const own = readdirSync(join(folder, 'wsdl')).filter((name) => name.endsWith('.xsd'));
    const namespace = `"${service.spelling.namespaceBase}/${request}"`;
    mkdirSync(join(folder, 'some'));
    for (const name of readdirSync(join(folder, 'wsdl'))) {
      const text = readFileSync(join(folder, 'wsdl', name), 'utf8');
      if (!own.includes(name) || !text.includes(namespace)) writeFileSync(join(folder, 'some', name), text);
    }
    const args = ['--wsdl', 'some', '--operation', 'Create', '--data', write(data.create()), '--dry-run'];
    const { code, stderr } = await run(folder, args);
    expect(code).toBe(2);
    expect(stderr).toContain('lacks the schema');
  });
});

describe('peoplesoft try through the portal’s script', () => {
  const customer = { KEYPROP_SETID: 'SHARE', KEYPROP_CUST_ID: '4711', NAME1: 'Adele; Ltd', SINCE_DT: '2026-03-04' };
  const script = async () => {
    const { folder, write } = prepare();
    const { simulator } = await startSite(folder);
    const place = ['--soap-to-ci', `${simulator.url}/psc/ps/EMPLOYEE/ERP`, '--component', 'X_CUSTOMER_CI'];
    const who = ['--user', simulator.user, '--password-env', PASSWORD_ENV];
    const args = (action: string, data: object, form = 'MM/DD/YYYY') =>
      place.concat('--date-format', form, '--operation', action, '--data', write(data), who);
    return { folder, args, env: { [PASSWORD_ENV]: simulator.password }, password: simulator.password };
  };

  it('shows the body that would leave, from the live shape, without the password', async () => {
    const { folder, args, env, password } = await script();
    const { code, stdout } = await run(folder, [...args('Create', customer), '--dry-run'], env);
    expect([code, stdout.includes(password)]).toEqual([0, false]);
    expect(stdout).toContain('<NAME1>Adele&#59; Ltd</NAME1><SINCE_DT>03/04/2026</SINCE_DT>');
  });

  it('saves, and says in PeopleSoft’s words why the second one is not', async () => {
    const { folder, args, env } = await script();
    expect((await run(folder, [...args('Create', customer), '--json'], env)).code).toBe(0);
    const again = await run(folder, [...args('Create', customer), '--json'], env);
    expect([again.code, JSON.parse(again.stdout)]).toMatchObject([
      1,
      { outcome: 'notSaved', notification: 0, messages: [{ set: 91, number: 49 }] },
    ]);
  });

  it('names the option that is wrong, and says what the script cannot do', async () => {
    const { folder, args, env } = await script();
    expect(await run(folder, args('Create', customer, 'tomorrow'), env)).toMatchObject({ code: 2 });
    const read = await run(folder, args('Get', customer), env);
    expect([read.code, read.stderr]).toMatchObject([2, expect.stringContaining('SOAPToCI has no Get')]);
    const wrong = await run(folder, args('Create', customer), { [PASSWORD_ENV]: 'wrong' });
    expect([wrong.code, wrong.stderr]).toMatchObject([2, expect.stringContaining('refuses the sign-in to SOAPToCI')]);
  });
});

describe('peoplesoft try by REST', () => {
  it('shows and saves the JSON of a Create, held against the schema of the same component interface', async () => {
    const { folder, service, data, write } = prepare();
    const { simulator } = await startSite(folder);
    const url = `${simulator.url}/PSIGW/RESTListeningConnector/${simulator.node}/CIRT_${service.ci}.v1`;
    const args = [
      '--wsdl',
      'wsdl',
      '--rest',
      '--endpoint',
      url,
      '--operation',
      'Create',
      '--data',
      write(data.create()),
    ];
    const sign = ['--user', simulator.user, '--password-env', PASSWORD_ENV];
    const dry = await run(folder, [...args, '--dry-run']);
    expect(JSON.parse(dry.stdout)).toHaveProperty(`Create__CompIntfc__${service.ci}`);
    const env = { [PASSWORD_ENV]: simulator.password };
    const sent = await run(folder, [...args, ...sign, '--json'], env);
    expect([sent.code, JSON.parse(sent.stdout)]).toMatchObject([0, { outcome: 'saved', notification: 1 }]);
    const wrong = await run(folder, [...args, ...sign, '--json'], { [PASSWORD_ENV]: 'wrong' });
    expect([wrong.code, JSON.parse(wrong.stdout)]).toMatchObject([1, { outcome: 'notSaved' }]);
  });

  it('does all five operations by their addresses, which take the keys of what is read', async () => {
    const { folder, service, data, write } = prepare();
    const { simulator } = await startSite(folder);
    const base = `${simulator.url}/PSIGW/RESTListeningConnector/${simulator.node}/CIRT_${service.ci}.v1`;
    const names = service.keys.map(({ name }) => name);
    const tails = {
      Create: '',
      Get: `/${names.map((name) => `{${name}}`).join('/')}`,
      Find: `/find?${names.map((name) => `${name}={${name}}`).join('&')}`,
      Update: '/update',
      Updatedata: '/updatedata',
    };
    const sign = ['--user', simulator.user, '--password-env', PASSWORD_ENV, '--json'];
    const ask = async (operation: keyof typeof tails, value: unknown, more = sign) => {
      const address = ['--rest', '--endpoint', `${base}${tails[operation]}`];
      const args = ['--wsdl', 'wsdl', ...address, '--operation', operation, '--data', write(value), ...more];
      const { code, stdout, stderr } = await run(folder, args, { [PASSWORD_ENV]: simulator.password });
      return { code, stderr, said: more === sign ? (JSON.parse(stdout) as Record<string, unknown>) : { stdout } };
    };
    const created = data.create();
    const saved = (await ask('Create', created)) as unknown as { said: { detail: Record<string, OddRow> } };
    const keys = saved.said.detail[service.ci] ?? {};
    const got = await ask('Get', keys);
    expect(got).toMatchObject({ code: 0, said: { outcome: 'saved', notification: null, fault: null } });
    expect(await ask('Find', keys)).toMatchObject({ code: 0, said: { detail: { [service.ci]: [keys] } } });
    const changed = data.changed(service.root, { ...created, ...keys });
    expect(await ask('Update', changed)).toMatchObject({ code: 0, said: { outcome: 'saved', notification: 1 } });
    expect((await ask('Get', keys)).said).toEqual(got.said);
    expect(await ask('Updatedata', changed)).toMatchObject({ code: 0, said: { outcome: 'saved', notification: 1 } });
    expect((await ask('Get', keys)).said).not.toEqual(got.said);
    expect(await ask('Get', data.absentKeys(service.keys))).toMatchObject({ code: 1, said: { outcome: 'fault' } });
    const shown = await ask('Get', keys, ['--dry-run']);
    expect(shown.said).toEqual({
      stdout: expect.stringMatching(/^GET http:\/\/127\.0\.0\.1:\d+\/[^{}]*\n$/) as string,
    });
  });

  it('asks for the address of a reading, and for a place in it for every key that is given', async () => {
    const { folder, service, data, write } = prepare();
    const { [service.keys[0]?.name ?? '']: key } = data.create();
    const file = write({ [service.keys[0]?.name ?? '']: key ?? '' });
    const args = ['--wsdl', 'wsdl', '--rest', '--operation', 'Find', '--data', file, '--dry-run'];
    const bare = await run(folder, args);
    expect([bare.code, bare.stderr]).toMatchObject([2, expect.stringContaining('--endpoint')]);
    const blind = await run(folder, [...args, '--endpoint', 'https://ps.example/CIRT_X.v1/{NOBODY}']);
    expect(blind.code).toBe(1);
    expect(blind.stderr).toContain('{NOBODY}, which is no property');
    expect(blind.stderr).toContain(`the address has no place for ${service.keys[0]?.name ?? ''}`);
  });
});
