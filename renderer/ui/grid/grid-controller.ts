import type { CellFocusedEvent, GridApi, IGetRowsParams } from 'ag-grid-community';
import type { ContractClient } from '../../api/client.ts';
import { isNowhere } from '../remember-keyboard.ts';
import { GridPlace, type OldPlace } from './grid-place.ts';
import { isExpired, openView } from './view-source.ts';
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
/** Rows a grid asks for at once. */
export const PAGE_ROWS = 100;
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
  private request: ListRequest<L> | null = null;
  private generation = 0;
  private searches = 0;
  private sort: Sort | undefined;
  private source: ViewSource<L> | null = null;
  private firstPage: readonly RowOf<L>[] | null = null;
  private readonly place: GridPlace<L>;
  private takesFocusNext = false;

  constructor(client: ContractClient, events: GridEvents<L>) {
    this.client = client;
    this.events = events;
    this.place = new GridPlace((row) => events.onCurrent(row));
  }

  /** Takes over a grid that is ready and gives it its name for a screen reader. */
  attach(api: GridApi<RowOf<L>>, box: HTMLElement | null, label: string): void {
    this.api = api;
    this.place.attach(api, box);
    box?.querySelector('[role=grid], [role=treegrid]')?.setAttribute('aria-label', label);
    if (this.request !== null) this.restart();
  }

  /** Lets go of a grid that is about to leave the screen: what is still on its way to it is dropped. */
  detach(): void {
    this.api = null;
    this.place.attach(null, null);
    this.source = null;
    this.generation += 1;
  }

  /** Shows another list; the row with `key` stays the current one when the new list holds it. */
  show(request: ListRequest<L>, key: number | null, takesFocus: boolean): void {
    this.request = request;
    this.takesFocusNext = takesFocus;
    if (key !== null) this.place.current = { key, position: 0 };
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
    this.place.goTo(position, takesFocus);
  }

  /** Goes to the first or the last row of the list, however long it is. */
  goToEnd(end: 'first' | 'last'): void {
    const total = this.source?.opened.total ?? 0;
    if (total > 0) this.goTo(end === 'first' ? 0 : total - 1, true);
  }

  /** Puts the keyboard into the grid, at the current row. Answers false when there is no row. */
  focus(): boolean {
    if (this.api === null || this.api.getDisplayedRowCount() === 0) return false;
    this.goTo(this.place.current?.position ?? 0, true);
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

  /**
   * Remembers the current row and what holds the keyboard; the answer says whether both are still the same. Who remembers is about to act
   * there: a row that is still being looked for must not carry her off meanwhile.
   */
  rememberPlace(): () => boolean {
    this.searches += 1;
    return this.place.remember();
  }

  /** Goes to the row with this key; false when this view does not hold it, or when she has gone elsewhere meanwhile. */
  async goToKey(key: number, takesFocus: boolean): Promise<boolean> {
    return await this.goToFound((source) => source.locate(key), takesFocus);
  }

  /** Goes to the next row that still waits for a person; false when none does, or when she has gone elsewhere meanwhile. */
  async goToNextOpen(takesFocus: boolean): Promise<boolean> {
    return await this.goToFound((source) => source.nextOpen(this.place.current?.position ?? -1), takesFocus);
  }

  /** Follows the keyboard and the mouse: the row of the focused cell is the current one. */
  cellFocused(event: CellFocusedEvent<RowOf<L>>): void {
    this.place.cellFocused(event);
  }

  /** Called when the grid's model changed: a wanted row may be there now. */
  modelUpdated(): void {
    this.place.tryPlace();
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
    const search = this.searches;
    try {
      const position = await find(source);
      if (position === null || search !== this.searches || !isThere()) return false;
      this.goTo(position, takesFocus);
      return true;
    } catch (error) {
      if (source !== this.source) return false;
      if (isExpired(error)) this.restart();
      else this.events.onPhase({ kind: 'failed', error });
      return false;
    }
  }

  /** Opens the list; the same one again keeps her position where her row has left it, another one begins at its top. */
  private restart(opens: 'again' | 'newList' = 'again'): void {
    if (this.api === null || this.request === null) return;
    this.generation += 1;
    this.events.onPhase({ kind: 'loading' });
    const takesFocus = this.place.hasFocus() || (this.takesFocusNext && isNowhere(document.activeElement));
    const old = this.place.keep(this.api, opens === 'again', takesFocus);
    void this.open(this.api, this.request, this.generation, old);
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
      const { current } = this.place;
      const found = current === null || total === 0 ? null : await source.locate(current.key);
      if (generation !== this.generation) return;
      this.takesFocusNext = false;
      this.source = source;
      this.firstPage = first;
      if (total === 0) this.place.clear();
      else this.place.restore(old, found, total);
      this.events.onPhase({ kind: 'ready', opened: source.opened });
      api.setGridOption('datasource', {
        rowCount: total,
        getRows: (params: IGetRowsParams<RowOf<L>>) => void this.load(params, source),
      });
    } catch (error) {
      if (generation === this.generation) this.events.onPhase({ kind: 'failed', error });
    }
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
}
