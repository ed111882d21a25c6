import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FetchPort } from '../../../../electron/connectors/http/fetch-port.ts';
import { ConnectorError } from '../../../../electron/connectors/http/connector-error.ts';
import type { DepositDocument, SendOutcome } from '../../../../electron/connectors/peoplesoft/types.ts';
import { childOf, readXml } from '../../../../electron/connectors/http/xml-reader.ts';
import { money } from '../../../../shared/domain/money.ts';
import {
  bareBroker,
  brokerFault,
  ciFault,
  connectorOf,
  PASSWORD,
  randomNames,
  sampleDeposit,
  savedAnswer,
  startTestSite,
  USER,
  type Reply,
  type TestSite,
} from './site/test-site.ts';

let site: TestSite;
beforeEach(async () => {
  site = await startTestSite();
});
afterEach(() => site.close());

type ReplyOf = Reply | ((self: TestSite) => Reply);
const sendWith = async (reply: ReplyOf, deposit = sampleDeposit()): Promise<SendOutcome & { request: string }> => {
  site.onSoap = (_request, self) => (typeof reply === 'function' ? reply(self) : reply);
  return await connectorOf(site).createDeposit(deposit);
};
const socket = (act: (response: ServerResponse) => void): Reply => ({ raw: act });

describe('a deposit that PeopleSoft saves', () => {
  it('goes to the gateway we were given, under the SOAPAction of the WSDL, signed in by UsernameToken', async () => {
    const outcome = await sendWith((self) => ({
      body: savedAnswer(self.names, [
        ['DEPOSIT_BU', 'US001'],
        ['PROP_DEPOSIT_ID', 'd0123456789abcd'],
      ]),
    }));
    expect(outcome).toMatchObject({ outcome: 'saved', depositId: 'd0123456789abcd', messages: [] });
    const [post] = site.posts();
    expect(post?.url.pathname).toBe('/PSIGW/PeopleSoftServiceListeningConnector/PSFT_EP');
    expect(post?.headers['soapaction']).toBe(`"${site.names.createAction}"`);
    const envelope = readXml(post?.body ?? '');
    const security = childOf(envelope, 'Header')?.children[0];
    expect(security?.attributes).toContainEqual({
      namespace: 'http://schemas.xmlsoap.org/soap/envelope/',
      name: 'mustUnderstand',
      value: '1',
    });
    const token = security?.children[0];
    expect(token?.children.map((child) => [child.name, child.text])).toEqual([
      ['Username', USER],
      ['Password', PASSWORD],
    ]);
    const root = childOf(envelope, 'Body')?.children[0];
    expect([root?.namespace, root?.name]).toEqual([
      `${site.names.base}/${site.names.createRequest}`,
      'Create__CompIntfc__X_DEPOSIT_CI',
    ]);
    expect(root?.children.map((child) => child.name)).toEqual([
      'DEPOSIT_BU',
      'KEYPROP_DEPOSIT_ID',
      'BANK_CD',
      'BANK_ACCT_KEY',
      'FORMAT_CURRENCY',
      'ACCOUNTING_DT',
      'RECEIVED_DT',
      'CONTROL_AMT',
      'CONTROL_CNT',
      'COLL_PAYMENT',
    ]);
    const payment = root?.children.at(-1);
    expect(payment?.children.map((child) => child.name)).toEqual([
      'DEPOSIT_BU',
      'PAYMENT_SEQ_NUM',
      'PAYMENT_ID',
      'PAYMENT_AMT',
      'PAYMENT_CURRENCY',
      'PAYMENT_METHOD',
      'ACCOUNTING_DT_0',
      'REF_VALUE',
      'DESCR',
      'COLL_CUST',
      'COLL_ITEM',
    ]);
    expect(payment?.children.at(-1)?.children.map((child) => child.text)).toEqual([
      '1',
      'US001',
      '1001',
      'INV-<1>&"é"',
      '1',
      '12.50',
    ]);
  });

  it('is read whatever prefixes the answer uses, with warnings kept', async () => {
    const messages =
      '<messages><type>W</type><messagesetnumber>6030</messagesetnumber><messagenumber>12</messagenumber><messagetext>Rounded.</messagetext><explaintext>See table.</explaintext></messages>';
    const outcome = await sendWith((self) => {
      const ns = `${self.names.base}/${self.names.createResponse}`;
      const body = `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body><Create__CompIntfc__X_DEPOSIT_CIResponse xmlns="${ns}"><notification> 1 </notification>${messages}</Create__CompIntfc__X_DEPOSIT_CIResponse></Body></Envelope>`;
      return { body };
    });
    expect(outcome).toMatchObject({
      outcome: 'saved',
      depositId: 'D0123456789ABCD',
      messages: [{ type: 'W', set: 6030, number: 12, text: 'Rounded.', explain: 'See table.' }],
    });
  });

  it('brings back the number PeopleSoft gave for NEXT', async () => {
    const outcome = await sendWith(
      (self) => ({ body: savedAnswer(self.names, [['KEYPROP_DEPOSIT_ID', '000000000000417']]) }),
      sampleDeposit({ depositId: 'NEXT' }),
    );
    expect(outcome).toMatchObject({ outcome: 'saved', depositId: '000000000000417' });
  });

  it('reads the schema once for many deposits, and only the two documents it needs', async () => {
    const connector = connectorOf(site);
    await connector.createDeposit(sampleDeposit());
    await connector.createDeposit(sampleDeposit());
    expect(
      site.seen.filter((request) => request.method === 'GET').map((request) => request.url.pathname.split('/').at(-1)),
    ).toEqual(['CI_X_DEPOSIT_CI.1.wsdl', `${site.names.createRequest}.xsd`]);
  });
});

