import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  concludeOperation,
  type SentOperation,
} from '../../../../../electron/connectors/peoplesoft/soap/operation-outcome.ts';
import type {
  CiAction,
  GroupShape,
  LeafType,
  PropertyShape,
} from '../../../../../electron/connectors/peoplesoft/soap/schema-model.ts';
import { childNamed, parseXml } from '../../../../../electron/sample/peoplesoft/xml.ts';

const NS = 'http://xmlns.oracle.com/Enterprise/Tools/schemas/M475145.V1';
const FAULT_NS = 'http://xmlns.oracle.com/Enterprise/Tools/schemas/M558296.V1';
const TEXT: LeafType = { kind: 'string', maxLength: 30, values: null };
const leaf = (name: string, type: LeafType = TEXT): PropertyShape => ({
  kind: 'leaf',
  name,
  namespace: NS,
  minOccurs: 0,
  maxOccurs: 1,
  type,
});
const group = (name: string, properties: readonly PropertyShape[], maxOccurs: 1 | 'unbounded' = 1): GroupShape => ({
  kind: 'group',
  name,
  namespace: NS,
  minOccurs: 0,
  maxOccurs,
  properties,
});
const ADDRESSES = group('COLL_ADDR', [leaf('KEYPROP_SEQ', { kind: 'int', totalDigits: 5 }), leaf('CITY')], 'unbounded');
const RESPONSES: Readonly<Record<CiAction, GroupShape>> = {
  Create: group('Create__CompIntfc__XResponse', [
    leaf('notification'),
    group('detail', [group('X', [leaf('KEYPROP_ID')])]),
    group('messages', [leaf('messagetext')], 'unbounded'),
  ]),
  Update: group('Update__CompIntfc__XResponse', [leaf('notification'), group('detail', [])]),
  Updatedata: group('Updatedata__CompIntfc__XResponse', [leaf('notification'), group('detail', [])]),
  Get: group('Get__CompIntfc__XResponse', [leaf('PROP_ID'), leaf('NAME'), ADDRESSES]),
  Find: group('Find__CompIntfc__XResponse', [group('X', [leaf('KEYPROP_ID')], 'unbounded')]),
};

function sent(action: CiAction, withSchema = true): SentOperation {
  const name = `${action}__CompIntfc__X`;
  return {
    operation: {
      action,
      name: `CI_X_${action}`,
      soapAction: `CI_X_${action}.V1`,
      request: group(name, [leaf('KEYPROP_ID')]),
      response: { namespace: NS, name: `${name}Response` },
      fingerprint: '',
    },
    response: withSchema ? RESPONSES[action] : null,
    document: { KEYPROP_ID: 'AB1' },
  };
}

const envelope = (body: string) =>
  `<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${body}</e:Body></e:Envelope>`;
const response = (action: CiAction, content: string, prefix = '') =>
  envelope(
    `<${prefix}${action}__CompIntfc__XResponse xmlns${prefix === '' ? '' : `:${prefix.slice(0, -1)}`}="${NS}">${content}</${prefix}${action}__CompIntfc__XResponse>`,
  );
const faultOf = (detail: string) =>
  envelope(
    `<e:Fault><faultcode>e:Server</faultcode><faultstring>null</faultstring><detail>${detail}</detail></e:Fault>`,
  );
const broker = (text: string) =>
  `<IBResponse xmlns="" type="error"><DefaultTitle>Integration Broker Response</DefaultTitle><StatusCode>20</StatusCode><MessageID>45</MessageID><DefaultMessage><![CDATA[${text}]]></DefaultMessage></IBResponse>`;
const ciEntry =
  '<IBResponse type="error"><StatusCode>20</StatusCode><MessageSetID>91</MessageSetID><MessageID>49</MessageID><DefaultMessage>Row already exists with the specified keys. {X} (91,49)</DefaultMessage><MessageParameters><keyinformation><KEYPROP_ID>AB1</KEYPROP_ID></keyinformation></MessageParameters></IBResponse>';

