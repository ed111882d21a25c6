import type { ReactNode } from 'react';
import type { FileImport } from '../../../shared/contract/files.ts';
import { formatInstant } from '../../ui/dates.ts';
import { formatCount } from '../../ui/money.ts';
import { figures, TableHead } from '../../ui/table-head.tsx';

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
      <TableHead columns={['File', 'Taken in', 'By', figures('Rows'), figures('Refused'), 'State']} />
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
            <td>
              {STATE_WORDS[row.state]}
              {row.proofs.some(({ state }) => state === 'open') && <span className="bad">, balance differs</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
