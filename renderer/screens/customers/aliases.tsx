import { Button } from '@fluentui/react-components';
import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { AliasRow } from '../../../shared/contract/customer-aliases.ts';
import type { AliasFacet } from '../../../shared/domain/customer-aliases.ts';
import { useTurnAlias, useUndo } from '../../api/mutations.ts';
import { useCompany } from '../../app/company-context.ts';
import { useDecisionKeys } from '../../app/decision-keys.ts';
import { useKeys } from '../../app/key-dispatch.ts';
import { useNotices } from '../../app/notice.ts';
import { definePane, enterPane, isOnHeading } from '../../app/panes.ts';
import { formatInstant } from '../../ui/dates.ts';
import { Empty } from '../../ui/empty.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { SnapshotGrid } from '../../ui/grid/snapshot-grid.tsx';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { Tag } from '../../ui/tag.tsx';
import { ALIAS_COLUMNS, ALIAS_COPY } from './alias-columns.tsx';
import { AliasDialog } from './alias-dialog.tsx';
import { ALIAS_KIND_WORDS, ALIAS_STANDING_WORDS, aliasSentence } from './alias-words.ts';

interface AliasesProps {
  readonly facet: AliasFacet;
  readonly text: string;
  /** The chips of the lists. */
  readonly filter: ReactNode;
  readonly clear: () => void;
}

const NOTHING = 'Nothing is selected.';

/** What persons remember of customers: each can be given another customer or day, forgotten, and remembered again. */
export function Aliases({ facet, text, filter, clear }: AliasesProps): ReactNode {
  const { unit } = useCompany();
  const { say } = useNotices();
  const [turn, undoLatest] = [useTurnAlias(), useUndo()];
  const grid = useRef<GridHandle<'aliases'>>(null);
  const [current, setCurrent] = useState<AliasRow | null>(null);
  const [asked, setAsked] = useState<AliasRow | 'new' | null>(null);
  const turnIt = () => {
    if (current === null) return say(NOTHING, 'hint');
    const to = current.forgottenAt === null ? ('forgotten' as const) : ('recalled' as const);
    turn.mutate(
      { aliasId: current.key, seenVersion: current.version, to },
      {
        onSuccess: ({ text: said, row }) => {
          say(said);
          setCurrent(row);
          grid.current?.replace(row);
        },
      },
    );
  };
  useDecisionKeys({ undo: turnIt }, { isBusy: turn.isPending, place: current?.key ?? null });
  useKeys({
    open: () => !isOnHeading() && enterPane('decision'),
    remember: () => setAsked('new'),
    undoLatest: () => undoLatest.mutate({}, { onSuccess: ({ undone }) => say(`Your ${undone} is taken back.`) }),
    showArrived: () => grid.current?.showArrived(),
  });
  const error = turn.error ?? undoLatest.error;
  return (
    <>
      <div className="customer-filter">
        {filter}
        <Button size="small" onClick={() => setAsked('new')}>
          Remember an alias… <kbd>M</kbd>
        </Button>
      </div>
      {error !== null && <FailureNotice error={error} dismiss={() => (turn.reset(), undoLatest.reset())} />}
      <div className="panes alias-panes">
        <section
          className="pane"
          aria-label="Aliases"
          data-pane="rows"
          ref={(element) => definePane(element, () => grid.current?.focus() === true)}
        >
          <header>
            <strong>Aliases</strong>
            <span className="quiet">what persons remember, as evidence beside the scores</span>
          </header>
          <SnapshotGrid
            ref={grid}
            label="Aliases of customers"
            noun="aliases"
            topic="customers"
            request={{ list: 'aliases', unit: unit.unit, facet, ...(text === '' ? {} : { text }) }}
            columns={ALIAS_COLUMNS}
            copyColumns={ALIAS_COPY}
            selection="follow"
            takesFocusAtStart
            onCurrent={setCurrent}
            empty={<NoAliases facet={facet} text={text} clear={clear} add={() => setAsked('new')} />}
          />
        </section>
        <section className="pane" aria-label="Alias" data-pane="decision">
          {current === null ? (
            <Empty title="Nothing selected" />
          ) : (
            <AliasDetail
              row={current}
              zone={unit.zone}
              isBusy={turn.isPending}
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

interface AliasDetailProps {
  readonly row: AliasRow;
  readonly zone: string;
  readonly isBusy: boolean;
  readonly change: () => void;
  readonly turn: () => void;
}

function AliasDetail({ row, zone, isBusy, change, turn }: AliasDetailProps): ReactNode {
  const words = ALIAS_STANDING_WORDS[row.standing];
  const isForgotten = row.forgottenAt !== null;
  return (
    <>
      <header>
        <strong>{row.spelling}</strong>
        <Tag tone={words.tone}>{words.label}</Tag>
      </header>
      <div className="customer-acts">
        <div className="acts">
          <Button disabledFocusable={isBusy} onClick={change}>
            Change…
          </Button>
          <Button disabledFocusable={isBusy} onClick={turn}>
            {isForgotten ? 'Remember it again' : 'Forget it'} <kbd>U</kbd>
          </Button>
        </div>
      </div>
      <div className="customer-scroll" tabIndex={0} role="group" aria-label="Details of the alias">
        <section aria-label="What it says">
          <p>
            {ALIAS_KIND_WORDS[row.kind]} “{row.spelling}” is {row.custId} {row.peopleSoftName ?? ''}.
          </p>
          <p>{aliasSentence(row)}</p>
          <dl className="alias-facts">
            <dt>Said by</dt>
            <dd>
              {row.madeBy}, {formatInstant(row.madeAt, zone)}
              {row.isOfLink && ', by confirming a link whose two names differ'}
            </dd>
            <dt>Counts until</dt>
            <dd>{row.expiresDate ?? (row.isOfLink ? 'as long as the link stands' : 'for good')}</dd>
            {row.reason !== null && (
              <>
                <dt>Reason</dt>
                <dd>{row.reason}</dd>
              </>
            )}
            {row.forgottenBy !== null && row.forgottenAt !== null && (
              <>
                <dt>Forgotten by</dt>
                <dd>
                  {row.forgottenBy}, {formatInstant(row.forgottenAt, zone)}
                </dd>
              </>
            )}
          </dl>
        </section>
      </div>
    </>
  );
}

interface NoAliasesProps extends Omit<AliasesProps, 'filter'> {
  readonly add: () => void;
}

function NoAliases({ facet, text, clear, add }: NoAliasesProps): ReactNode {
  if (text !== '')
    return <Empty title={`No alias holds “${text}”`} action={{ label: 'Clear the search', run: clear }} />;
  if (facet === 'ended') return <Empty title="No alias has ended" />;
  return (
    <Empty title="Nobody remembers an alias yet" action={{ label: 'Remember one', run: add }}>
      Confirming a link whose two names differ makes one by itself.
    </Empty>
  );
}