const conclude = (action: CiAction, text: string, status = 200, withSchema = true) =>
  concludeOperation({ status, headers: new Headers(), text }, sent(action, withSchema));

describe('an answer that is not about what was asked for', () => {
  it('is unknown for a Create that was saved under other keys, and saved where PeopleSoft was to number it', () => {
    const saved = (key: string) =>
      response('Create', `<notification>1</notification><detail><X><KEYPROP_ID>${key}</KEYPROP_ID></X></detail>`);
    expect(conclude('Create', saved('ZZ9'))).toMatchObject({
      outcome: 'unknown',
      messages: [{ text: expect.stringContaining('KEYPROP_ID is "ZZ9", but "AB1" was sent') as string }],
    });
    expect(conclude('Create', saved('ab1 ')).outcome).toBe('saved');
    const next = { ...sent('Create'), document: { KEYPROP_ID: 'NEXT' } };
    const answer = { status: 200, headers: new Headers(), text: saved('0000012') };
    expect(concludeOperation(answer, next).outcome).toBe('saved');
  });

  it.each([
    ['Find', 'hello'],
    ['Find', '<OTHER><KEYPROP_ID>AB1</KEYPROP_ID></OTHER>'],
    ['Get', '<PROP_ID>AB1</PROP_ID>stray'],
  ] as const)('is unknown for a %s that holds what its schema does not know: %s', (action, content) => {
    expect(conclude(action, response(action, content)).outcome).toBe('unknown');
  });

  it('is an answer for a Get that has rows but no value of its own', () => {
    const rows = '<COLL_ADDR><KEYPROP_SEQ>1</KEYPROP_SEQ><CITY>Bonn</CITY></COLL_ADDR>';
    expect(conclude('Get', response('Get', rows))).toMatchObject({
      outcome: 'saved',
      detail: { COLL_ADDR: [{ KEYPROP_SEQ: '1', CITY: 'Bonn' }] },
    });
  });
});

it('keeps the words of the fault form of older releases, and concludes nothing from them', () => {
  const older =
    '<CI><Error-Warning><Message><Type>Error</Type><MessageSetNumber>91</MessageSetNumber><MessageNumber>49</MessageNumber>' +
    '<MessageText>Row already exists.</MessageText><ExplainText>Keys.</ExplainText></Message></Error-Warning></CI>';
  expect(conclude('Create', faultOf(older), 500)).toMatchObject({
    outcome: 'unknown',
    fault: { set: 91, number: 49, text: 'Row already exists.' },
    messages: [{}, { set: 91, number: 49, text: 'Row already exists.', explain: 'Keys.' }],
  });
  expect(conclude('Get', faultOf(older), 500)).toMatchObject({ outcome: 'fault', fault: { set: 91, number: 49 } });
});

