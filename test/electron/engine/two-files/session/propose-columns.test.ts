import { describe, expect, it } from 'vitest';
import { proposeColumns } from '../../../../../electron/engine/two-files/session/propose-columns.ts';

function table(columns: Record<string, readonly string[]>) {
  const rows = Object.values(columns)[0]?.length ?? 0;
  const lines = Array.from({ length: rows }, (_, row) => row + 2);
  return { shown: 'x.csv', lines, columns: new Map(Object.entries(columns)) };
}

describe('the proposed parts of columns', () => {
  it('follow the headers of a German bank statement', () => {
    const proposed = proposeColumns(
      table({
        Lfd: ['1', '2', '3'],
        Buchungstag: ['01.10.2026', '02.10.2026', '03.10.2026'],
        Fälligkeit: ['01.11.2026', '02.11.2026', '03.11.2026'],
        Auftraggeber: ['Ember Foods GmbH', 'Harbor Steel', 'Quarry Paper'],
        Verwendungszweck: ['Rechnung 10001', 'RE 10002', 'Danke 10003'],
        Umsatz: ['1.234,50', '-20,00', '7,10'],
        Währung: ['EUR', 'EUR', 'EUR'],
        'Soll/Haben': ['H', 'S', 'H'],
      }),
    );
    expect(proposed).toEqual({
      id: 'Lfd',
      date: 'Buchungstag',
      dueDate: 'Fälligkeit',
      party: 'Auftraggeber',
      reference: 'Verwendungszweck',
      amount: 'Umsatz',
      currency: 'Währung',
      direction: 'Soll/Haben',
    });
  });

  it('follow the contents where the headers say nothing', () => {
    const proposed = proposeColumns(
      table({
        c1: ['a1', 'a2', 'a3'],
        c2: ['2026-10-01', '2026-10-02', ''],
        c3: ['10.50', '20.00', '30.25'],
        c4: ['USD', 'USD', 'EUR'],
        c5: ['Ember Foods', 'Harbor Steel', 'Ember Foods'],
      }),
    );
    expect(proposed).toMatchObject({ id: 'c1', date: 'c2', amount: 'c3', currency: 'c4', party: 'c5' });
  });

  it.each([
    ['Debit', 'Credit'],
    ['Paid out', 'Paid in'],
    ['Withdrawal Amount', 'Deposit Amount'],
    ['Soll', 'Haben'],
    ['D\u00E9bit', 'Cr\u00E9dit'],
    ['Cargos', 'Abonos'],
  ])('take %s and %s of a bank statement for what goes out and what comes in, not for the amount', (out, into) => {
    const statement = (balance: string, credits: readonly string[]) =>
      proposeColumns(
        table({
          Date: ['2026-10-01', '2026-10-02', '2026-10-03'],
          Description: ['Ember Foods', 'Rent', 'Harbor Steel'],
          [out]: ['', '950.00', '12.10'],
          [into]: credits,
          [balance]: ['1200.00', '250.00', '237.90'],
        }),
      );
    expect(statement('Balance', ['200.00', '', '0.00'])).toMatchObject({ date: 'Date', debit: out, credit: into });
    expect(statement('Balance', ['200.00', '', '0.00']).amount).toBeUndefined();
    expect(statement('Balance', ['', '', ''])).toMatchObject({ debit: out, credit: into });
    // Both filled in every row are accounts, or anything else but the two sides of an amount.
    expect(statement('Amount', ['200.00', '7.00', '3.00'])).toMatchObject({ amount: 'Amount' });
    expect(statement('Amount', ['200.00', '7.00', '3.00']).debit).toBeUndefined();
  });

  it('never make an amount of words or a date of amounts, whatever the header says', () => {
    const proposed = proposeColumns(table({ amount: ['none', 'some'], date: ['12.50', '13.75'] }));
    expect(proposed.amount).toBe('date');
    expect(proposed.date).toBeUndefined();
  });

  it('are told although one cell of many cannot be read, so that the fault can be shown', () => {
    const cells = Array.from({ length: 20 }, (_, at) => `${at + 1},50`);
    const proposed = proposeColumns(table({ Nr: cells.map((_, at) => `N${at}`), Umsatz: [...cells.slice(1), 'n.n.'] }));
    expect(proposed).toMatchObject({ id: 'Nr', amount: 'Umsatz' });
  });

  it('are found in a single column of names, whose rows are then known by their lines', () => {
    expect(proposeColumns(table({ company: ['Ember Foods', 'Ember Foods', 'Quarry'] }))).toEqual({ party: 'company' });
  });
});
