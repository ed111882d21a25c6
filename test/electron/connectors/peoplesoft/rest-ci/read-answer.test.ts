import { describe, expect, it } from 'vitest';
import { readRestAnswer } from '../../../../../electron/connectors/peoplesoft/rest-ci/read-answer.ts';

const expected = { namespace: 'urn:m', name: 'Create__CompIntfc__XResponse' };
const read = (value: unknown) => readRestAnswer(typeof value === 'string' ? value : JSON.stringify(value), expected);
const SAVED = { notification: 1, detail: { X: { KEY: '7' } } };
const BROKER = {
  MessageID: 45,
  DefaultMessage: 'User password failed. (158,45)',
  MessageParameters: { Parameter: ['ANNA'] },
};

describe('the JSON answer of a component interface', () => {
  it.each([
    ['under the name of its response', { [expected.name]: SAVED }],
    ['without it', SAVED],
    ['with text in place of numbers', { [expected.name]: { ...SAVED, notification: '1' } }],
  ])('is read %s', (_form, value) => {
    expect(read(value)).toMatchObject({ kind: 'response', notification: '1', keys: [{ name: 'KEY', value: '7' }] });
  });

  it('holds warnings as one message or as a list', () => {
    const message = { type: 'Warning', messagesetnumber: 1, messagenumber: 2, messagetext: 'Mind it' };
    for (const messages of [message, [message]])
      expect(read({ [expected.name]: { ...SAVED, messages } })).toMatchObject({
        messages: [{ type: 'Warning', set: 1, number: 2, text: 'Mind it' }],
      });
  });

  it('is a fault of the component interface, or of the broker, in PeopleSoft’s words', () => {
    const entry = {
      MessageSetID: 91,
      MessageID: 49,
      DefaultMessage: 'Row exists (91,49)',
      MessageParameters: { keyinformation: { KEY: '7' } },
    };
    expect(read({ CIFault: { IBResponse: [entry] } })).toMatchObject({
      kind: 'fault',
      origin: 'componentInterface',
      messages: [{ set: 91, number: 49 }],
      keys: [{ name: 'KEY', value: '7' }],
    });
    expect(read({ IBResponse: { type: 'error', ...BROKER } })).toMatchObject({
      kind: 'fault',
      origin: 'broker',
      messages: [{ set: 158, number: 45 }],
      parameters: ['ANNA'],
    });
  });

  it.each([
    ['nothing', ''],
    ['a list', [SAVED]],
    ['text', '"saved"'],
    ['an empty object', {}],
    ['another operation’s response', { Get__CompIntfc__XResponse: SAVED }],
    ['two things at once', { a: 1, b: 2 }],
    ['two notifications', { [expected.name]: { notification: [1, 0] } }],
    ['an acknowledgement', { IBResponse: { StatusCode: 0, TransactionID: 'T' } }],
    ['a web page', '<html><body>Sign in</body></html>'],
    ['cut JSON', '{"notification": 1'],
    ['a bottomless pit', JSON.parse(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`) as unknown],
  ])('is odd and never an answer: %s', (_what, value) => expect(read(value)).toMatchObject({ kind: 'odd' }));
});
