import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { FetchPort } from '../../electron/connectors/http/fetch-port.ts';
import { writeCrashRecord } from '../../electron/engine/crash-record.ts';
import { openHomeLog } from '../../electron/engine/log.ts';
import { SAMPLE_SECRETS } from '../../electron/sample/sample-profile.ts';
import { startEngineUnderTest, type EngineUnderTest } from '../support/engine-under-test.ts';
import { filePlaces, findSecrets, tablePlaces, textPlace, type Place } from './secret-search.ts';

/** With every character that some way of escaping changes. */
const PASSWORD = `C0rrect&<horse>"'b@ttery/+%é`;
const WRONG_PASSWORD = `Wr0ng&<stap1e>"'mule/+%é`;
const WRONG_KEY = 'sk_test_4eC39HqLyjWDarjtT1zdp7dcWrong';

function secretsOf(tieout: EngineUnderTest): Record<string, string> {
  return {
    'the Stripe key': tieout.systems.stripe.key,
    'a wrong Stripe key': WRONG_KEY,
    'the PeopleSoft password': PASSWORD,
    'a wrong PeopleSoft password': WRONG_PASSWORD,
    'the ledger key': tieout.key.toString('hex'),
    'the bytes of the ledger key': tieout.key.toString('latin1'),
  };
}

/** Everything that outlives a request: files, the ledger's own columns, and what windows were told. */
function places(tieout: EngineUnderTest): Place[] {
  return [
    ...filePlaces(tieout.paths.folder),
    ...tablePlaces((sql) => tieout.rows(sql)),
    textPlace('frames', tieout.frames.join('\n')),
    textPlace('terminal', tieout.said.join('\n')),
    textPlace('fatal', tieout.fatal.join('\n')),
  ];
}

const prepared = () =>
  startEngineUnderTest({
    size: 120,
    password: PASSWORD,
    profile: (profile) => ({
      ...profile,
      peoplesoft: { ...profile.peoplesoft, settleSeconds: 5, bulkPace: { paymentsPerDeposit: 1 } },
    }),
  });

async function start(): Promise<EngineUnderTest> {
  const tieout = await prepared();
  onTestFinished(() => tieout.close());
  return tieout;
}

interface Said {
  readonly url: string;
  readonly headers: string;
  readonly body: string;
  /** The sign-in as it was sent, and the password or key in it. */
  readonly signIn: string;
  readonly secret: string;
}
type Echo = (said: Said) => Response;
const text = (status: number, type: string, body: string) =>
  new Response(body, { status, headers: { 'content-type': type } });
const all = ({ url, headers, body }: Said) => `${url} ${headers} ${body}`;
const escaped = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const fault = (words: string) =>
  `<?xml version="1.0"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>SOAP-ENV:Server</faultcode><faultstring>${escaped(words)}</faultstring><detail><IBResponse type="error"><DefaultTitle>Integration Broker Response</DefaultTitle><DefaultMessage>${escaped(words)}</DefaultMessage></IBResponse></detail></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>`;
const stripeError = (words: string) => JSON.stringify({ error: { type: 'invalid_request_error', message: words } });

