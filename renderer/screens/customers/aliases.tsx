import { Button } from '@fluentui/react-components';
import { useRef, useState } from 'react';
import type { ReactNode, RefObject } from 'react';
import type { AliasRow } from '../../../shared/contract/customer-aliases.ts';
import type { AliasFacet } from '../../../shared/domain/customer-aliases.ts';
import { useTurnAlias } from '../../api/mutations.ts';
import { useCompany } from '../../app/company-context.ts';
import { useDecisionKeys } from '../../app/decision-keys.ts';
import { useKeys } from '../../app/key-dispatch.ts';
import { useNotices } from '../../app/notice.ts';
import { enterPane, isOnHeading } from '../../app/panes.ts';
import { useRowDecisions } from '../../app/use-row-decisions.ts';
import { Empty } from '../../ui/empty.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { AliasDetail } from './alias-detail.tsx';
import { AliasDialog } from './alias-dialog.tsx';
import { AliasPane } from './alias-pane.tsx';

interface AliasesProps {
  readonly facet: AliasFacet;
  readonly text: string;
  /** The chips of the lists. */
  readonly filter: ReactNode;
  readonly clear: () => void;
}

const NOTHING = 'Nothing is selected.';

/** Forgets the alias that is current, or remembers it again. */
function useTurn(
  grid: RefObject<GridHandle<'aliases'> | null>,
  current: AliasRow | null,
  setCurrent: (row: AliasRow) => void,
) {
  const { say } = useNotices();
  const turn = useTurnAlias();
  const decisions = useRowDecisions(grid);
  const turnIt = () => {
    if (current === null) return say(NOTHING, 'hint');
    const to = current.forgottenAt === null ? ('forgotten' as const) : ('recalled' as const);
    const { onSuccess, onError } = decisions.done(decisions.herPlace(), false);
    turn.mutate(
      { aliasId: current.key, seenVersion: current.version, to },
      {
        onSuccess: (made) => {
          onSuccess(made);
          setCurrent(made.row);
        },
        onError,
      },
    );
  };
  return { turnIt, isTurning: turn.isPending, decisions };
}

/** What persons remember of customers: each can be given another customer or day, forgotten, and remembered again. */
export function Aliases({ facet, text, filter, clear }: AliasesProps): ReactNode {
  const { unit } = useCompany();
  const grid = useRef<GridHandle<'aliases'>>(null);
  const [current, setCurrent] = useState<AliasRow | null>(null);
  const [asked, setAsked] = useState<AliasRow | 'new' | null>(null);
  const { turnIt, isTurning, decisions } = useTurn(grid, current, setCurrent);
  useDecisionKeys({ undo: turnIt }, { isBusy: isTurning, place: current?.key ?? null });
  useKeys({
    open: () => !isOnHeading() && enterPane('decision'),
    remember: () => setAsked('new'),
    undoLatest: decisions.undoLatest,
    showArrived: () => grid.current?.showArrived(),
  });
  const { error } = decisions;
  return (
    <>
      <div className="customer-filter">
        {filter}
        <Button size="small" onClick={() => setAsked('new')}>
          Remember an alias… <kbd>M</kbd>
        </Button>
      </div>
      {error !== null && <FailureNotice error={error} dismiss={decisions.dismissError} />}
      <div className="panes alias-panes">
        <AliasPane ref={grid} onCurrent={setCurrent} {...{ facet, text, clear }} add={() => setAsked('new')} />
        <section className="pane" aria-label="Alias" data-pane="decision">
          {current === null ? (
            <Empty title="Nothing selected" />
          ) : (
            <AliasDetail
              row={current}
              zone={unit.zone}
              isBusy={isTurning}
              change={() => setAsked(current)}
              turn={turnIt}
            />
          )}
        </section>
      </div>
      {asked !== null && (
        <AliasDialog
          start={asked === 'new' ? { change: null, spelling: '', custId: '' } : { change: asked }}
          close={(row) => {
            setAsked(null);
            if (row === null) return;
            setCurrent(row);
            grid.current?.replace(row);
            if (asked === 'new') grid.current?.reload();
          }}
        />
      )}
    </>
  );
}