describe('a deposit that certainly was not saved is refused', () => {
  const refusals: readonly (readonly [string, ReplyOf, object])[] = [
    [
      'a row that exists (91,49)',
      {
        status: 500,
        body: ciFault(
          91,
          49,
          'Row already exists with the specified keys. {X} (91,49)',
          '<KEYPROP_DEPOSIT_ID>D1</KEYPROP_DEPOSIT_ID>',
        ),
      },
      { duplicateKey: true, retryable: false, paymentSeq: null, messages: [{ set: 91, number: 49 }] },
    ],
    [
      'a nested CI fault that names a payment',
      {
        status: 200,
        body: ciFault(15, 22, 'Invalid value', '<K><KEYPROP_PAYMENT_SEQ_NUM>3</KEYPROP_PAYMENT_SEQ_NUM></K>', true),
      },
      { duplicateKey: false, paymentSeq: 3, messages: [{ set: 15, number: 22, text: 'Invalid value' }] },
    ],
    [
      'a lock conflict (18,1)',
      { status: 500, body: ciFault(18, 1, 'Page data is inconsistent with database. (18,1)') },
      { retryable: true, duplicateKey: false },
    ],
    [
      'notification 0 with messages',
      (self) => ({
        body: savedAnswer(self.names, [], {
          notification: '0',
          messages:
            '<m38:messages><m38:type>Error</m38:type><m38:messagetext>Invalid bank. (6030,7)</m38:messagetext></m38:messages>',
        }),
      }),
      { messages: [{ set: 6030, number: 7, text: 'Invalid bank. (6030,7)' }] },
    ],
    [
      'notification 0 without a word',
      (self) => ({ body: savedAnswer(self.names, [], { notification: '0' }) }),
      { messages: [] },
    ],
    [
      'a missing right (158,536)',
      { status: 500, body: brokerFault('User X not authorized to invoke Service Operation CI_C. (158,536)', '536') },
      { credentialsFailed: false, messages: [{ set: 158, number: 536 }] },
    ],
    [
      'a broker error with 500 and no envelope',
      { status: 500, body: bareBroker('No routing was found.') },
      { messages: [{ set: null }] },
    ],
    [
      'a wrong node',
      { status: 404, type: 'text/html', body: '<html><title>404</title></html>' },
      { messages: [{ type: 'transport' }] },
    ],
  ];
  it.each(refusals)('%s', async (_what, reply, expected) => {
    expect(await sendWith(reply)).toMatchObject({ outcome: 'refused', certain: true, ...expected });
  });

  it('a connection that was never made', async () => {
    const dead = await startTestSite();
    await dead.close();
    const postsToNobody: FetchPort = (url, init) =>
      fetch(init.method === 'POST' ? url.replace(site.origin, dead.origin) : url, init);
    const connector = connectorOf(site, {}, undefined, postsToNobody);
    expect(await connector.createDeposit(sampleDeposit())).toMatchObject({
      outcome: 'refused',
      retryable: true,
      messages: [{ type: 'transport' }],
    });
  });
});

