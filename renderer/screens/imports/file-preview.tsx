import { Button, Field, Input } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { FilePreview } from '../../../shared/contract/files.ts';
import { useClient } from '../../api/client-context.ts';
import { filePreviewQuery } from '../../api/queries.ts';
import { EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { formatCount } from '../../ui/money.ts';
import { figures, TableHead } from '../../ui/table-head.tsx';
import { ColumnMap } from './column-map.tsx';
import type { FileImportWork, HandedOver } from './use-file-import.ts';

interface FilePreviewPaneProps {
  readonly handed: HandedOver;
  readonly work: FileImportWork;
}

/** A file before it is taken in: how it is read, what of it cannot be read, and what it comes to. */
export function FilePreviewPane({ handed, work }: FilePreviewPaneProps): ReactNode {
  const query = useQuery(filePreviewQuery(useClient(), { uploadId: handed.uploadId, map: work.map }));
  const [name, setName] = useState('');
  const preview = query.data;
  if (query.isError) return <EmptyFailed error={query.error} retry={() => void query.refetch()} />;
  if (preview === undefined) return <EmptyLoading what={handed.name} />;
  const table = preview.table;
  // What could be read in two ways is taken in only after a person has said which.
  const isAsked = table !== null && table.asks.length > 0;
  const canStart = preview.rows > preview.faultCount && !isAsked && !work.isBusy;
  const start = () => work.start(table?.map ?? null, name.trim() === '' ? null : name.trim());
  return (
    <div className="posting-scroll file-preview">
      <h2>{handed.name}</h2>
      <p>
        {preview.title}. {preview.writtenAs}. {formatCount(preview.rows)} rows
        {preview.faultCount === 0 ? '.' : `, ${formatCount(preview.faultCount)} of them cannot be read.`}
      </p>
      {preview.earlier !== null && <p className="warn">{preview.earlier}</p>}
      <Totals totals={preview.totals} />
      <p className="chips">
        <Button size="small" appearance="primary" disabled={!canStart} onClick={start}>
          Take {formatCount(preview.rows - preview.faultCount)} rows in
        </Button>
        <Button size="small" onClick={work.leave}>
          Leave it
        </Button>
      </p>
      <Faults preview={preview} />
      {table !== null && (
        <>
          <ColumnMap table={table} change={work.remap} />
          <Field size="small" label="Keep this map by a name, for the next file (optional)">
            <Input value={name} maxLength={60} onChange={(_, { value }) => setName(value)} />
          </Field>
        </>
      )}
      <FirstRows rows={preview.first} roles={table?.roles ?? []} />
      <p className="quiet">{preview.cannotGive}</p>
    </div>
  );
}

function Totals({ totals }: Pick<FilePreview, 'totals'>): ReactNode {
  if (totals.length === 0) return null;
  return (
    <table className="plain-table preview-table">
      <TableHead columns={['Currency', figures('Rows'), figures('Net')]} />
      <tbody>
        {totals.map(({ currency, count, net }) => (
          <tr key={currency}>
            <td>{currency}</td>
            <td className="figures right">{formatCount(count)}</td>
            <td className="figures right">{net.replace('-', '\u2212')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Faults({ preview }: { readonly preview: FilePreview }): ReactNode {
  if (preview.faults.length === 0) return null;
  return (
    <ul className="refusal-list" aria-label="Cannot be read">
      {preview.faults.map(({ line, column, reason }) => (
        <li key={`${line} ${column} ${reason}`}>
          Line {formatCount(line)}
          {column === '' ? '' : `, column ${column}`}: {reason}
        </li>
      ))}
      {preview.faultCount > preview.faults.length && (
        <li>and {formatCount(preview.faultCount - preview.faults.length)} more</li>
      )}
    </ul>
  );
}

interface FirstRowsProps {
  readonly rows: FilePreview['first'];
  readonly roles: NonNullable<FilePreview['table']>['roles'];
}

function FirstRows({ rows, roles }: FirstRowsProps): ReactNode {
  const labelOf = (column: string) => roles.find(({ role }) => role === column)?.label ?? column;
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (columns.length === 0) return null;
  return (
    <div className="first-rows" role="region" aria-label="First rows" tabIndex={0}>
      <table className="plain-table preview-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {labelOf(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={`${row['id'] ?? ''} ${at}`}>
              {columns.map((column) => (
                <td key={column}>{row[column] ?? ''}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
