import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { FileImport } from '../../../shared/contract/files.ts';
import { ObjectId } from '../../ui/object-id.tsx';
import { formatCount } from '../../ui/money.ts';
import { reportPeriod, ReportProofTable } from '../../ui/report-proof-table.tsx';
import { STATE_WORDS } from './import-table.tsx';
import type { FileImportWork } from './use-file-import.ts';

/** What a person has to know of an import that may have ended in the middle. */
const CUT_OFF: Readonly<Partial<Record<FileImport['state'], string>>> = {
  brokenOff:
    'It ended in the middle: what it had brought by then stands. Take the file in again to add the rest, or take this import back.',
  undoing: 'If Tieout ended meanwhile, take it back again: it goes on where it stopped.',
};

interface ImportDetailProps {
  readonly row: FileImport;
  readonly canTakeBack: boolean;
  readonly work: FileImportWork;
}

/** What one import brought, what it refused, and the way to take it back. */
export function ImportDetail({ row, canTakeBack, work }: ImportDetailProps): ReactNode {
  const counts = [
    ['Accepted', row.accepted],
    ['Superseded by something newer', row.superseded],
    ['In suspense', row.suspense],
    ['Refused', row.refused],
  ] as const;
  return (
    <div className="posting-scroll import-detail">
      <h2>{row.fileName}</h2>
      <p>
        {row.title}; {STATE_WORDS[row.state]}
        {row.undoneBy === null ? '' : ` by ${row.undoneBy}`}.
      </p>
      {CUT_OFF[row.state] !== undefined && <p>{CUT_OFF[row.state]}</p>}
      <dl className="import-counts">
        {counts.map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{formatCount(count)}</dd>
          </div>
        ))}
        <div>
          <dt>SHA-256</dt>
          <dd>
            <ObjectId id={row.sha256} />
          </dd>
        </div>
      </dl>
      {canTakeBack && (
        <p className="chips">
          <Button size="small" disabled={work.isBusy} onClick={() => work.takeBack(row.importId)}>
            Take this import back <kbd>U</kbd>
          </Button>
        </p>
      )}
      {row.proofs[0] !== undefined && (
        <ReportProofTable proofs={row.proofs} caption={`Held against the rows, ${reportPeriod(row.proofs[0])}`} />
      )}
      {row.refusals.length > 0 && (
        <>
          <h3>Refused</h3>
          <ul className="refusal-list">
            {row.refusals.map(({ line, reason }) => (
              <li key={`${line} ${reason}`}>
                Line {formatCount(line)}: {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