describe('every doubt after sending is unknown', () => {
  const names = (self: TestSite) => savedAnswer(self.names, []);
  const doubts: readonly (readonly [string, ReplyOf, RegExp])[] = [
    ['an empty 200', { status: 200, body: '' }, /empty/],
    [
      'a sign-in page with 200',
      { status: 200, type: 'text/html', body: '<!DOCTYPE html><html><title>Sign in</title></html>' },
      /web page/,
    ],
    ['a page with 500', { status: 500, type: 'text/html', body: '<HTML><body>Internal</body></HTML>' }, /web page/],
    ['busy, 503', { status: 503, body: '' }, /503/],
    ['a fault behind 503', { status: 503, body: brokerFault('Overloaded (158,1)') }, /503/],
    ['a firewall, 403', { status: 403, type: 'text/html', body: '<html>Blocked</html>' }, /403/],
    ['a redirect', { status: 302, headers: { location: '/signon' } }, /redirect/],
    [
      'a lost application server (158,10721)',
      { status: 500, body: brokerFault('Integration Gateway - External System Contact Error (158,10721)') },
      /lost contact/,
    ],
    [
      'a time-out inside',
      { status: 500, body: brokerFault('bea.jolt.ServiceException: TPETIME - timeout occurred (158,9)') },
      /lost contact/,
    ],
    ...[
      ['PeopleCode that stopped in the handler', 'First operand of . is NULL. (180,236)'],
      ['the broker on the way back', 'The response does not match its schema. (158,9503)'],
      ['a document that PeopleCode could not parse', 'XML parser error ParseXmlString Fatal Error (159,5)'],
      ['words about a node from another message set', 'Node ACME not found. (25000,12)'],
      ['business words that only sound like routing', 'Bank routing number invalid.'],
    ].flatMap(([what = '', words = '']): readonly (readonly [string, ReplyOf, RegExp])[] => [
      [`${what}, in a fault`, { status: 500, body: brokerFault(words) }, /does not prove/],
      [`${what}, with 200 and no envelope`, { status: 200, body: bareBroker(words) }, /does not prove/],
    ]),
    [
      'a component interface fault that only repeats the broker',
      { status: 500, body: ciFault(158, 10721, 'External System Contact Error. (158,10721)') },
      /lost contact/,
    ],
    [
      'a component interface fault without a word',
      { status: 500, body: ciFault(0, 0, '').replace(/<IBResponse.*<\/IBResponse>/, '') },
      /does not prove/,
    ],
    [
      'a fault whose code blames us',
      {
        status: 500,
        body: brokerFault('Something else.').replace('Env:Server', 'Env:Client').replace('ENV:Server', 'ENV:Client'),
      },
      /does not prove/,
    ],
    ['a fault that says nothing', { status: 500, body: brokerFault('') }, /does not prove/],
    [
      'an acknowledgement of something else',
      {
        status: 200,
        body: '<IBResponse type="success"><DefaultTitle/><StatusCode>0</StatusCode><TransactionID>X</TransactionID></IBResponse>',
      },
      /acknowledgement/,
    ],
    ['a response with 500', (self) => ({ status: 500, body: names(self) }), /contradict/],
    [
      'notification 2',
      (self) => ({ body: savedAnswer(self.names, [], { notification: '2' }) }),
      /neither saved nor not saved/,
    ],
    [
      'another message namespace',
      (self) => ({ body: names(self).replaceAll(self.names.createResponse, 'M1.V9') }),
      /namespace/,
    ],
    [
      'another operation’s response',
      (self) => ({ body: names(self).replaceAll('Create__', 'Update__') }),
      /instead of/,
    ],
    [
      'another deposit id than was sent',
      (self) => ({ body: savedAnswer(self.names, [['DEPOSIT_ID', 'OTHER']]) }),
      /OTHER/,
    ],
    ['a truncated answer', (self) => ({ body: names(self).slice(0, -40) }), /well-formed/],
    ['an entity bomb', { body: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }, /DOCTYPE|instead/],
    [
      'a body that is not text',
      socket((response) =>
        response.writeHead(200, { 'content-type': 'text/xml' }).end(Buffer.from([0x3c, 0xff, 0xfe, 0x3e])),
      ),
      /UTF-8/,
    ],
    ['a connection closed without an answer', socket((response) => response.destroy()), /closed|connection/],
    [
      'an answer shorter than its content-length',
      socket((response) => {
        response.writeHead(200, { 'content-length': '5000' });
        response.write('<a>');
        setImmediate(() => response.destroy());
      }),
      /closed|connection/,
    ],
  ];
  it.each(doubts)('%s', async (_what, reply, reason) => {
    const outcome = await sendWith(reply);
    expect(outcome).toMatchObject({ outcome: 'unknown', reason: expect.stringMatching(reason) as string });
    expect(site.posts()).toHaveLength(1);
  });

  it('saved under NEXT without saying which number', async () => {
    expect(
      await sendWith((self) => ({ body: savedAnswer(self.names, []) }), sampleDeposit({ depositId: 'NEXT' })),
    ).toMatchObject({ outcome: 'unknown', reason: expect.stringMatching(/under which/) as string });
  });

  it('no answer within the time limit', async () => {
    site.onSoap = () => socket(() => undefined);
    const connector = connectorOf(site, { writeTimeoutSeconds: 0.15 });
    expect(await connector.createDeposit(sampleDeposit())).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringMatching(/did not answer/) as string,
    });
  });
});

