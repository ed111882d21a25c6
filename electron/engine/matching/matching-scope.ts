import { createHash } from 'node:crypto';
import { keyPages, readMatchingScope, type KeyPage } from '../../ledger/matching-scope-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import type { ProposedLinks } from '../../matching/customers/propose-links.ts';
import { RULES } from '../../matching/rules.ts';
import { rowsBeside, rowsChanged } from './changed-rows.ts';
import { commentKeys, receiptsNaming } from './comment-ties.ts';
import { changedLinks, movementsOfParties } from './link-marks.ts';
import type { MatchingProfile } from './matching-request.ts';
import type { QuietRows } from '../../matching/movements/quiet-rows.ts';
import type { MovementRow, Snapshot } from '../../matching/movements/snapshot.ts';
import { itemsOutside } from './items-outside.ts';
import { readRows, readSnapshot } from './read-snapshot.ts';
import type { RowSink } from './row-source.ts';
import { hushKeys, KeyPages, RowBits, RowsAround, unhushed, type QuietBits, type Rows } from './scope-index.ts';
import { customerKey, itemKeys, KEYS_VERSION, movementKeys, receiptKeys, TIE, tied } from './scope-keys.ts';

/** Rows beyond which reading the whole is the shorter way: this part of all kept keys (a row has about three), and never few. */
const MOST = 0.1;
const FEW = 2_000;

/** Names everything but rows that outcomes follow from: a run over changes alone may build only on one that was made by the same. */
export function madeBy(profile: MatchingProfile): string {
  const rules = RULES.map(({ id, version }) => [id, version]);
  return createHash('sha256')
    .update(JSON.stringify([KEYS_VERSION, rules, profile]))
    .digest('hex');
}

/** What a run reads instead of everything. */
export interface ChangedScope {
  readonly snapshot: Snapshot;
  /** Keys of its movements, and of those that are gone. */
  readonly movements: readonly number[];
  /** Keys as they were kept, and those of the rows that changed as they are now. */
  readonly kept: readonly KeyPage[];
  readonly fresh: readonly KeyPage[];
}

/** A sink that keeps the keys of every row it is given. */
export function keySink(pages: KeyPages): RowSink {
  return {
    addItem: (row) => pages.add('item', row.key, itemKeys(row)),
    addReceipt: (row) => pages.add('receipt', row.paymentKey, receiptKeys(row)),
    addMovement: (row) => pages.add('movement', row.key, movementKeys(row)),
  };
}

/**
 * The rows whose outcomes can differ from what the last run made of them, with all that have a say in them. Null: everything is to be read,
 * because the last run went by other rules, did not end, or too much has changed. Call it inside the transaction that the rows are read in.
 */
export function changedScope(db: ReadableLedger, profile: MatchingProfile, links: ProposedLinks): ChangedScope | null {
  const last = readMatchingScope(db);
  if (last.madeBy !== madeBy(profile) || last.links === null) return null;
  const relinked = changedLinks(last.links, links);
  if (relinked === null) return null;
  const changed = rowsChanged(db);
  const movements = new Set([...changed.movement, ...movementsOfParties(db, relinked.parties)]);
  const rows: Rows = { ...changed, movement: [...movements].sort(ascending) };
  const kept = [...keyPages(db)];
  const most = Math.max(FEW, MOST * kept.reduce((sum, page) => sum + page.rowKeys.length, 0));
  if (rows.movement.length + rows.item.length + rows.receipt.length > most) return null;
  const pages = new KeyPages();
  readRows({ db, profile, links, within: sorted(rows) }, keySink(pages));
  const fresh = pages.take();
  const around = new RowsAround([...kept, ...fresh]);
  const receipt = [...rows.receipt, ...receiptsNaming([...kept, ...fresh], rows.item)];
  around.add({ rows: { ...rows, receipt }, keys: relinked.keys, whole: [] }, most);
  for (;;) {
    addBeside(db, around, most);
    if (around.count > most) return null;
    const within = around.found();
    const charges = new Map<number, MovementRow>();
    const named = new Set<number>();
    const snapshot = readSnapshot({ db, profile, links, within }, textSink(charges, named));
    const { items, customers } = itemsOutside(db, snapshot, charges);
    const before = around.count;
    around.add({ rows: NO_ROWS, keys: named, whole: [] }, most);
    if (items.length + customers.length === 0 && around.count === before)
      return { snapshot, movements: within.movement, kept, fresh };
    const whole = customers.map((customer) => tied(customerKey(customer), TIE.quiet));
    around.add({ rows: { movement: [], item: items, receipt: [] }, keys: [], whole }, most);
  }
}

/** Takes in what stands beside the rows by what was decided, and all around that. */
function addBeside(db: ReadableLedger, around: RowsAround, most: number): void {
  while (around.count <= most) {
    const before = around.count;
    around.add({ rows: rowsBeside(db, around.found()), keys: [], whole: [] }, most);
    if (around.count === before) return;
  }
}

const NO_ROWS: Rows = { movement: [], item: [], receipt: [] };

/** A sink that keeps charges, whose texts are asked for again, and the names in comments of receipts that are of no one customer. */
function textSink(charges: Map<number, MovementRow>, named: Set<number>): RowSink {
  return {
    addItem: () => undefined,
    addReceipt: (row) => {
      for (const key of commentKeys(row)) named.add(key);
    },
    addMovement: (row) => {
      if (row.kind === 'charge') charges.set(row.key, row);
    },
  };
}

/** Makes the keys of rows in a snapshot say which of them are settled by what they name; see `quietRows`. */
export function hushed(pages: readonly KeyPage[], snapshot: Snapshot, quiet: QuietRows): readonly KeyPage[] {
  hushKeys(
    pages,
    bitsOf(snapshot, (kind, at) => kind === 'receipt' || quiet[kind](at)),
  );
  return pages;
}

/** The pages that a run over changes adds to those that are kept. */
export function laterPages({ kept, fresh, snapshot }: ChangedScope, quiet: QuietRows): readonly KeyPage[] {
  const loud = bitsOf(snapshot, (kind, at) => kind !== 'receipt' && !quiet[kind](at));
  return [...unhushed([...kept, ...fresh], loud), ...hushed(fresh, snapshot, quiet)];
}

function bitsOf({ movements, items, receipts }: Snapshot, isIn: (kind: keyof Rows, at: number) => boolean): QuietBits {
  const bits = { movement: new RowBits(), item: new RowBits(), receipt: new RowBits() };
  for (const [at, key] of movements.key.entries()) if (isIn('movement', at)) bits.movement.add(key);
  for (const [at, key] of items.key.entries()) if (isIn('item', at)) bits.item.add(key);
  for (const [at, key] of receipts.key.entries()) if (isIn('receipt', at)) bits.receipt.add(key);
  return bits;
}

const ascending = (left: number, right: number): number => left - right;

function sorted({ movement, item, receipt }: Rows): Rows {
  return {
    movement: movement.toSorted(ascending),
    item: item.toSorted(ascending),
    receipt: receipt.toSorted(ascending),
  };
}
