import { describe, expect, it } from 'vitest';
import { concludeCreate } from '../../../../../electron/connectors/peoplesoft/soap/send-outcome.ts';

const response = { namespace: 'urn:x', name: 'CreateResponse' };
const conclude = (content: string) =>
  concludeCreate(
    {
      status: 200,
      headers: new Headers(),
      text: `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><CreateResponse xmlns="urn:x">${content}</CreateResponse></e:Body></e:Envelope>`,
    },
    { response, depositId: 'D1', depositIdProperty: 'DEPOSIT_ID', paymentSeqProperty: 'SEQ' },
  ).outcome;

describe('an answer that says saved and not saved', () => {
  it.each([
    '<notification>1</notification><notification>0</notification>',
    '<notification>0</notification><notification>1</notification>',
  ])('is unknown: %s', (content) => {
    expect(conclude(content)).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringContaining('contradicts itself') as string,
    });
  });

  it.each([
    '<notification xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true">1</notification>',
    '<notification><x/>1</notification>',
    '<notification>1</notification><messages><type>Error</type><messagetext>Locked. (18,1)</messagetext></messages>',
  ])('is unknown where its word is no plain one: %s', (content) => {
    expect(conclude(content).outcome).toBe('unknown');
  });

  it('is unknown where two bodies speak', () => {
    const body = '<e:Body><CreateResponse xmlns="urn:x"><notification>1</notification></CreateResponse></e:Body>';
    const text = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/">${body}${body}</e:Envelope>`;
    const expectation = { response, depositId: 'D1', depositIdProperty: 'DEPOSIT_ID', paymentSeqProperty: 'SEQ' };
    expect(concludeCreate({ status: 200, headers: new Headers(), text }, expectation).outcome.outcome).toBe('unknown');
  });

  it('is what it says when it only repeats itself', () => {
    expect(conclude('<notification>1</notification><notification>1</notification>').outcome).toBe('saved');
  });
});
