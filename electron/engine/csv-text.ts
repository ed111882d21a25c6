/** One column of a CSV file. `number` cells hold a plain decimal with a point; every other text is kept from being run as a formula. */
export interface CsvColumn<Row> {
  readonly heading: string;
  readonly kind: 'text' | 'number';
  readonly value: (row: Row) => string;
}

/** What a spreadsheet would run as a formula becomes text by a leading apostrophe. Source: OWASP, "CSV Injection". */
function harmless(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of CSV (RFC 4180): the cells as they are, quoted where they must be, and CRLF. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

/** Rows as CSV (RFC 4180): a header, commas, CRLF behind every line. Without rows it is the header alone. */
export function csvText<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const cellOf = ({ kind, value }: CsvColumn<Row>, row: Row) => (kind === 'number' ? value(row) : harmless(value(row)));
  return [
    csvLine(columns.map(({ heading }) => heading)),
    ...rows.map((row) => csvLine(columns.map((column) => cellOf(column, row)))),
  ].join('');
}
