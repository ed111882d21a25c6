import { optionCount, rowsOfOption, type OptionTable } from './option-table.ts';

/**
 * Clusters of options that compete: two options are in one cluster when they share a row, or are tied together by others that
 * do. What is chosen in one cluster never changes what is chosen in another. Each cluster lists its options in the order of
 * the table; `among` leaves the others out.
 */
export function clustersOf(table: OptionTable, among: (option: number) => boolean = () => true): number[][] {
  const parent = Int32Array.from({ length: table.rowCount }, (_, row) => row);
  const rootOf = (row: number): number => {
    let root = row;
    while (parent[root] !== root) root = parent[root] ?? root;
    // Shortens the way for the next one who asks.
    for (let at = row; at !== root;) {
      const next = parent[at] ?? root;
      parent[at] = root;
      at = next;
    }
    return root;
  };
  const count = optionCount(table);
  for (let option = 0; option < count; option++) {
    if (!among(option)) continue;
    const rows = rowsOfOption(table, option);
    const first = rootOf(rows[0] ?? 0);
    for (let at = 1; at < rows.length; at++) parent[rootOf(rows[at] ?? 0)] = first;
  }
  const clusters = new Map<number, number[]>();
  for (let option = 0; option < count; option++) {
    if (!among(option)) continue;
    const root = rootOf(rowsOfOption(table, option)[0] ?? 0);
    const found = clusters.get(root);
    if (found === undefined) clusters.set(root, [option]);
    else found.push(option);
  }
  return [...clusters.values()];
}
