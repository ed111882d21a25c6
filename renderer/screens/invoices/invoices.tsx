import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { InvoiceList } from '../../../shared/contract/invoices.ts';
import { useClient } from '../../api/client-context.ts';
import { invoicesQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { ScreenHead } from '../../app/screen-head.tsx';
import { Empty, EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { FilterChips } from '../../ui/filter-chips.tsx';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import { nextRow, placeAfter, rowAtPlace } from '../../ui/row-at-place.ts';
import type { Place } from '../../ui/row-at-place.ts';
import { invoicesSentence, isToDecide, linesOf, TAB_WORDS, TABS } from './invoice-lines.ts';
import type { Line, Tab } from './invoice-lines.ts';
import './invoices.css';
import { LinePane } from './line-pane.tsx';
import { LineTable } from './line-table.tsx';
import { useInvoiceActions } from './use-invoice-actions.ts';
import type { InvoiceActions } from './use-invoice-actions.ts';
import { useInvoiceKeys } from './use-invoice-keys.ts';

/** Stripe's invoices on their way into Receivables: to approve, approved, and what only a clerk can do there. */
export function Invoices(): ReactNode {
  const { unit } = useCompany();
  const { data: list, error, refetch } = useQuery(invoicesQuery(useClient(), unit.unit));
  const [tab, setTab] = useState<Tab>('waiting');
  const [place, setPlace] = useState<Place | null>(null);
  const lines = list === undefined ? [] : linesOf(list, tab);
  const current = rowAtPlace(lines, place);
  const goOn = (id: string) => setPlace((now) => placeAfter(lines, now, id, nextRow(lines, id, isToDecide)));
  const actions = useInvoiceActions(unit.unit, list, current, goOn);
  const choose = (line: Line | undefined) => {
    if (line !== undefined) setPlace({ id: line.id, at: lines.indexOf(line) });
  };
  const show = (next: Tab) => {
    setPlace(null);
    setTab(next);
  };
  useInvoiceKeys({ tab, show, lines, current, choose, actions });
  return (
    <section className="screen invoices" aria-label="Invoices">
      <ScreenHead title="Invoices" sentence={invoicesSentence(list)} />
      <FilterChips
        label="Lists"
        chips={TABS.map((name) => ({
          name,
          label: TAB_WORDS[name],
          count: list === undefined ? null : linesOf(list, name).length,
        }))}
        chosen={tab}
        choose={show}
      />
      {actions.error !== null && <FailureNotice error={actions.error} dismiss={actions.dismissError} />}
      <div className="panes panes-detail">
        <section className="pane" aria-label={TAB_WORDS[tab]} data-pane="rows">
          <div className="scroll">
            {list === undefined && error === null && <EmptyLoading what="the invoices" />}
            {list === undefined && error !== null && <EmptyFailed error={error} retry={() => void refetch()} />}
            {list !== undefined && lines.length === 0 && <NoLines list={list} tab={tab} />}
            {lines.length > 0 && <LineTable tab={tab} lines={lines} current={current} choose={choose} />}
          </div>
        </section>
        <section className="pane" aria-label="Document" data-pane="decision">
          {current === null ? <Empty title="Nothing selected" /> : <LinePane line={current} actions={actions} />}
        </section>
      </div>
      <AskReason actions={actions} />
    </section>
  );
}

function NoLines({ list, tab }: { readonly list: InvoiceList; readonly tab: Tab }): ReactNode {
  if (tab === 'orders') return <Empty title="No work orders">Nothing is left for a clerk to do in PeopleSoft.</Empty>;
  if (list.off !== null) return <Empty title="Invoices are not posted">{list.off}</Empty>;
  return <Empty title={tab === 'waiting' ? 'No invoice waits' : 'Nothing approved waits to be sent'} />;
}

function AskReason({ actions }: { readonly actions: InvoiceActions }): ReactNode {
  const { asks, give } = actions;
  if (asks === null) return null;
  const isClose = asks.what === 'close';
  return (
    <ReasonDialog
      title={isClose ? `Close the work order for ${asks.line.item}` : `Take back ${asks.line.item}`}
      explanation={
        isClose
          ? 'Say what was done in PeopleSoft, or why nothing is to be done. Your words are kept with it.'
          : 'It has not left yet and waits among the invoices again. Say why.'
      }
      confirmLabel={isClose ? 'Close' : 'Take back'}
      isRequired
      suggestions={
        isClose ? ['Written off', 'Closed by hand', 'Still to be collected'] : ['Wrong month', 'Wrong customer']
      }
      onCancel={() => give(null)}
      onConfirm={give}
    />
  );
}
