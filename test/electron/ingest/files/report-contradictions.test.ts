import { describe, expect, it } from 'vitest';
import { movementLines } from '../books.ts';
import { recordBooks } from '../record-books.ts';

const HEAD =
  'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,charge_id,description';
const row = (money: string, description = '') => `txn_1,2026-10-05 10:00:00,${money},charge,ch_1,ch_1,${description}`;
const other = 'txn_2,2026-10-05 10:00:00,usd,5.00,0.00,5.00,charge,ch_2,ch_2,';
const MONEY = 'usd,12.50,0.50,12.00';
const report = (...rows: string[]) => `${[HEAD, ...rows].join('\n')}\n`;

describe('rows of one balance transaction', () => {
  for (const altered of ['usd,99.00,0.00,99.00', 'usd,12.50,1.50,11.00', 'eur,12.50,0.50,12.00'])
    it(`that say other money (${altered}) are refused, and both lines are named`, async () => {
      const books = recordBooks();
      const told = await books.report(report(other, row(MONEY), row(altered)), 'a.csv');
      expect(told).toMatchObject({ read: 3, accepted: 2, refused: 1 });
      expect(told.refusals).toEqual([
        {
          file: 'a.csv',
          line: 4,
          reason:
            'balance transaction txn_1 stands in line 3 of this file with other amounts; that one was kept. Download the report again',
        },
      ]);
      expect(movementLines(books.db)).toEqual(['charge ch_1 1250 USD unmatched', 'charge ch_2 500 USD unmatched']);
    });

  it('are refused likewise where another file said something else, which is named', async () => {
    const books = recordBooks();
    await books.report(report(row(MONEY)), 'september.csv');
    const told = await books.report(report(other, row('usd,99.00,0.00,99.00')), 'october.csv');
    expect(told).toMatchObject({ read: 2, accepted: 1, refused: 1 });
    expect(told.refusals).toMatchObject([{ file: 'october.csv', line: 3 }]);
    expect(told.refusals[0]?.reason).toContain('stands in september.csv with other amounts');
  });

  it('that say the same money are taken in, and complete each other', async () => {
    const books = recordBooks();
    const told = await books.report(report(row(MONEY), row(MONEY), row(MONEY, 'Order 7')), 'a.csv');
    expect(told).toMatchObject({ read: 3, accepted: 3, refused: 0 });
    expect(books.db.prepare('SELECT description FROM movement').raw().all()).toEqual([['Order 7']]);
  });
});
