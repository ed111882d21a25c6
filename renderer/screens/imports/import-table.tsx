import type { ReactNode } from 'react';
import type { FileImport } from '../../../shared/contract/files.ts';
import { formatInstant } from '../../ui/dates.ts';
import { formatCount } from '../../ui/money.ts';

export const STATE_WORDS: Readonly<Record<FileImport['state'], string>> = {
  running: 'being taken in',
  done: 'taken in',
  brokenOff: 'broken off',
  undoing: 'being taken back',
  undone: 'taken back',
};

interface ImportTableProps {
  readonly rows: readonly FileImport[];
  readonly current: number | null;
  readonly zone: string;
  readonly choose: (importId: number) => void;
}

/** Imports, the latest first. */
export function ImportTable({ rows, current, zone, choose }: ImportTableProps): ReactNode {
  return (
    <table className="plain-table import-table">
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col">Taken in</th>
          <th scope="col">By</th>
          <th scope="col" className="right">
            Rows
          </th>
          <th scope="col" className="right">
            Refused
          </th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.importId}
            tabIndex={row.importId === current ? 0 : -1}
            aria-current={row.importId === current}
            onClick={() => choose(row.importId)}
          >
            <td title={row.fileName}>{row.fileName}</td>
            <td>{formatInstant(row.startedAt, zone)}</td>
            <td>{row.actor}</td>
            <td className="figures right">{formatCount(row.read)}</td>
            <td className={row.refused > 0 ? 'figures right warn' : 'figures right'}>{formatCount(row.refused)}</td>
            <td>{STATE_WORDS[row.state]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
