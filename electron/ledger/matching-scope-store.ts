import type { ReadableLedger, WritableLedger } from './operation.ts';
import { statement } from './statement.ts';

/** Kinds of rows in the notes of what changed, as migration 350 writes them. */
export const CHANGED = { movement: 1, item: 2, receipt: 3, match: 4, posting: 5 } as const;
/** Kinds of rows that keys are kept of. */
export type KeyedKind = 'movement' | 'item' | 'receipt';

/** Keys of rows of one kind as parallel columns: `hashes[i]` is a key of the row `rowKeys[i]`. */
export interface KeyPage {
  readonly kind: KeyedKind;
  readonly hashes: Uint32Array;
  readonly rowKeys: Uint32Array;
}
/** What a run knows of the one before. */
export interface MatchingScope {
  /** What the kept pages were made by: rules, profile, program; null: they are not whole, and a whole run is due. */
  readonly madeBy: string | null;
  /** The customer links that were used, packed by who made them. */
  readonly links: Uint8Array | null;
  /** Number of the last note; 0 for none. */
  readonly lastChange: number;
  /** How many notes wait. */
  readonly changes: number;
}

/** What is kept of the last run, without its pages. */
export function readMatchingScope(db: ReadableLedger): MatchingScope {
  const row = statement<MatchingScope>(
    db,
    `SELECT made_by AS madeBy, links, (SELECT ifnull(max(change_id), 0) FROM matching_change) AS lastChange,
       (SELECT count(*) FROM matching_change) AS changes FROM matching_scope`,
  ).get();
  if (row === undefined) throw new Error('the ledger has no matching scope');
  return row;
}

/** Row keys of a kind that were noted as changed, each once, in order. */
export function changedRows(db: ReadableLedger, kind: keyof typeof CHANGED): readonly number[] {
  return statement<{ rowKey: number }>(
    db,
    'SELECT DISTINCT row_key AS rowKey FROM matching_change WHERE kind = ? ORDER BY row_key',
  )
    .all(CHANGED[kind])
    .map(({ rowKey }) => rowKey);
}

/** Pages of another sort than those of `CHANGED`: which charges are compared with each other to find duplicates. */
const BLOCKS = 6;

/** All kept keys, page by page, in the order they were written. */
export function* keyPages(db: ReadableLedger): Generator<KeyPage> {
  const kinds = Object.fromEntries(Object.entries(CHANGED).map(([kind, code]) => [code, kind]));
  const pages = db.prepare<[], { kind: number; hashes: Buffer; rowKeys: Buffer }>(
    `SELECT kind, hashes, row_keys AS rowKeys FROM matching_key_page WHERE kind <> ${BLOCKS} ORDER BY page_id`,
  );
  for (const { kind, hashes, rowKeys } of pages.iterate())
    yield { kind: kinds[kind] as KeyedKind, hashes: unpacked(hashes), rowKeys: unpacked(rowKeys) };
}

/** The blocks that charges are compared in: keys that charges share with those they may be one event with. */
export function blockPages(db: ReadableLedger): readonly KeyPage[] {
  return db
    .prepare<[number], { hashes: Buffer; rowKeys: Buffer }>(
      'SELECT hashes, row_keys AS rowKeys FROM matching_key_page WHERE kind = ? ORDER BY page_id',
    )
    .all(BLOCKS)
    .map(({ hashes, rowKeys }) => ({ kind: 'movement', hashes: unpacked(hashes), rowKeys: unpacked(rowKeys) }));
}

/** Adds pages of blocks. `first`: those kept so far go, as these are of all charges. */
export function addBlockPages(db: WritableLedger, pages: readonly KeyPage[], first: boolean, later: boolean): void {
  if (first) statement(db, 'DELETE FROM matching_key_page WHERE kind = ?').run(BLOCKS);
  for (const page of pages) insertPage(db, BLOCKS, page, later);
}

function unpacked(bytes: Buffer): Uint32Array {
  // A copy: the bytes of a row need not lie on a whole word.
  return new Uint32Array(Uint8Array.from(bytes).buffer);
}

function packed(column: Uint32Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

/** A whole run begins: what is kept of earlier ones counts no longer, and from here on changes are noted. Call it before the rows are read. */
export function beginWholeScope(db: WritableLedger): void {
  statement(db, 'UPDATE matching_scope SET noting = 1, made_by = NULL, links = NULL').run();
  statement(db, 'DELETE FROM matching_change').run();
}

/** A whole run brings pages of its own: those kept so far go. */
export function dropKeyPages(db: WritableLedger): void {
  statement(db, 'UPDATE matching_scope SET made_by = NULL, links = NULL').run();
  statement(db, 'DELETE FROM matching_key_page').run();
}

/** Adds a page of keys. `later`: of a run that read only what had changed. */
export function addKeyPage(db: WritableLedger, page: KeyPage, later: boolean): void {
  insertPage(db, CHANGED[page.kind], page, later);
}

function insertPage(
  db: WritableLedger,
  kind: number,
  { hashes, rowKeys }: Pick<KeyPage, 'hashes' | 'rowKeys'>,
  later: boolean,
): void {
  const sql = 'INSERT INTO matching_key_page (kind, later, hashes, row_keys) VALUES (?, ?, ?, ?)';
  statement(db, sql).run(kind, later ? 1 : 0, packed(hashes), packed(rowKeys));
}

/** How many pages of later runs there are. */
export function laterPages(db: ReadableLedger): number {
  const sql = 'SELECT count(*) AS count FROM matching_key_page WHERE later = 1';
  return statement<{ count: number }>(db, sql).get()?.count ?? 0;
}

/** Makes one page of a kind out of all those that later runs added. */
export function mergeLaterPages(db: WritableLedger): void {
  for (const kind of [CHANGED.movement, CHANGED.item, CHANGED.receipt, BLOCKS]) {
    const pages = statement<{ hashes: Buffer; rowKeys: Buffer }>(
      db,
      'SELECT hashes, row_keys AS rowKeys FROM matching_key_page WHERE later = 1 AND kind = ? ORDER BY page_id',
    ).all(kind);
    statement(db, 'DELETE FROM matching_key_page WHERE later = 1 AND kind = ?').run(kind);
    const hashes = unpacked(Buffer.concat(pages.map((each) => each.hashes)));
    const rowKeys = unpacked(Buffer.concat(pages.map((each) => each.rowKeys)));
    if (hashes.length > 0) insertPage(db, kind, { hashes, rowKeys }, true);
  }
}

/** A run is done: its notes up to the last it read go, and the next one may read only what changed since. */
export function keepMatchingScope(
  db: WritableLedger,
  kept: { readonly madeBy: string; readonly links: Uint8Array; readonly lastChange: number },
): void {
  statement(db, 'UPDATE matching_scope SET made_by = ?, links = ?').run(kept.madeBy, kept.links);
  statement(db, 'DELETE FROM matching_change WHERE change_id <= ?').run(kept.lastChange);
}

/**
 * Runs what matching writes of its own: that is no news to it, and is not noted. What it writes is what its rules make of the rows as they
 * are, so that a second run over them would write nothing. Until that run is done (`keepMatchingScope`) a whole one is due: the links and
 * keys it went by are not kept yet, and should they change again, nothing would tell the next run what this one made of them.
 */
export function writeUnnoted<Result>(db: WritableLedger, write: () => Result): Result {
  statement(db, 'UPDATE matching_scope SET noting = 2, made_by = NULL WHERE noting = 1').run();
  try {
    return write();
  } finally {
    statement(db, 'UPDATE matching_scope SET noting = 1 WHERE noting = 2').run();
  }
}
