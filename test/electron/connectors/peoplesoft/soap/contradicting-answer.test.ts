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

  it('is what it says when it only repeats itself', () => {
    expect(conclude('<notification>1</notification><notification>1</notification>').outcome).toBe('saved');
  });
});
