import type { CellFocusedEvent, GridApi, IRowNode } from 'ag-grid-community';
import { rememberKeyboard } from '../remember-keyboard.ts';
import type { ListName, RowOf } from './view-source.ts';

interface Wanted {
  readonly position: number;
  /** Row at the top edge afterwards, or null to scroll only as far as needed. */
  readonly topIndex: number | null;
  /** Asked when the row is there, which may be a while after it was wanted. */
  readonly mayTakeFocus: () => boolean;
}
/** Where she is in a view that is about to be opened anew. */
export interface OldPlace {
  readonly mayTakeFocus: () => boolean;
  /** Rows between the top edge and the current row, or null when that was out of sight. */
  readonly rowsAbove: number | null;
  /** Where to go when the current row is not in the new view. */
  readonly position: number;
}

/** Row height in pixels, as the grid's theme has it. */
export const ROW_HEIGHT = 30;
const never = () => false;

/** Where she is in one grid: the current row, the scroll position, and whether the keyboard may come along. */
export class GridPlace<L extends ListName> {
  private readonly onCurrent: (row: RowOf<L> | null) => void;
  private api: GridApi<RowOf<L>> | null = null;
  private box: HTMLElement | null = null;
  private wanted: Wanted | null = null;
  private hasScrolled = false;
  /** The current row, whether it is loaded or not. */
  current: { readonly key: number; readonly position: number } | null = null;

  constructor(onCurrent: (row: RowOf<L> | null) => void) {
    this.onCurrent = onCurrent;
  }

  attach(api: GridApi<RowOf<L>> | null, box: HTMLElement | null): void {
    this.api = api;
    this.box = box;
  }

  hasFocus(): boolean {
    return this.box?.contains(document.activeElement) === true;
  }

  /** Whether the keyboard may be taken later: it is where it is now, on nothing, or in this grid. */
  rememberFocus(): () => boolean {
    const isThere = rememberKeyboard();
    return () => isThere() || this.hasFocus();
  }

  /** Remembers the current row and what holds the keyboard; the answer says whether both are still the same. */
  remember(): () => boolean {
    const key = this.current?.key;
    const isKeyboardThere = rememberKeyboard();
    return () => this.current?.key === key && isKeyboardThere();
  }

  /** What to keep of her place when the view is opened again; another list begins at its top. */
  keep(api: GridApi<RowOf<L>>, isSameList: boolean, takesFocus: boolean): OldPlace {
    return {
      // The keyboard may come into the grid while the new view is on its way; it stays there.
      mayTakeFocus: takesFocus ? this.rememberFocus() : () => this.hasFocus(),
      rowsAbove: this.rowsAboveCurrent(api),
      position: isSameList ? (this.current?.position ?? 0) : 0,
    };
  }

  /** Where she is to be in the new view, once its rows are there: on the row that was `found`, else as near as one can get. */
  restore(old: OldPlace, found: number | null, total: number): void {
    const position = found ?? Math.min(old.position, total - 1);
    const topIndex = old.rowsAbove === null ? null : Math.max(0, position - old.rowsAbove);
    // Judged before the old rows go, and the keyboard with them.
    this.wanted = { position, topIndex, mayTakeFocus: old.mayTakeFocus() ? this.rememberFocus() : never };
    this.hasScrolled = false;
  }

  /** Makes the row at `position` the current one, loading and scrolling as needed. */
  goTo(position: number, takesFocus: boolean): void {
    this.wanted = { position, topIndex: null, mayTakeFocus: takesFocus ? this.rememberFocus() : never };
    this.hasScrolled = false;
    this.tryPlace();
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

  /** There is no row to be on. */
  clear(): void {
    this.current = null;
    this.onCurrent(null);
  }

  /** Goes to the wanted row when it is loaded by now. */
  tryPlace(): void {
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
    if (wanted.mayTakeFocus()) api.setFocusedCell(wanted.position, focusColumn(api));
    this.makeCurrent(node, node.data, wanted.position);
  }

  private rowsAboveCurrent(api: GridApi<RowOf<L>>): number | null {
    const { top, bottom } = api.getVerticalPixelRange();
    const rows = (this.current?.position ?? 0) - Math.floor(top / ROW_HEIGHT);
    return rows >= 0 && rows < (bottom - top) / ROW_HEIGHT ? rows : null;
  }

  private makeCurrent(node: IRowNode<RowOf<L>>, row: RowOf<L>, position: number): void {
    if (isFollowing(this.api)) node.setSelected(true, true, 'api');
    this.current = { key: row.key, position };
    this.onCurrent(row);
  }
}

function focusColumn<Row>(api: GridApi<Row>): string {
  return (api.getFocusedCell()?.column ?? api.getAllDisplayedColumns()[0])?.getColId() ?? '';
}

function isFollowing<Row>(api: GridApi<Row> | null): boolean {
  const selection = api?.getGridOption('rowSelection');
  return typeof selection === 'object' && selection.mode === 'singleRow';
}
