import { describe, expect, it } from 'vitest';
import { rowsToHtml, rowsToTsv } from '../../../renderer/ui/copy-rows.ts';
import type { CopyColumn } from '../../../renderer/ui/copy-rows.ts';

interface Row {
  readonly id: string;
  readonly amount: string;
}
const COLUMNS: readonly CopyColumn<Row>[] = [
  { heading: 'Id', kind: 'text', value: ({ id }) => id },
  { heading: 'Amount', kind: 'number', value: ({ amount }) => amount },
];

describe('rows on the clipboard', () => {
  it('are tab-separated lines under a heading, amounts as plain decimals', () => {
    expect(rowsToTsv(COLUMNS, [{ id: 'ch_1', amount: '-12.50' }])).toBe('Id\tAmount\r\nch_1\t-12.50');
  });
  it('keep a cell in its cell and never start a formula', () => {
    const text = rowsToTsv(COLUMNS, [{ id: '=HYPERLINK("x")\ty', amount: '1.00' }]);
    expect(text).toBe('Id\tAmount\r\n\'=HYPERLINK("x") y\t1.00');
  });
  it('carry true numbers for a spreadsheet of any locale, and ids as text', () => {
    const html = rowsToHtml(COLUMNS, [{ id: '0042<b>', amount: '-1250.00' }]);
    expect(html).toContain('<td x:num="-1250.00">-1250.00</td>');
    expect(html).toContain('<td style="mso-number-format:\'\\@\'">0042&lt;b&gt;</td>');
  });
});
