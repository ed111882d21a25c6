import { afterEach, describe, expect, it } from 'vitest';
import { receivablesToPost, receivableToPost } from '../../../../electron/posting/items/receivable.ts';
import { queryPlans } from '../../../support/query-plans.ts';
import { postAllOf, startInvoiceSite, type InvoiceSite } from './invoice-site.ts';

let site: InvoiceSite;
afterEach(() => site.close());

describe('one document that waits to be in Receivables', () => {
  it('is the line the list has of it, found by its key, and nothing where the list has none', async () => {
    site = await startInvoiceSite();
    site.invoice('in_1');
    site.invoice('in_2');
    await postAllOf(site, 2);
    site.invoice('in_3', { totalMinor: 7_700 });
    site.invoice('in_4', { status: 'draft' });
    site.invoice('in_5', { finalizedAt: '2020-01-01T00:00:00.000Z' });
    site.creditNote('cn_1', 'in_1', 2_500);
    site.invoice('in_2', { status: 'void' });
    const list = receivablesToPost(site.db, site.scope(), 100);
    expect(list.map(({ kind, objectId }) => `${kind} ${objectId}`).toSorted()).toEqual([
      'creditNote cn_1',
      'invoice in_3',
      'void in_2',
    ]);
    for (const kind of ['invoice', 'creditNote', 'void'] as const)
      for (const objectId of ['in_1', 'in_2', 'in_3', 'in_4', 'in_5', 'cn_1', 'in_none'])
        expect(receivableToPost(site.db, site.scope(), { kind, objectId })).toEqual(
          list.find((each) => each.kind === kind && each.objectId === objectId) ?? null,
        );
    const plans = queryPlans(site.db, (db) =>
      receivableToPost(db, site.scope(), { kind: 'invoice', objectId: 'in_3' }),
    ).filter((line) => /^(SEARCH|SCAN) d /.test(line));
    expect(plans).toEqual([
      'SEARCH d USING PRIMARY KEY (account=? AND invoice_id=?)',
      'SEARCH d USING PRIMARY KEY (account=? AND credit_note_id=?)',
      'SEARCH d USING PRIMARY KEY (account=? AND invoice_id=?)',
      'SEARCH d USING PRIMARY KEY (account=? AND credit_note_id=?)',
    ]);
  });
});
