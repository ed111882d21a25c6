import type { ColDef } from 'ag-grid-community';
import type { Money } from '../../../shared/domain/money.ts';
import { formatMoneyForColumn } from '../money.ts';

/** Decimals that amounts of a column are lined up at; currencies with fewer are filled with spaces of a digit's width. */
const COLUMN_DECIMALS = 2;

/**
 * A column of amounts: right-aligned tabular figures under one heading with the currency. A row in another currency than the
 * heading's says so, in front of the figures, so that the digits still line up. A row without an amount shows none.
 */
export function moneyCell<Row>(amountOf: (row: Row) => Money | null, currency: string | null): ColDef<Row> {
  return {
    cellClass: 'cell-figures',
    headerClass: 'head-right',
    valueGetter: ({ data }) => {
      const amount = data === undefined ? null : amountOf(data);
      return amount === null ? '' : formatMoneyForColumn(amount, COLUMN_DECIMALS);
    },
    cellRenderer: ({ data, value }: { data: Row | undefined; value: string }) => {
      const own = data === undefined ? undefined : amountOf(data)?.currency;
      if (own === undefined) return null;
      return (
        <>
          {own !== currency && <span className="other-currency">{own} </span>}
          {value}
        </>
      );
    },
  };
}