describe('a cancellation', () => {
  it('before the request left: nothing leaves', async () => {
    const never = AbortSignal.abort();
    await expect(connectorOf(site).createDeposit(sampleDeposit(), never)).rejects.toMatchObject({ kind: 'cancelled' });
    expect(site.posts()).toHaveLength(0);
  });

  it('while the answer is awaited: the answer is still taken, so that nothing becomes unknown for it', async () => {
    const stop = new AbortController();
    site.onSoap = (_request, self) => {
      stop.abort();
      return { body: savedAnswer(self.names, []) };
    };
    expect(await connectorOf(site).createDeposit(sampleDeposit(), stop.signal)).toMatchObject({ outcome: 'saved' });
    expect(site.posts()).toHaveLength(1);
  });

  it('while PeopleSoft is silent: the time limit decides', async () => {
    const stop = new AbortController();
    site.onSoap = () => socket(() => stop.abort());
    const connector = connectorOf(site, { writeTimeoutSeconds: 0.15 });
    expect(await connector.createDeposit(sampleDeposit(), stop.signal)).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringMatching(/did not answer/) as string,
    });
  });
});

describe('the sign-in', () => {
  const failed = { status: 500, body: brokerFault('User password failed. (158,45)', '45', 'ANONYMOUS') };

  it('stops the whole connection when it fails, until credentials are replaced', async () => {
    site.onSoap = () => failed;
    const connector = connectorOf(site);
    const outcome = await connector.createDeposit(sampleDeposit());
    expect(outcome).toMatchObject({
      outcome: 'refused',
      credentialsFailed: true,
      messages: [{ explain: 'user as PeopleSoft saw it: ANONYMOUS' }],
    });
    const before = site.seen.length;
    await expect(connector.createDeposit(sampleDeposit())).rejects.toMatchObject({ kind: 'credentials' });
    await expect(connector.customers(null)).rejects.toMatchObject({ kind: 'credentials' });
    expect(site.seen).toHaveLength(before);
    site.onSoap = (_request, self) => ({ body: savedAnswer(self.names, []) });
    connector.resetSignIn();
    expect((await connector.createDeposit(sampleDeposit())).outcome).toBe('saved');
  });

  it('is treated so for an unknown user and for HTTP 401 too', async () => {
    for (const reply of [
      { status: 500, body: brokerFault('UserName NOBODY not defined in database. (158,55)') },
      { status: 401, body: '' },
    ])
      expect(await sendWith(reply)).toMatchObject({ outcome: 'refused', credentialsFailed: true });
  });

  it('is asked for before anything is sent: a missing or unusable secret is named', async () => {
    await expect(connectorOf(site, {}, { PS_USER: USER }).createDeposit(sampleDeposit())).rejects.toMatchObject({
      kind: 'credentials',
      message: expect.stringContaining('PS_PASSWORD') as string,
    });
    await expect(
      connectorOf(site, {}, { PS_USER: USER, PS_PASSWORD: 'a\u0000b' }).createDeposit(sampleDeposit()),
    ).rejects.toMatchObject({ kind: 'credentials' });
    expect(site.posts()).toHaveLength(0);
  });

  it('never shows the password in what is kept of an attempt, even when PeopleSoft echoes it', async () => {
    const escaped = PASSWORD.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    const basic = Buffer.from(`${USER}:${PASSWORD}`).toString('base64');
    const outcome = await sendWith({
      status: 500,
      body: brokerFault(`Cannot parse: ${PASSWORD} (159,5)`).replace(
        '</faultcode>',
        `</faultcode><x a="${basic}">${escaped}</x>`,
      ),
    });
    const kept = JSON.stringify(outcome);
    for (const form of [PASSWORD, JSON.stringify(PASSWORD).slice(1, -1), escaped, basic, 'Ünïque'])
      expect(kept).not.toContain(form);
    expect(outcome.request).toContain(USER);
    const dry = await connectorOf(site).dryRunDeposit(sampleDeposit());
    expect(dry.xml).not.toContain('Ünïque');
    expect(dry.findings).toEqual([]);
  });
});