/** What proxies, gateways and debugging servers do: they send back what they were sent. */
const ECHOES: Readonly<Record<string, Echo>> = {
  'a page with the request in its title': (said) =>
    text(200, 'text/html', `<html><title>${escaped(all(said)).slice(0, 119)}</title></html>`),
  'a page with half the secret in its title': ({ secret }) =>
    text(200, 'text/html', `<html><title>${'x'.repeat(105)} ${secret}</title></html>`),
  'a page with the sign-in in its title': ({ signIn }) =>
    text(200, 'text/html', `<html><title>${signIn}</title></html>`),
  'a page with the request in it': (said) =>
    text(500, 'text/html', `<html><body><pre>${escaped(all(said))}</pre></body></html>`),
  'the sign-in alone': ({ signIn }) => text(200, 'text/plain', signIn),
  'the secret alone': ({ secret }) => text(200, 'application/json', secret),
  'the secret in quotes that never end': ({ secret }) => text(200, 'application/json', `{"password": "${secret}`),
  'a fault with the request in it': (said) => text(500, 'text/xml', fault(all(said))),
  'a fault with the request in it and status 200': (said) => text(200, 'text/xml', fault(all(said))),
  'a fault with the secret in many clothes': ({ secret, signIn }) =>
    text(
      200,
      'text/xml',
      fault(`${secret} ${encodeURIComponent(secret)} ${escaped(secret)} ${JSON.stringify(secret)} ${signIn}`),
    ),
  'a long fault that is cut off in the secret': ({ secret }) =>
    text(500, 'text/xml', fault(`${'x'.repeat(570)}${secret}`)),
  'Stripe’s own error with the request in it': (said) => text(400, 'application/json', stripeError(all(said))),
  'Stripe’s 401 with the key in it': ({ secret, signIn }) =>
    text(401, 'application/json', stripeError(`${secret} ${signIn}`)),
  'a broker message with the secret': ({ secret }) =>
    text(403, 'application/json', JSON.stringify({ IBResponse: { DefaultMessage: `not authorized with ${secret}` } })),
  'XML that never ends': (said) =>
    text(200, 'text/xml', `<?xml version="1.0"?><a ${said.secret}="${escaped(all(said))}">`),
  'rows with the request in them': (said) =>
    text(
      200,
      'application/json',
      JSON.stringify({ status: 'success', data: { query: { numrows: 2, rows: [{ [said.secret]: all(said) }] } } }),
    ),
  'a redirect to an address with the request in it': (said) =>
    new Response(null, { status: 302, headers: { location: `http://127.0.0.1/?${encodeURIComponent(all(said))}` } }),
  'no answer, and an error with the request in it': (said) => {
    throw new TypeError(`fetch failed with ${said.secret}`, { cause: new Error(`invalid header in ${all(said)}`) });
  },
};

/** What was sent, as the other side has it. */
function saidIn(input: string | URL, init: RequestInit | undefined): Said {
  const headers = new Headers(init?.headers);
  const body = typeof init?.body === 'string' ? init.body : '';
  const signIn = headers.get('authorization') ?? '';
  const basic = Buffer.from(signIn.split(' ')[1] ?? '', 'base64').toString('utf8');
  const inBody = [PASSWORD, WRONG_PASSWORD].find((password) => body.includes(escaped(password)));
  const secret = inBody ?? (basic.endsWith(':') ? basic.slice(0, -1) : basic.slice(basic.indexOf(':') + 1));
  return { url: String(input), headers: JSON.stringify(Object.fromEntries(headers)), body, signIn, secret };
}

/** A network that sends back what it was sent, in place of an answer. */
function echoing(usual: FetchPort, echo: Echo, fits: (init: RequestInit | undefined) => boolean): FetchPort {
  return async (input, init) => (fits(init) ? echo(saidIn(input, init)) : usual(input, init));
}

async function round(tieout: EngineUnderTest): Promise<void> {
  for (const system of ['stripe', 'peoplesoft'] as const) {
    const { jobId } = await tieout.command('sync.run', { systems: [system] });
    await tieout.ended(jobId);
  }
  const { jobId } = await tieout.command('posting.send', { now: false });
  await tieout.ended(jobId);
  await tieout.query('connection.list', {});
  await tieout.query('job.list', {});
  await tieout.query('profile.current', {});
  await tieout.command('profile.check', {
    profile: tieout.profile,
    secrets: {
      [SAMPLE_SECRETS.stripeKey]: WRONG_KEY,
      [SAMPLE_SECRETS.user]: 'TIEOUT_INT',
      [SAMPLE_SECRETS.password]: WRONG_PASSWORD,
    },
  });
  const sent = tieout.rows<{ key: number }>('SELECT posting_id AS key FROM posting WHERE deposit_key IS NOT NULL');
  for (const { key } of sent) await tieout.query('posting.detail', { postingKey: key });
}

