import type { CellFocusedEvent, GridApi, IGetRowsParams, IRowNode } from 'ag-grid-community';
import type { ContractClient } from '../../api/client.ts';
import { isNowhere, rememberKeyboard } from '../remember-keyboard.ts';
import { findRow, isExpired, openView } from './view-source.ts';
import type { ListName, ListRequest, OpenedView, RowOf, Sort, ViewSource } from './view-source.ts';

export type GridPhase =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly opened: OpenedView }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface GridEvents<L extends ListName> {
  readonly onPhase: (phase: GridPhase) => void;
  readonly onCurrent: (row: RowOf<L> | null) => void;
  readonly onArrived: (count: number) => void;
  /** Keys that should be selected, or undefined where selecting follows the keyboard. */
  readonly selectedKeys: () => ReadonlySet<number> | undefined;
}
interface Place {
  readonly position: number;
  /** Row at the top edge afterwards, or null to scroll only as far as needed. */
  readonly topIndex: number | null;
  /** Asked when the row is there, which may be a while after it was wanted. */
  readonly mayTakeFocus: () => boolean;
}

interface OldPlace {
  readonly mayTakeFocus: () => boolean;
  /** Rows between the top edge and the current row, or null when that was out of sight. */
  readonly rowsAbove: number | null;
  /** Where to go when the current row is not in the new view. */
  readonly position: number;
}

/** Rows a grid asks for at once. */
export const PAGE_ROWS = 100;
/** Row height in pixels, as the grid's theme has it. */
export const ROW_HEIGHT = 30;

const sameSort = (left: Sort | undefined, right: Sort | undefined) =>
  left?.column === right?.column && left?.descending === right?.descending;

/**
 * Keeps one grid over view snapshots: opens them, loads only the pages on screen, and keeps the current row and the scroll
 * position when the view is opened again, sorted anew or expired.
 */
export class GridController<L extends ListName> {
  private readonly client: ContractClient;
  private readonly events: GridEvents<L>;
  private api: GridApi<RowOf<L>> | null = null;
  private box: HTMLElement | null = null;
  private request: ListRequest<L> | null = null;
  private generation = 0;
  private sort: Sort | undefined;
  private source: ViewSource<L> | null = null;
  private firstPage: readonly RowOf<L>[] | null = null;
  private current: { readonly key: number; readonly position: number } | null = null;
  private wanted: Place | null = null;
  private hasScrolled = false;
  private takesFocusNext = false;

  constructor(client: ContractClient, events: GridEvents<L>) {
    this.client = client;
    this.events = events;
  }

  /** Takes over a grid that is ready and gives it its name for a screen reader. */
  attach(api: GridApi<RowOf<L>>, box: HTMLElement | null, label: string): void {
    this.api = api;
    this.box = box;
    box?.querySelector('[role=grid], [role=treegrid]')?.setAttribute('aria-label', label);
    if (this.request !== null) this.restart();
  }

  /** Lets go of a grid that is about to leave the screen: what is still on its way to it is dropped. */
  detach(): void {
    this.api = null;
    this.box = null;
    this.source = null;
    this.generation += 1;
  }

  /** Shows another list; the row with `key` stays the current one when the new list holds it. */
  show(request: ListRequest<L>, key: number | null, takesFocus: boolean): void {
    this.request = request;
    this.takesFocusNext = takesFocus;
    if (key !== null) this.current = { key, position: 0 };
    this.restart('newList');
  }

  /** Opens the same list again and keeps the place. */
  reload(): void {
    this.restart();
  }

  /** Asks the pages on screen again; positions hold still, contents follow. An empty list is opened anew. */
  refresh(): void {
    if (this.source?.opened.total === 0) this.restart();
    else if (this.source !== null) this.api?.refreshInfiniteCache();
  }

  /** Puts the newer contents of a row in its place without asking. */
  replace(row: RowOf<L>): void {
    this.api?.getRowNode(String(row.key))?.setData(row);
  }

  /** Makes the row at `position` the current one, loading and scrolling as needed. */
  goTo(position: number, takesFocus: boolean): void {
    this.place({ position, topIndex: null, mayTakeFocus: takesFocus ? this.rememberFocus() : never });
  }

  /** Goes to the first or the last row of the list, however long it is. */
  goToEnd(end: 'first' | 'last'): void {
    const total = this.source?.opened.total ?? 0;
    if (total > 0) this.goTo(end === 'first' ? 0 : total - 1, true);
  }

