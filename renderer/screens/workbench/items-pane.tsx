import { Input } from '@fluentui/react-components';
import { useMemo, useState } from 'react';
import type { ReactNode, Ref, RefObject } from 'react';
import type { ItemRow } from '../../../shared/contract/views.ts';
import { useCompany } from '../../app/company-context.ts';
import { definePane, enterPane } from '../../app/panes.ts';
import { clockTime } from '../../ui/dates.ts';
import { Empty } from '../../ui/empty.tsx';
import { SnapshotGrid } from '../../ui/grid/snapshot-grid.tsx';
import type { GridHandle } from '../../ui/grid/snapshot-grid.tsx';
import { formatMoneyWithCurrency, sumByCurrency } from '../../ui/money.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { ITEM_COPY, itemColumns } from './item-columns.tsx';
import type { OwnSelection } from './own-selection.ts';

interface ItemsPaneProps {
  readonly ref: RefObject<GridHandle<'items'> | null>;
  readonly box: RefObject<HTMLInputElement | null>;
  readonly movementKey: number | null;
  readonly selection: OwnSelection;
}
const TYPING_MS = 250;
const ROW_CLASSES = {
  'row-candidate': ({ data }: { data?: ItemRow | undefined }) => data?.standing === 'runnerUp',
};

/** The PeopleSoft side: candidates of the movement first, then the customer's other open items, or any that is looked for. */
export function ItemsPane({ ref, box, movementKey, selection }: ItemsPaneProps): ReactNode {
  const { session, unit } = useCompany();
  const [typed, setTyped] = useState({ movementKey, text: '' });
  const text = typed.movementKey === movementKey ? typed.text : '';
  const settledText = useSettled(text, TYPING_MS).trim();
  const [readAt, setReadAt] = useState<string | null>(null);
  const currency = selection.allocation?.total.currency ?? null;
  const columns = useMemo(() => itemColumns(session.period.slice(0, 4), currency), [session.period, currency]);
  return (
    <section
      className="pane"
      aria-label="PeopleSoft open items"
      data-pane="items"
      ref={(element) => definePane(element, () => ref.current?.focus() === true)}
    >
      <header>
        <strong>PeopleSoft</strong>
        <span className="quiet pane-note">
          open AR items{readAt === null ? '' : `, read ${clockTime(readAt, unit.zone)}`}
        </span>
        <Input
          input={{ ref: box }}
          className="pane-find"
          size="small"
          appearance="filled-darker"
          placeholder="Find any open item"
          aria-label="Find any open item"
          value={text}
          onChange={(_, { value }) => setTyped({ movementKey, text: value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setTyped({ movementKey, text: '' });
            if (event.key === 'Enter' || event.key === 'Escape') {
              event.preventDefault();
              enterPane('items');
            }
          }}
        />
        <SelectionTotal selection={selection} />
      </header>
      <SnapshotGrid
        ref={ref as Ref<GridHandle<'items'>>}
        label="PeopleSoft open items"
        noun="open items"
        topic="items"
        request={{
          list: 'items',
          unit: unit.unit,
          movementKey,
          ...(settledText === '' ? {} : { text: settledText }),
        }}
        columns={columns}
        copyColumns={ITEM_COPY}
        selection="many"
        rowClassRules={ROW_CLASSES}
        selectedKeys={selection.keys}
        onToggle={selection.toggle}
        onOpened={(opened) => setReadAt(opened.readAt)}
        empty={
          <NoItems
            text={settledText}
            clear={() => setTyped({ movementKey, text: '' })}
            find={() => box.current?.focus()}
          />
        }
      />
    </section>
  );
}

function SelectionTotal({ selection }: { readonly selection: OwnSelection }): ReactNode {
  const sums = sumByCurrency(selection.items.map(({ open }) => open));
  return (
    <span className="pane-total figures" aria-live="polite">
      {sums.length === 0
        ? 'None selected'
        : `${selection.items.length} selected · ${sums.map((sum) => formatMoneyWithCurrency(sum)).join(', ')}`}
    </span>
  );
}

interface NoItemsProps {
  readonly text: string;
  readonly clear: () => void;
  readonly find: () => void;
}

function NoItems({ text, clear, find }: NoItemsProps): ReactNode {
  if (text !== '')
    return (
      <Empty title={`No open item holds “${text}”`} action={{ label: 'Back to this customer’s items', run: clear }}>
        Looked at every open item of this unit, by item, customer and amount.
      </Empty>
    );
  return (
    <Empty title="No candidate here" action={{ label: 'Find any open item', run: find }}>
      This movement has no linked customer with open items.
    </Empty>
  );
}
