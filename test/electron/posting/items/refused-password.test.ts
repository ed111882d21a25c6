import { afterEach, describe, expect, it } from 'vitest';
import { ConnectorError } from '../../../../electron/connectors/http/connector-error.ts';
import type { PendingItemWriter } from '../../../../electron/connectors/peoplesoft/types.ts';
import type { PersonalSenders } from '../../../../electron/posting/sending/wait-for-sign-in.ts';
import { deskOf } from '../decision-desk.ts';
import { startInvoiceSite, type InvoiceSite } from './invoice-site.ts';

let site: InvoiceSite;
afterEach(() => site.close());

/** ANNA and BERT are signed in; PeopleSoft refuses Anna's password as soon as it is used, which ends her sign-in. */
function annaIsRefused(): PersonalSenders & { readonly asked: () => number } {
  const { items, peopleSoft } = site.ports;
  if (items === undefined) throw new Error('the site takes no items');
  let asked = 0;
  const refused = async (): Promise<never> => {
    asked += 1;
    throw new ConnectorError('peoplesoft', 'credentials', 'PeopleSoft refused the password of ANNA.', 'Sign in again.');
  };
  const annas: PendingItemWriter = { ...items.writer, createItemGroup: refused };
  return {
    asked: () => asked,
    signedIn: () => (asked === 0 ? ['ANNA', 'BERT'] : ['BERT']),
    writerOf: (operatorId) => (operatorId === 'BERT' ? peopleSoft : null),
    itemWriterOf: (operatorId) => (operatorId === 'BERT' ? items.writer : asked === 0 ? annas : null),
  };
}

describe('a password that PeopleSoft refuses while an item is sent', () => {
  it('lets that person’s items wait for her, and those and the payments of others go out in the same round', async () => {
    site = await startInvoiceSite();
    for (const [id, operatorId] of [
      ['in_1', 'ANNA'],
      ['in_2', 'BERT'],
      ['in_3', 'ANNA'],
      ['in_4', 'BERT'],
    ] as const) {
      site.invoice(id);
      await site.approveDocument('invoice', id, { operatorId });
    }
    const allocations = [{ itemKey: site.itemKey('INV-1'), seenVersion: 1, amountMinor: 10_000 }];
    await deskOf(site).approveWith(site.charge('ch_1', 10_000), { allocations, operatorId: 'BERT' });
    const personal = annaIsRefused();
    const ports = { ...site.ports, personal };
    expect((await site.round({}, ports)).send).toMatchObject({ sent: 3, stopped: null });
    expect(personal.asked()).toBe(1);
    await site.round({}, ports);
    expect(site.itemStates()).toEqual({
      'invoice/in_1 item': 'queuedNeedsSignIn',
      'invoice/in_2 item': 'accepted',
      'invoice/in_3 item': 'queuedNeedsSignIn',
      'invoice/in_4 item': 'accepted',
    });
    expect(site.states()).toMatchObject({ ch_1: 'accepted' });
    expect(site.violations()).toEqual([]);
  });
});