  /** Puts the keyboard into the grid, at the current row. Answers false when there is no row. */
  focus(): boolean {
    if (this.api === null || this.api.getDisplayedRowCount() === 0) return false;
    this.goTo(this.current?.position ?? 0, true);
    return true;
  }

  /** Selects the wanted rows that are loaded and clears the others. */
  selectWanted(): void {
    const wanted = this.events.selectedKeys();
    if (wanted === undefined) return;
    this.api?.forEachNode((node) => {
      if (node.data === undefined) return;
      const isWanted = wanted.has(node.data.key);
      if (node.isSelected() !== isWanted) node.setSelected(isWanted, false, 'api');
    });
  }

  /** What Ctrl C copies: the selected rows, else the row with the keyboard on it. */
  rowsToCopy(): readonly RowOf<L>[] {
    const selected = this.api?.getSelectedRows() ?? [];
    if (selected.length > 0) return selected;
    const focused = this.rowWithKeyboard();
    return focused === null ? [] : [focused];
  }

  /** The row that the keyboard is on, when it is loaded. */
  rowWithKeyboard(): RowOf<L> | null {
    return this.api?.getDisplayedRowAtIndex(this.api.getFocusedCell()?.rowIndex ?? -1)?.data ?? null;
  }

  /** Remembers the current row and what holds the keyboard; the answer says whether both are still the same. */
  rememberPlace(): () => boolean {
    const key = this.current?.key;
    const isKeyboardThere = rememberKeyboard();
    return () => this.current?.key === key && isKeyboardThere();
  }

  /** Goes to the row with this key; false when this view does not hold it, or when she has gone elsewhere meanwhile. */
  async goToKey(key: number, takesFocus: boolean): Promise<boolean> {
    return await this.goToFound((source) => source.locate(key), takesFocus);
  }

  /** Goes to the next row that `isWanted` accepts; false when there is none near, or when she has gone elsewhere meanwhile. */
  async goToNext(isWanted: (row: RowOf<L>) => boolean, takesFocus: boolean): Promise<boolean> {
    return await this.goToFound((source) => findRow(source, this.current?.position ?? -1, isWanted), takesFocus);
  }

  /** Follows the keyboard and the mouse: the row of the focused cell is the current one. */
  cellFocused(event: CellFocusedEvent<RowOf<L>>): void {
    if (event.rowIndex === null || event.rowIndex === this.wanted?.position) return;
    const node = this.api?.getDisplayedRowAtIndex(event.rowIndex);
    if (node?.data === undefined) this.wanted = { position: event.rowIndex, topIndex: null, mayTakeFocus: never };
    else {
      this.wanted = null;
      this.makeCurrent(node, node.data, event.rowIndex);
    }
  }

  /** Called when the grid's model changed: a wanted row may be there now. */
  modelUpdated(): void {
    if (this.wanted !== null) this.tryPlace();
    this.selectWanted();
  }

  /** A list that has expired meanwhile is opened again where she was, which is as near as one can get. */
  private async goToFound(
    find: (source: ViewSource<L>) => Promise<number | null>,
    takesFocus: boolean,
  ): Promise<boolean> {
    const { source } = this;
    if (source === null) return false;
    const isThere = this.rememberPlace();
    try {
      const position = await find(source);
      if (position === null || !isThere()) return false;
      this.goTo(position, takesFocus);
      return true;
    } catch (error) {
      if (source !== this.source) return false;
      if (isExpired(error)) this.restart();
      else this.events.onPhase({ kind: 'failed', error });
      return false;
    }
  }

  private hasFocus(): boolean {
    return this.box?.contains(document.activeElement) === true;
  }

  /** Whether the keyboard may be taken later: it is where it is now, on nothing, or in this grid. */
  private rememberFocus(): () => boolean {
    const isThere = rememberKeyboard();
    return () => isThere() || this.hasFocus();
  }

  /** Opens the list; the same one again keeps her position where her row has left it, another one begins at its top. */
  private restart(opens: 'again' | 'newList' = 'again'): void {
    if (this.api === null || this.request === null) return;
    this.generation += 1;
    this.events.onPhase({ kind: 'loading' });
    const takesFocus = this.hasFocus() || (this.takesFocusNext && isNowhere(document.activeElement));
    void this.open(this.api, this.request, this.generation, {
      // The keyboard may come into the grid while the new view is on its way; it stays there.
      mayTakeFocus: takesFocus ? this.rememberFocus() : () => this.hasFocus(),
      rowsAbove: this.rowsAboveCurrent(this.api),
      position: opens === 'again' ? (this.current?.position ?? 0) : 0,
    });
  }

