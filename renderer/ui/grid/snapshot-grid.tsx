import { AgGridReact } from 'ag-grid-react';
import type { ColDef, RowClassRules, RowSelectionOptions } from 'ag-grid-community';
import { useMemo } from 'react';
import type { ClipboardEvent, KeyboardEvent as ReactKeyboardEvent, ReactNode, Ref } from 'react';
import { Button } from '@fluentui/react-components';
import type { EventPayload } from '../../../shared/contract/contract.ts';
import { EmptyFailed, EmptyLoading } from '../empty.tsx';
import { rowsToHtml, rowsToTsv } from '../copy-rows.ts';
import type { CopyColumn } from '../copy-rows.ts';
import { formatCount } from '../money.ts';
import { useGridController } from './use-grid-controller.ts';
import { PAGE_ROWS } from './grid-controller.ts';
import { ROW_HEIGHT } from './grid-place.ts';
import type { GridController } from './grid-controller.ts';
import { gridTheme } from './grid-theme.ts';
import type { ListName, ListRequest, OpenedView, RowOf } from './view-source.ts';

/** What the screen around a grid may ask of it. */
export type GridHandle<L extends ListName> = Pick<
  GridController<L>,
  'focus' | 'goTo' | 'goToKey' | 'goToNextOpen' | 'rememberPlace' | 'replace' | 'reload' | 'rowWithKeyboard'
> & {
  /** Opens the list again when rows arrived behind the "new" bar. */
  readonly showArrived: () => void;
};

export interface SnapshotGridProps<L extends ListName> {
  readonly ref?: Ref<GridHandle<L>>;
  /** Name of the grid for a screen reader. */
  readonly label: string;
  /** What the rows are, in the plural, e.g. `movements`. */
  readonly noun: string;
  readonly request: ListRequest<L>;
  readonly topic: EventPayload<'data.changed'>['topics'][number];
  readonly columns: ColDef<RowOf<L>>[];
  readonly copyColumns: readonly CopyColumn<RowOf<L>>[];
  /** `follow`: the row with the keyboard on it is the selected one. `many`: Space and a click select and clear rows. */
  readonly selection: 'follow' | 'many';
  readonly initialKey?: number | null;
  readonly takesFocusAtStart?: boolean;
  readonly rowClassRules?: RowClassRules<RowOf<L>>;
  /** Only for `many`. */
  readonly selectedKeys?: ReadonlySet<number>;
  readonly onToggle?: (row: RowOf<L>, isSelected: boolean) => void;
  readonly onCurrent?: (row: RowOf<L> | null) => void;
  readonly onOpened?: (opened: OpenedView) => void;
  /** Shown when the list holds nothing. */
  readonly empty: ReactNode;
}

const FOLLOW: RowSelectionOptions = { mode: 'singleRow', checkboxes: false, enableClickSelection: false };
const MANY: RowSelectionOptions = {
  mode: 'multiRow',
  checkboxes: false,
  headerCheckbox: false,
  enableClickSelection: true,
  enableSelectionWithoutKeys: true,
};
/** As `ui.css` has it: a width of our own, so that columns never lie under a scroll bar that the system overlays or hides. */
const SCROLLBAR_PX = 12;
/** Holding a scroll bar passes many pages; those of a long list are asked for only where it comes to rest. */
const SCROLL_REST_MS = 40;

function isEndKey(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>): boolean {
  return (event.key === 'Home' || event.key === 'End') && (event.ctrlKey || event.metaKey);
}

/** Columns hold still; Tab, Enter and Space belong to the window. */
function defaultColumnOf<Row>(): ColDef<Row> {
  return {
    sortable: true,
    resizable: false,
    suppressMovable: true,
    suppressHeaderMenuButton: true,
    suppressKeyboardEvent: ({ event }) => [' ', 'Tab', 'Enter'].includes(event.key) || isEndKey(event),
  };
}

function isOnCell({ target }: ReactKeyboardEvent): boolean {
  return target instanceof Element && target.closest('[role=gridcell]') !== null;
}

/** A grid over view snapshots of one list: only the pages on screen are loaded, and the place is never lost. */
export function SnapshotGrid<L extends ListName>(props: SnapshotGridProps<L>): ReactNode {
  const { selection, rowClassRules, selectedKeys, onToggle } = props;
  const { box, controller, phase, isFilled, arrived, showArrived } = useGridController(props);
  const defaultColumn = useMemo(() => defaultColumnOf<RowOf<L>>(), []);
  const copy = (event: ClipboardEvent) => {
    const rows = window.getSelection()?.isCollapsed === false ? [] : controller.rowsToCopy();
    if (rows.length === 0) return;
    event.clipboardData.setData('text/plain', rowsToTsv(props.copyColumns, rows));
    event.clipboardData.setData('text/html', rowsToHtml(props.copyColumns, rows));
    event.preventDefault();
  };
  // The grid itself would scroll to an end without taking the keyboard along, and tell of a selection only after the next key:
  // over a slow line Space and A arrive together, and A must see what Space did.
  const keyDown = (event: ReactKeyboardEvent) => {
    if (isEndKey(event)) controller.goToEnd(event.key === 'Home' ? 'first' : 'last');
    else if (event.key === ' ' && selection === 'many' && isOnCell(event)) {
      const row = controller.rowWithKeyboard();
      if (row !== null) onToggle?.(row, selectedKeys?.has(row.key) !== true);
    } else return;
    event.preventDefault();
  };
  return (
    <div
      role="presentation"
      className="grid-box"
      ref={box}
      onCopy={copy}
      onKeyDown={keyDown}
      aria-busy={phase.kind === 'loading'}
    >
      {arrived > 0 && (
        <Button className="arrived" size="small" shape="circular" onClick={showArrived}>
          {formatCount(arrived)} new <kbd>N</kbd>
        </Button>
      )}
      <AgGridReact<RowOf<L>>
        theme={gridTheme}
        rowModelType="infinite"
        columnDefs={props.columns}
        defaultColDef={defaultColumn}
        rowSelection={selection === 'follow' ? FOLLOW : MANY}
        rowHeight={ROW_HEIGHT}
        cacheBlockSize={PAGE_ROWS}
        maxBlocksInCache={8}
        {...(selection === 'follow' ? { blockLoadDebounceMillis: SCROLL_REST_MS } : {})}
        infiniteInitialRowCount={1}
        rowBuffer={6}
        alwaysShowVerticalScroll
        scrollbarWidth={SCROLLBAR_PX}
        animateRows={false}
        suppressOverlays={['loading', 'noRows']}
        {...(rowClassRules === undefined ? {} : { rowClassRules })}
        getRowId={({ data }) => String(data.key)}
        focusGridInnerElement={() => controller.focus()}
        onGridReady={({ api }) => controller.attach(api, box.current, props.label)}
        onGridPreDestroyed={() => controller.detach()}
        onCellFocused={(event) => controller.cellFocused(event)}
        onModelUpdated={() => controller.modelUpdated()}
        onRowSelected={({ node, data, source }) => {
          if (source !== 'api' && data !== undefined) onToggle?.(data, node.isSelected() === true);
        }}
      />
      {phase.kind === 'loading' && !isFilled && <EmptyLoading what={props.noun} />}
      {phase.kind === 'failed' && <EmptyFailed error={phase.error} retry={() => controller.reload()} />}
      {phase.kind === 'ready' && phase.opened.total === 0 && props.empty}
    </div>
  );
}