describe('secrets', () => {
  it('stand nowhere after whole rounds that go well: not in a file, a column, a frame', async () => {
    const tieout = await start();
    await tieout.load();
    await tieout.match();
    await round(tieout);
    await tieout.systems.peoplesoft.runBatch();
    await round(tieout);
    expect(tieout.rows("SELECT 1 FROM posting WHERE state = 'confirmed'").length).toBeGreaterThan(0);
    expect(findSecrets(secretsOf(tieout), places(tieout))).toEqual([]);
    // The places do hold what was sent: only its sign-in is missing.
    expect(tieout.frames.join('\n')).toContain('wsse:Password');
  });

  it('stand nowhere after wrong keys and passwords', async () => {
    const tieout = await start();
    await tieout.load();
    await tieout.match();
    tieout.secrets.set(SAMPLE_SECRETS.stripeKey, WRONG_KEY);
    tieout.secrets.set(SAMPLE_SECRETS.password, WRONG_PASSWORD);
    await tieout.reopen();
    await round(tieout);
    await tieout.engine.headless.check();
    expect(await tieout.connection('stripe')).toMatchObject({ state: 'needsAttention' });
    expect(await tieout.connection('peoplesoft')).toMatchObject({ state: 'needsAttention' });
    expect(findSecrets(secretsOf(tieout), places(tieout))).toEqual([]);
  });

  it('stand in no log and no crash record, whatever an error carries', async () => {
    const tieout = await start();
    const { key } = tieout.systems.stripe;
    const basic = `Basic ${Buffer.from(`TIEOUT_INT:${PASSWORD}`).toString('base64')}`;
    const envelope = `<wsse:Password Type="t">${escaped(PASSWORD)}</wsse:Password>`;
    const error = new Error(`${key} ${basic} ${envelope}`, { cause: new Error(`Bearer ${key}`) });
    writeCrashRecord(tieout.paths.crashes, { at: tieout.clock.now(), where: 'test', error });
    const log = openHomeLog(tieout.paths.folder);
    log.report('trace', 'test', error);
    log.say(`${key} ${basic} ${envelope}`);
    const kept = filePlaces(tieout.paths.folder);
    expect(kept.map(({ name }) => name).filter((name) => /crash-|tieout\.log/.test(name))).toHaveLength(2);
    expect(findSecrets(secretsOf(tieout), kept)).toEqual([]);
  });

  it('would be found if they stood there', async () => {
    const tieout = await start();
    const planted = 'Stripe says so 123456';
    tieout.network.fetch = async () => text(400, 'application/json', stripeError(planted));
    await tieout.ended((await tieout.command('sync.run', { systems: ['stripe'] })).jobId);
    expect(findSecrets({ planted }, places(tieout))).toEqual(
      expect.arrayContaining(
        ['connection.message', 'job.message', 'frames'].map((place) => `planted in ${place} as plain text`),
      ),
    );
  });
});

describe('secrets that the other side sends back', () => {
  let tieout: EngineUnderTest;
  beforeAll(async () => {
    tieout = await prepared();
    await tieout.load();
    await tieout.match();
  });
  afterAll(() => tieout.close());

  it.each(Object.keys(ECHOES))('in %s stand nowhere afterwards', async (name) => {
    const echo = ECHOES[name] ?? (() => text(500, 'text/plain', ''));
    const usual = tieout.network.fetch;
    tieout.frames.length = 0;
    await tieout.reopen();
    // First only what is sent is echoed: the reads before it go well, so that its answer is kept. Then every request is.
    for (const fits of [(init: RequestInit | undefined) => init?.method === 'POST', () => true]) {
      tieout.network.fetch = echoing(usual, echo, fits);
      await round(tieout);
    }
    tieout.network.fetch = usual;
    expect(findSecrets(secretsOf(tieout), places(tieout))).toEqual([]);
  });
});