describe('an operation that was done', () => {
  it('is saved with the keys that came back, whatever the prefix, warnings kept', () => {
    const content =
      '<m38:notification> 1 </m38:notification><m38:detail><m38:X><m38:KEYPROP_ID>AB1</m38:KEYPROP_ID></m38:X></m38:detail><m38:messages><m38:type>Warning</m38:type><m38:messagesetnumber>6030</m38:messagesetnumber><m38:messagenumber>12</m38:messagenumber><m38:messagetext>Rounded.</m38:messagetext></m38:messages>';
    expect(conclude('Create', response('Create', content, 'm38:'))).toMatchObject({
      outcome: 'saved',
      notification: 1,
      detail: { X: { KEYPROP_ID: 'AB1' } },
      messages: [{ type: 'Warning', set: 6030, number: 12, text: 'Rounded.', explain: null }],
      fault: null,
    });
    const updated =
      '<notification>1</notification><detail><messages><messagetext>Late.</messagetext></messages></detail>';
    expect(conclude('Update', response('Update', updated))).toMatchObject({
      outcome: 'saved',
      detail: {},
      messages: [{ text: 'Late.' }],
    });
  });

  it('shows a buffer with rows as rows, however many came, and blanks of texts kept', () => {
    const rows = '<COLL_ADDR><KEYPROP_SEQ> 1 </KEYPROP_SEQ><CITY> 9:05</CITY></COLL_ADDR>';
    const text = response('Get', `<PROP_ID>ab1</PROP_ID><NAME/>${rows}`);
    const expected = { PROP_ID: 'ab1', NAME: '', COLL_ADDR: [{ KEYPROP_SEQ: '1', CITY: ' 9:05' }] };
    expect(conclude('Get', text)).toMatchObject({ outcome: 'saved', notification: null, detail: expected });
    expect(conclude('Get', response('Get', '<PROP_ID>AB1</PROP_ID>')).detail).toEqual({
      PROP_ID: 'AB1',
      COLL_ADDR: [],
    });
    expect(conclude('Get', text, 200, false).detail).toMatchObject({ COLL_ADDR: [{ CITY: ' 9:05' }] });
  });

  it('has found nothing when the root of a Find is empty', () => {
    expect(conclude('Find', response('Find', ''))).toMatchObject({ outcome: 'saved', detail: { X: [] } });
    const one = conclude('Find', response('Find', '<X><KEYPROP_ID>1</KEYPROP_ID></X>'));
    expect(one.detail).toEqual({ X: [{ KEYPROP_ID: '1' }] });
  });
});

describe('an operation that was refused', () => {
  it.each([
    ['directly', `<CIFault xmlns="${FAULT_NS}">${ciEntry}</CIFault>`],
    ['inside another', `<CIFault xmlns="${FAULT_NS}"><CIFault>${ciEntry}</CIFault></CIFault>`],
  ])('is a fault with its numbers and keys, its entries %s', (_what, detail) => {
    for (const status of [200, 500])
      expect(conclude('Create', faultOf(detail), status)).toMatchObject({
        outcome: 'fault',
        notification: null,
        detail: { KEYPROP_ID: 'AB1' },
        fault: { set: 91, number: 49, text: 'Row already exists with the specified keys. {X} (91,49)' },
      });
  });

  it.each([
    ['in an envelope', faultOf(broker('User password failed. (158,45)'))],
    ['in the body', envelope(broker('User password failed. (158,45)'))],
    ['bare', broker('User password failed. (158,45)')],
  ])('is a fault of Integration Broker, %s', (_what, text) => {
    for (const status of [200, 500])
      expect(conclude('Get', text, status)).toMatchObject({
        outcome: 'fault',
        fault: { set: 158, number: 45 },
        credentialsFailed: true,
      });
  });

  it('is not saved when PeopleSoft says so without a fault, or the way there is closed', () => {
    const said =
      '<notification>0</notification><messages><messagetext>Highlighted fields (15,30)</messagetext></messages>';
    expect(conclude('Create', response('Create', said))).toMatchObject({
      outcome: 'notSaved',
      notification: 0,
      messages: [{ set: 15, number: 30 }],
      fault: null,
    });
    for (const status of [401, 404, 407])
      expect(conclude('Updatedata', '<html>no</html>', status)).toMatchObject({ outcome: 'notSaved', fault: null });
  });
});

