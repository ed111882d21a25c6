import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { FileImport } from '../../../shared/contract/files.ts';
import { useClient } from '../../api/client-context.ts';
import { filesQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { useKeys } from '../../app/key-dispatch.ts';
import { enterPane, paneWithFocus } from '../../app/panes.ts';
import { ScreenHead } from '../../app/screen-head.tsx';
import { Empty, EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { FilePreviewPane } from './file-preview.tsx';
import { ImportDetail } from './import-detail.tsx';
import { ImportTable } from './import-table.tsx';
import { useFileImport } from './use-file-import.ts';
import './imports.css';

/** What comes by file: Stripe's reports and recorded data are looked at, taken in, and taken back whole. */
export function Imports(): ReactNode {
  const query = useQuery(filesQuery(useClient()));
  const { unit } = useCompany();
  const work = useFileImport();
  const rows = query.data?.imports ?? [];
  const [chosen, setChosen] = useState<number | null>(null);
  const current = rows.find(({ importId }) => importId === chosen) ?? rows[0];
  const input = useRef<HTMLInputElement>(null);
  const walk = (event: KeyboardEvent): boolean => {
    if (['decision', 'nav'].includes(paneWithFocus() ?? '')) return false;
    if (paneWithFocus() !== 'rows') enterPane('rows');
    const at = rows.findIndex(({ importId }) => importId === current?.importId) + (event.key === 'ArrowUp' ? -1 : 1);
    setChosen(rows[Math.min(Math.max(at, 0), rows.length - 1)]?.importId ?? null);
    return true;
  };
  useKeys({
    row: walk,
    open: () => enterPane('decision'),
    back: () => enterPane('rows'),
    undo: () => {
      if (current !== undefined && canTakeBack(current)) work.takeBack(current.importId);
    },
  });
  return (
    <section className="screen" aria-label="Imports">
      <ScreenHead title="Imports" sentence={sentence(rows)}>
        <Button size="small" appearance="primary" disabled={work.isBusy} onClick={() => input.current?.click()}>
          Choose a file
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label="File to take in"
          accept=".csv,.txt,.tsv,.json,.jsonl,.ndjson"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (file !== undefined) work.choose(file);
          }}
        />
      </ScreenHead>
      {work.error !== null && <FailureNotice error={work.error} dismiss={work.dismissError} />}
      <div className="panes panes-detail imports-panes">
        <section className="pane scroll" aria-label="Files taken in" data-pane="rows">
          {query.data === undefined ? (
            query.isError ? (
              <EmptyFailed error={query.error} retry={() => void query.refetch()} />
            ) : (
              <EmptyLoading what="the imports" />
            )
          ) : rows.length === 0 ? (
            NOTHING_TAKEN_IN
          ) : (
            <ImportTable rows={rows} current={current?.importId ?? null} zone={unit.zone} choose={setChosen} />
          )}
        </section>
        <section className="pane posting-pane" aria-label="What it holds" data-pane="decision">
          {work.handed !== null ? (
            <FilePreviewPane key={work.handed.uploadId} handed={work.handed} work={work} />
          ) : current === undefined ? (
            NOTHING_CHOSEN
          ) : (
            <ImportDetail row={current} canTakeBack={canTakeBack(current)} work={work} />
          )}
        </section>
      </div>
    </section>
  );
}

const NOTHING_TAKEN_IN = (
  <Empty title="No file has been taken in yet">
    Each file stands here with what came of it, and can be taken back as a whole.
  </Empty>
);
const NOTHING_CHOSEN = (
  <Empty title="Choose a Stripe report (CSV) or recorded data (JSON)">
    What the file holds is shown first; nothing is taken in before you say so.
  </Empty>
);

function canTakeBack({ state }: FileImport): boolean {
  return state === 'done' || state === 'brokenOff' || state === 'undoing';
}

function sentence(rows: readonly FileImport[]): string {
  const standing = rows.filter(({ state }) => state === 'done').length;
  const refused = rows.reduce((sum, row) => sum + (row.state === 'done' ? row.refused : 0), 0);
  if (rows.length === 0) return '';
  return `${standing} ${standing === 1 ? 'file stands' : 'files stand'} in the books${refused === 0 ? '' : `; ${refused} ${refused === 1 ? 'row was' : 'rows were'} refused`}.`;
}
