import { describe, expect, it } from 'vitest';
import { assertColumns } from '../../../../../electron/connectors/peoplesoft/queries/query-client.ts';
import { readQueryResult } from '../../../../../electron/connectors/peoplesoft/queries/result-reader.ts';

const json = (rows: string, count = 1) =>
  `{"status":"success","data":{"query":{"numrows":${count},"queryname":"Q","rows":[${rows}]}}}`;

describe('a query answer in JSON', () => {
  it('is refused when a name stands twice in a row, whatever the values', () => {
    expect(() => readQueryResult(json('{"A.AMT":"1.00","A.AMT":"9.00"}'))).toThrow('a name stands twice');
    expect(() => readQueryResult(json('{"A.AMT":"1.00","A.AMT":"1.00"}'))).toThrow('a name stands twice');
  });

  it('is read when the same names only stand in different rows, in lists or inside values', () => {
    const rows = String.raw`{"A.T":"say \"A.T\": \\","B":"x: y"},{"A.T":"{\"A.T\":1}","B":""}`;
    expect(readQueryResult(json(rows, 2)).rows.map((row) => row.get('T'))).toEqual([
      String.raw`say "A.T": \ `.trim(),
      '{"A.T":1}',
    ]);
    expect(readQueryResult('{"data":{"query":{"rows":[]}}}').rows).toEqual([]);
  });
});

describe('a row that lacks a column others have', () => {
  it('is an error that names row and column, never a blank', () => {
    const result = readQueryResult('<query numrows="2"><row><A.X>1</A.X><A.Y/></row><row><A.X>2</A.X></row></query>');
    expect(() => assertColumns('query Q', result, ['X', 'Y'])).toThrow('row 2 of query Q lacks the column Y');
    expect(() => assertColumns('query Q', result, ['X'])).not.toThrow();
  });
});