describe('any doubt', () => {
  const whole = response('Create', '<notification>1</notification>');
  it.each([
    ['nothing', ''],
    ['blanks', ' \n '],
    ['a sign-in page', '<!DOCTYPE html><html><body>Sign in</body></html>'],
    ['plain text', 'Service Unavailable'],
    ['an answer cut off', whole.slice(0, -20)],
    ['an answer cut off behind a tag', whole.slice(0, whole.indexOf('</e:Body>'))],
    ['an empty body', envelope('')],
    ['an empty response', response('Create', '')],
    ['a word that is neither', response('Create', '<notification>2</notification>')],
    ['the notification of a stranger', response('Create', '<notification xmlns="urn:other">1</notification>')],
    ['the response of another operation', response('Get', '<PROP_ID>AB1</PROP_ID>')],
    ['another generation of the service', whole.replaceAll('M475145', 'M999999')],
    ['two things at once', envelope('<a/><b/>')],
    ['a fault without words', faultOf('')],
    ['lost contact', faultOf(broker('External System Contact Error. (158,10721)'))],
    ['an acknowledgement', '<IBResponse type="success"><StatusCode>0</StatusCode></IBResponse>'],
    ['a document type', `<!DOCTYPE x [<!ENTITY e "1">]>${whole.slice(21)}`],
  ])('is unknown, never a success: %s', (_what, text) => {
    for (const status of [200, 500, 503]) {
      const outcome = conclude('Create', text, status);
      expect(outcome.outcome).toBe('unknown');
      expect(outcome.messages[0]?.text).not.toBe('');
    }
  });

  it('keeps the fault that does not settle it; where nothing could be saved it is a fault like any other', () => {
    const lost = faultOf(broker('External System Contact Error. (158,10721)'));
    const fault = { set: 158, number: 10_721 };
    expect(conclude('Updatedata', lost, 500)).toMatchObject({ outcome: 'unknown', fault });
    expect(conclude('Find', lost, 500)).toMatchObject({ outcome: 'fault', fault });
  });

  it('is what a success under an error status is', () => {
    expect(conclude('Create', whole, 500).outcome).toBe('unknown');
    expect(conclude('Create', whole, 503).outcome).toBe('unknown');
  });

  it('is a buffer that is empty, of other keys, or of another namespace', () => {
    expect(conclude('Get', response('Get', '')).messages[0]?.text).toContain('holds no data');
    expect(conclude('Get', response('Get', '<PROP_ID>AB2</PROP_ID>')).messages[0]?.text).toContain(
      '"AB1" was asked for',
    );
    const foreign = response('Get', '<PROP_ID>AB1</PROP_ID><NAME xmlns="urn:other">x</NAME>');
    expect(conclude('Get', foreign)).toMatchObject({ outcome: 'unknown', schemaSuspect: true });
    const nested = response('Get', '<PROP_ID>AB1</PROP_ID><NAME><B>1</B></NAME>');
    expect(conclude('Get', nested).outcome).toBe('unknown');
    const twice = response('Get', '<PROP_ID>AB1</PROP_ID><NAME>a</NAME><NAME>b</NAME>');
    expect(conclude('Get', twice).outcome).toBe('unknown');
  });

  it('is what a damaged answer comes to, unless another reader too finds the very word in it', () => {
    const content = '<notification>1</notification><detail><X><KEYPROP_ID>7</KEYPROP_ID></X></detail>';
    const good = response('Create', content);
    const pieces = ['<', '>', '/', '"', '&', '1', '0', ' ', '</e:Body>', '<!--', ']]>', '\u0000', 'xmlns=""', ''];
    const damage = fc.tuple(fc.nat(good.length), fc.nat(12), fc.constantFrom(...pieces));
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
        const text = damages.reduce((said, [at, cut, put]) => said.slice(0, at) + put + said.slice(at + cut), good);
        const { outcome } = conclude('Create', text);
        expect(['saved', 'notSaved', 'fault', 'unknown']).toContain(outcome);
        return outcome !== 'saved' || notificationIn(text) === '1';
      }),
      { numRuns: 3_000 },
    );
  });
});

/** What the simulator's own reader finds; it shares nothing with the connector's. */
function notificationIn(text: string): string | undefined {
  const body = childNamed(parseXml(text), 'Body');
  const root = body?.children.find(({ local, uri }) => local === 'Create__CompIntfc__XResponse' && uri === NS);
  return root?.children.find(({ local, uri }) => local === 'notification' && uri === NS)?.text.trim();
}