  /** The old rows stay on screen until the first page of the new view is here, so that nothing flickers. */
  private async open(
    api: GridApi<RowOf<L>>,
    request: ListRequest<L>,
    generation: number,
    old: OldPlace,
  ): Promise<void> {
    try {
      const source = await openView(this.client, request, this.sort);
      const { total } = source.opened;
      const first = total === 0 ? [] : await source.rows(0, PAGE_ROWS);
      const found = this.current === null || total === 0 ? null : await source.locate(this.current.key);
      if (generation !== this.generation) return;
      this.takesFocusNext = false;
      this.source = source;
      this.firstPage = first;
      if (total === 0) this.clear();
      else {
        const position = found ?? Math.min(old.position, total - 1);
        const topIndex = old.rowsAbove === null ? null : Math.max(0, position - old.rowsAbove);
        // Judged before the old rows go, and the keyboard with them.
        this.wanted = { position, topIndex, mayTakeFocus: old.mayTakeFocus() ? this.rememberFocus() : never };
        this.hasScrolled = false;
      }
      this.events.onPhase({ kind: 'ready', opened: source.opened });
      api.setGridOption('datasource', {
        rowCount: total,
        getRows: (params: IGetRowsParams<RowOf<L>>) => void this.load(params, source),
      });
    } catch (error) {
      if (generation === this.generation) this.events.onPhase({ kind: 'failed', error });
    }
  }

  private rowsAboveCurrent(api: GridApi<RowOf<L>>): number | null {
    const { top, bottom } = api.getVerticalPixelRange();
    const rows = (this.current?.position ?? 0) - Math.floor(top / ROW_HEIGHT);
    return rows >= 0 && rows < (bottom - top) / ROW_HEIGHT ? rows : null;
  }

  private async load(params: IGetRowsParams<RowOf<L>>, source: ViewSource<L>): Promise<void> {
    try {
      const [order] = params.sortModel;
      const sort = order === undefined ? undefined : { column: order.colId, descending: order.sort === 'desc' };
      if (!sameSort(sort, this.sort)) {
        this.sort = sort;
        this.restart();
      }
      if (!sameSort(sort, source.sort) || source !== this.source) return params.failCallback();
      const rows = this.takeFirstPage(params.startRow) ?? (await source.rows(params.startRow, PAGE_ROWS));
      if (source !== this.source) return params.failCallback();
      params.successCallback([...rows], source.opened.total);
      this.events.onArrived(source.arrivedSince());
      this.modelUpdated();
    } catch (error) {
      params.failCallback();
      if (source !== this.source) return;
      if (isExpired(error)) this.restart();
      else this.events.onPhase({ kind: 'failed', error });
    }
  }

  private takeFirstPage(startRow: number): readonly RowOf<L>[] | null {
    const page = startRow === 0 ? this.firstPage : null;
    if (page !== null) this.firstPage = null;
    return page;
  }

  private clear(): void {
    this.current = null;
    this.events.onCurrent(null);
  }

  private place(place: Place): void {
    this.wanted = place;
    this.hasScrolled = false;
    this.tryPlace();
  }

  private tryPlace(): void {
    const { api, wanted } = this;
    if (api === null || wanted === null || wanted.position >= api.getDisplayedRowCount()) return;
    if (!this.hasScrolled) {
      this.hasScrolled = true;
      if (wanted.topIndex !== null) api.ensureIndexVisible(wanted.topIndex, 'top');
      api.ensureIndexVisible(wanted.position);
    }
    const node = api.getDisplayedRowAtIndex(wanted.position);
    if (node?.data === undefined) return;
    this.wanted = null;
    if (wanted.mayTakeFocus()) api.setFocusedCell(wanted.position, this.focusColumn(api));
    this.makeCurrent(node, node.data, wanted.position);
  }

  private focusColumn(api: GridApi<RowOf<L>>): string {
    return (api.getFocusedCell()?.column ?? api.getAllDisplayedColumns()[0])?.getColId() ?? '';
  }

  private makeCurrent(node: IRowNode<RowOf<L>>, row: RowOf<L>, position: number): void {
    if (isFollowing(this.api)) node.setSelected(true, true, 'api');
    this.current = { key: row.key, position };
    this.events.onCurrent(row);
  }
}

const never = () => false;

function isFollowing<Row>(api: GridApi<Row> | null): boolean {
  const selection = api?.getGridOption('rowSelection');
  return typeof selection === 'object' && selection.mode === 'singleRow';
}
