import { AgGridReact } from 'ag-grid-react';
import type { ColDef, RowClassRules, RowSelectionOptions } from 'ag-grid-community';
import { useEffect, useEffectEvent, useImperativeHandle, useMemo, useRef, useState } from 'react';
import type { ReactNode, Ref } from 'react';
import { Button } from '@fluentui/react-components';
import type { EventPayload } from '../../../shared/contract/contract.ts';
import { useClient } from '../../api/client-context.ts';
import { EmptyFailed, EmptyLoading } from '../empty.tsx';
import { rowsToHtml, rowsToTsv } from '../copy-rows.ts';
import type { CopyColumn } from '../copy-rows.ts';
import { formatCount } from '../money.ts';
import { useArrivals } from './use-arrivals.ts';
import { GridController, PAGE_ROWS, ROW_HEIGHT } from './grid-controller.ts';
import type { GridPhase } from './grid-controller.ts';
import { gridTheme } from './grid-theme.ts';
import type { ListName, ListRequest, OpenedView, RowOf } from './view-source.ts';

/** What the screen around a grid may ask of it. */
export type GridHandle<L extends ListName> = Pick<
  GridController<L>,
  'focus' | 'goTo' | 'goToKey' | 'goToNext' | 'replace' | 'reload'
> & {
  /** Opens the list again when rows arrived behind the "new" bar. */
  readonly showArrived: () => void;
};

interface SnapshotGridProps<L extends ListName> {
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

/** A grid over view snapshots of one list: only the pages on screen are loaded, and the place is never lost. */
export function SnapshotGrid<L extends ListName>(props: SnapshotGridProps<L>): ReactNode {
  const client = useClient();
  const box = useRef<HTMLDivElement>(null);
  const hasStarted = useRef(false);
  const [phase, setPhase] = useState<GridPhase>({ kind: 'loading' });
  const [isFilled, setFilled] = useState(false);
  const [arrived, setArrived] = useState(0);
  const phaseChanged = useEffectEvent((next: GridPhase) => {
    setPhase(next);
    if (next.kind !== 'loading') setFilled(next.kind === 'ready' && next.opened.total > 0);
    if (next.kind !== 'ready') return;
    setArrived(0);
    props.onOpened?.(next.opened);
    if (props.takesFocusAtStart === true && !hasStarted.current) controller.focusWhenThere();
    hasStarted.current = true;
  });
  const currentChanged = useEffectEvent((row: RowOf<L> | null) => props.onCurrent?.(row));
  const rowsChanged = useEffectEvent(() => syncSelection());
  const [controller] = useState(
    () =>
      new GridController<L>(client, {
        onPhase: (next) => phaseChanged(next),
        onCurrent: (row) => currentChanged(row),
        onArrived: setArrived,
        onRows: () => rowsChanged(),
      }),
  );
  const grid = useRef<AgGridReact<RowOf<L>>>(null);
  const syncSelection = () => {
    const { selectedKeys } = props;
    if (selectedKeys === undefined) return;
    grid.current?.api?.forEachNode((node) => {
      if (node.data === undefined) return;
      const isWanted = selectedKeys.has(node.data.key);
      if (node.isSelected() !== isWanted) node.setSelected(isWanted, false, 'api');
    });
  };
  useEffect(() => rowsChanged(), [props.selectedKeys]);
  const requestName = JSON.stringify(props.request);
  const showRequest = useEffectEvent(() => controller.show(props.request, props.initialKey ?? null));
  useEffect(() => showRequest(), [requestName]);
  const showArrived = () => {
    if (arrived > 0) controller.reload();
  };
  useArrivals(client, props.topic, controller, box, arrived);
  useImperativeHandle(props.ref, () => ({
    focus: () => controller.focus(),
    goTo: (position, takesFocus) => controller.goTo(position, takesFocus),
    goToKey: (key, takesFocus) => controller.goToKey(key, takesFocus),
    goToNext: (isWanted, takesFocus) => controller.goToNext(isWanted, takesFocus),
    replace: (row) => controller.replace(row),
    reload: () => controller.reload(),
    showArrived,
  }));
  const defaultColumn = useMemo<ColDef<RowOf<L>>>(
    () => ({
      sortable: true,
      resizable: false,
      suppressMovable: true,
      suppressHeaderMenuButton: true,
      suppressKeyboardEvent: ({ event }) =>
        event.key === 'Tab' || event.key === 'Enter' || (event.key === ' ' && props.selection === 'follow'),
    }),
    [props.selection],
  );
  const copy = (event: React.ClipboardEvent) => {
    const api = grid.current?.api;
    if (api === undefined || window.getSelection()?.isCollapsed === false) return;
    const focused = api.getDisplayedRowAtIndex(api.getFocusedCell()?.rowIndex ?? -1)?.data;
    const selected = api.getSelectedRows();
    const rows = selected.length > 0 ? selected : focused === undefined ? [] : [focused];
    if (rows.length === 0) return;
    event.clipboardData.setData('text/plain', rowsToTsv(props.copyColumns, rows));
    event.clipboardData.setData('text/html', rowsToHtml(props.copyColumns, rows));
    event.preventDefault();
  };
  return (
    <div className="grid-box" ref={box} onCopy={copy} aria-busy={phase.kind === 'loading'}>
      {arrived > 0 && (
        <Button className="arrived" size="small" shape="circular" onClick={showArrived}>
          {formatCount(arrived)} new <kbd>N</kbd>
        </Button>
      )}
      <AgGridReact<RowOf<L>>
        ref={grid}
        theme={gridTheme}
        rowModelType="infinite"
        columnDefs={props.columns}
        defaultColDef={defaultColumn}
        rowSelection={props.selection === 'follow' ? FOLLOW : MANY}
        rowHeight={ROW_HEIGHT}
        cacheBlockSize={PAGE_ROWS}
        maxBlocksInCache={8}
        {...(props.selection === 'follow' ? { blockLoadDebounceMillis: 40 } : {})}
        infiniteInitialRowCount={1}
        rowBuffer={6}
        animateRows={false}
        suppressOverlays={['loading', 'noRows']}
        suppressDragLeaveHidesColumns
        {...(props.rowClassRules === undefined ? {} : { rowClassRules: props.rowClassRules })}
        getRowId={({ data }) => String(data.key)}
        focusGridInnerElement={() => controller.focus()}
        onGridReady={({ api }) => {
          if (box.current === null) return;
          box.current.querySelector('[role=grid], [role=treegrid]')?.setAttribute('aria-label', props.label);
          controller.attach(api, box.current);
        }}
        onCellFocused={(event) => controller.cellFocused(event)}
        onModelUpdated={() => controller.modelUpdated()}
        onRowSelected={({ node, data, source }) => {
          if (source !== 'api' && data !== undefined) props.onToggle?.(data, node.isSelected() === true);
        }}
      />
      {phase.kind === 'loading' && !isFilled && <EmptyLoading what={props.noun} />}
      {phase.kind === 'failed' && <EmptyFailed error={phase.error} retry={() => controller.reload()} />}
      {phase.kind === 'ready' && phase.opened.total === 0 && props.empty}
    </div>
  );
}
