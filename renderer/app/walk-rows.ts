import { enterPane, paneWithFocus } from './panes.ts';

/**
 * What the arrow keys do on a list that is on screen whole: one row up or down, staying at either end. They are left to the pane that is
 * being worked in, and where there is no row.
 */
export function walkRows<Row>(
  rows: readonly Row[],
  current: number,
  choose: (row: Row | undefined) => void,
): (event: { readonly key: string }) => boolean {
  return (event) => {
    if (['decision', 'nav'].includes(paneWithFocus() ?? '') || rows.length === 0) return false;
    if (paneWithFocus() !== 'rows') enterPane('rows');
    const next = current + (event.key === 'ArrowUp' ? -1 : 1);
    choose(rows[Math.min(Math.max(next, 0), rows.length - 1)]);
    return true;
  };
}
