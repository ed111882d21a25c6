import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { matchDetail } from '../../../../electron/engine/views/match-detail.ts';
import { movementKeys, movementRows } from '../../../../electron/engine/views/movement-view.ts';
import { directLedger } from '../../../../electron/ledger/direct-ledger.ts';
import { mergeCustomers } from '../doubles/merge-in-books.ts';
import { openBooks, profile, type Books } from '../matching/books.ts';

let books: Books;
beforeEach(() => {
  books = openBooks();
  books.stripeCustomer('cus_A', 'Halvorsen Marine Ltd');
  books.stripeCustomer('cus_B', 'HALVORSEN MAR.');
  books.movement('charge', 'ch_1', 5_000, { customer_id: 'cus_B', customer_name: 'HALVORSEN MAR.' });
  books.movement('charge', 'ch_2', 5_000, { customer_id: 'cus_C', customer_name: 'Somebody else' });
});
afterEach(() => books.close());

const found = async (text: string) => {
  const ledger = directLedger(books.db);
  const keys = await ledger.read(movementKeys, { list: 'movements', unit: 'US', facet: 'all', text });
  return ledger.read(movementRows, { keys: [...keys] });
};
const evidence = async () => {
  const viewer = { id: 'clerk', isSignedIn: true };
  const [row] = await found('ch_1');
  const args = { movementKey: row?.key ?? 0, profile, sample: true, viewer };
  const { diff } = await directLedger(books.db).read(matchDetail, args);
  return diff.map(({ field, stripe, verdict }) => [field, stripe, verdict]);
};

describe('a charge of a merged customer', () => {
  it('is shown under the picked name with its own told beside, and found by both', async () => {
    await mergeCustomers(books, ['cus_A', 'cus_B'], { keep: 0 });
    const shown = {
      objectId: 'ch_1',
      customer: 'Halvorsen Marine Ltd',
      merged: { ownName: 'HALVORSEN MAR.', others: ['cus_A'] },
    };
    expect(await found('marine')).toMatchObject([shown]);
    expect(await found('mar.')).toMatchObject([shown]);
    expect((await evidence()).slice(0, 2)).toEqual([
      ['Customer', 'Halvorsen Marine Ltd', 'not linked'],
      ['Own name', 'HALVORSEN MAR.', 'merged'],
    ]);
  });

  it('has no second line where its own name was picked, and none where it stands for itself', async () => {
    expect(await found('ch_')).toMatchObject([
      { customer: 'HALVORSEN MAR.', merged: null },
      { customer: 'Somebody else', merged: null },
    ]);
    await mergeCustomers(books, ['cus_A', 'cus_B'], { keep: 1 });
    expect(await found('ch_1')).toMatchObject([{ customer: 'HALVORSEN MAR.', merged: { others: ['cus_A'] } }]);
    expect((await evidence()).map(([field]) => field)).not.toContain('Own name');
  });
});
