/** One column of what `Ctrl C` puts on the clipboard. */
export interface CopyColumn<Row> {
  readonly heading: string;
  /** `number` cells arrive in a spreadsheet as numbers; `text` keeps ids byte for byte, leading zeros included. */
  readonly kind: 'text' | 'number';
  /** Text, or for numbers a plain decimal with a point. */
  readonly value: (row: Row) => string;
}

/** A cell that a spreadsheet would run as a formula is made text by a leading apostrophe. */
function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** Rows as tab-separated text with a heading line; tabs and line breaks inside a cell become spaces. */
export function rowsToTsv<Row>(columns: readonly CopyColumn<Row>[], rows: readonly Row[]): string {
  const cell = (column: CopyColumn<Row>, row: Row) => {
    const value = column.value(row);
    return column.kind === 'number' ? value : harmless(value.replace(/[\t\r\n]+/g, ' '));
  };
  const lines = [
    columns.map(({ heading }) => heading),
    ...rows.map((row) => columns.map((column) => cell(column, row))),
  ];
  return lines.map((line) => line.join('\t')).join('\r\n');
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

/**
 * Rows as an HTML table that spreadsheets read: `x:num` gives the true number whatever the decimal sign of the locale, the
 * format `\@` keeps text as text.
 */
export function rowsToHtml<Row>(columns: readonly CopyColumn<Row>[], rows: readonly Row[]): string {
  const cell = (column: CopyColumn<Row>, row: Row) => {
    const value = escapeHtml(column.value(row));
    return column.kind === 'number'
      ? `<td x:num="${value}">${value}</td>`
      : `<td style="mso-number-format:'\\@'">${value}</td>`;
  };
  const head = columns.map(({ heading }) => `<th>${escapeHtml(heading)}</th>`).join('');
  const body = rows.map((row) => `<tr>${columns.map((column) => cell(column, row)).join('')}</tr>`).join('');
  const table = `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
  return `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body>${table}</body></html>`;
}