describe('a document that breaks the site’s schema', () => {
  it('never leaves; the error lists every finding', async () => {
    const [payment] = sampleDeposit().payments;
    if (payment === undefined) throw new Error('no payment');
    const bad: DepositDocument = sampleDeposit({
      bankAccountKey: 'TOOLONG',
      controlCount: 12_345_678,
      payments: [{ ...payment, paymentId: 'T\u0007BELL', externalId: 'x'.repeat(31), amount: money(1, 6, 'USD') }],
    });
    const error = await connectorOf(site)
      .createDeposit(bad)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConnectorError);
    expect(error).toMatchObject({ kind: 'mapping' });
    const { message } = error as ConnectorError;
    for (const part of [
      'BANK_ACCT_KEY has 7 characters',
      'CONTROL_CNT has 8 digits',
      'COLL_PAYMENT[1].PAYMENT_ID holds the character U+0007',
      'COLL_PAYMENT[1].REF_VALUE has 31',
      'COLL_PAYMENT[1].PAYMENT_AMT has 6 decimals',
    ])
      expect(message).toContain(part);
    expect((await connectorOf(site).dryRunDeposit(bad)).findings).toHaveLength(5);
    expect(site.posts()).toHaveLength(0);
  });

  it('also when the mapping names a property the service does not have', async () => {
    const profile = { depositIds: 'given', service: 'CI_X_DEPOSIT_CI' };
    const { profileOf } = await import('./site/test-site.ts');
    const properties = { ...profileOf(site).deposit.properties, depositId: 'DEPOSIT_ID' };
    await expect(
      connectorOf(site, { deposit: { ...profile, properties } }).createDeposit(sampleDeposit()),
    ).rejects.toMatchObject({
      kind: 'mapping',
      message: expect.stringContaining('did you mean KEYPROP_DEPOSIT_ID?') as string,
    });
  });
});

describe('a service that was generated anew', () => {
  it('is read again after a fault, and the refusal may be tried again', async () => {
    const connector = connectorOf(site);
    await connector.createDeposit(sampleDeposit());
    site.names = randomNames('V2');
    site.onSoap = (request, self) =>
      request.body.includes(self.names.createRequest)
        ? { body: savedAnswer(self.names, []) }
        : { status: 500, body: brokerFault('Service operation alias not found (158,501)') };
    expect(await connector.createDeposit(sampleDeposit())).toMatchObject({ outcome: 'refused', retryable: true });
    expect(await connector.createDeposit(sampleDeposit())).toMatchObject({ outcome: 'saved' });
  });
});
