import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import {
  TWO_FILE_FACETS,
  type TwoFileFacet,
  type TwoFileRow,
  type TwoFileState,
} from '../../../shared/contract/two-files.ts';
import { useClient } from '../../api/client-context.ts';
import { twoFilesDetailQuery } from '../../api/queries.ts';
import { useDecisionKeys } from '../../app/decision-keys.ts';
import { useFindText } from '../../app/find-text.ts';
import { useKeys } from '../../app/key-dispatch.ts';
import { definePane, enterPane, isOnHeading } from '../../app/panes.ts';
import { Empty, EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { SnapshotGrid } from '../../ui/grid/snapshot-grid.tsx';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { neighbourIn } from '../../ui/neighbour-in.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { LINE_COLUMNS, LINE_COPY } from './line-columns.tsx';
import { LineDetail } from './line-detail.tsx';
import { TWO_FILE_FACET_WORDS } from './two-file-words.ts';
import { useLineActions } from './use-line-actions.ts';
import type { TwoFilesWork } from './use-two-files.ts';

const SETTLE_MS = 90;
const TYPING_MS = 250;

interface FoundLinesProps {
  readonly result: NonNullable<TwoFileState['result']>;
  readonly work: TwoFilesWork;
}

/** What was found between the two files, filter by filter; a person says what of it holds. */
export function FoundLinesPane({ result, work }: FoundLinesProps): ReactNode {
  const { run, counts } = result;
  const client = useClient();
  const { text, find, focusBox } = useFindText();
  const wanted = useSettled(text, TYPING_MS).trim();
  const [facet, setFacet] = useState<TwoFileFacet>(counts.open > 0 ? 'open' : 'all');
  const grid = useRef<GridHandle<'twoFiles'>>(null);
  const [current, setCurrent] = useState<TwoFileRow | null>(null);
  const settledKey = useSettled(current?.key ?? null, SETTLE_MS);
  const detail = useQuery({
    ...twoFilesDetailQuery(client, { run, key: settledKey ?? 1 }),
    enabled: settledKey !== null,
  });
  const shown = detail.data?.row.key === current?.key ? detail.data : undefined;
  const actions = useLineActions(run, shown, grid);
  useDecisionKeys(
    { approve: () => actions.accept(), reject: () => actions.refuse(), undo: () => actions.undo() },
    { isBusy: actions.isBusy, place: current?.key ?? null },
  );
  useKeys({
    undoLatest: () => actions.undoLatest(),
    open: () => !isOnHeading() && enterPane('decision'),
    back: () => enterPane('rows'),
    previousFacet: () => setFacet(neighbourIn(TWO_FILE_FACETS, facet, -1)),
    nextFacet: () => setFacet(neighbourIn(TWO_FILE_FACETS, facet, 1)),
    find: () => focusBox(),
    exportList: () => work.write(run),
  });
  return (
    <>
      <Facets chosen={facet} counts={counts} choose={setFacet} />
      {actions.error !== null && <FailureNotice error={actions.error} dismiss={actions.dismissError} />}
      <div className="panes two-file-panes">
        <section
          className="pane"
          aria-label="Lines"
          data-pane="rows"
          ref={(element) => definePane(element, () => grid.current?.focus() === true)}
        >
          <SnapshotGrid
            ref={grid}
            label="Lines"
            noun="lines"
            topic="twoFiles"
            request={{ list: 'twoFiles', run, facet, ...(wanted === '' ? {} : { text: wanted }) }}
            columns={LINE_COLUMNS}
            copyColumns={LINE_COPY}
            selection="follow"
            takesFocusAtStart
            onCurrent={setCurrent}
            empty={<NoLines facet={facet} text={wanted} clear={() => find('')} showAll={() => setFacet('all')} />}
          />
        </section>
        <section className="pane" aria-label="Line" data-pane="decision">
          {current === null ? (
            <Empty title="Nothing selected" />
          ) : shown !== undefined ? (
            <LineDetail detail={shown} actions={actions} />
          ) : detail.isError ? (
            <EmptyFailed error={detail.error} retry={() => void detail.refetch()} />
          ) : (
            <EmptyLoading what="the line" />
          )}
        </section>
      </div>
    </>
  );
}

interface FacetsProps {
  readonly chosen: TwoFileFacet;
  readonly counts: FoundLinesProps['result']['counts'];
  readonly choose: (facet: TwoFileFacet) => void;
}

function Facets({ chosen, counts, choose }: FacetsProps): ReactNode {
  const chips = TWO_FILE_FACETS.map((name) => ({ name, label: TWO_FILE_FACET_WORDS[name], count: counts[name] }));
  return <FilterChips chips={chips} chosen={chosen} choose={choose} />;
}

interface NoLinesProps {
  readonly facet: TwoFileFacet;
  readonly text: string;
  readonly clear: () => void;
  readonly showAll: () => void;
}

function NoLines({ facet, text, clear, showAll }: NoLinesProps): ReactNode {
  if (text !== '')
    return (
      <Empty title={`No line holds “${text}”`} action={{ label: 'Clear the search', run: clear }}>
        Looked in “{TWO_FILE_FACET_WORDS[facet]}” only.
      </Empty>
    );
  if (facet === 'all') return <Empty title="Neither file has a row" />;
  const title = facet === 'open' ? 'Nothing waits for your word' : `None under “${TWO_FILE_FACET_WORDS[facet]}”`;
  return <Empty title={title} action={{ label: 'Show all', run: showAll }} />;
}
