import { createHash } from 'node:crypto';
import { keyPages, readMatchingScope, type KeyPage } from '../../ledger/matching-scope-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import type { ProposedLinks } from '../../matching/customers/propose-links.ts';
import { RULES } from '../../matching/rules.ts';
import { rowsBeside, rowsChanged } from './changed-rows.ts';
import { changedLinks, movementsOfParties } from './link-marks.ts';
import type { MatchingProfile } from './matching-request.ts';
import { readRows } from './read-snapshot.ts';
import type { RowSink } from './row-source.ts';
import { KeyPages, rowsAround, type Rows } from './scope-index.ts';
import { itemKeys, KEYS_VERSION, movementKeys, receiptKeys } from './scope-keys.ts';

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
  readonly within: Rows;
  /** New keys of the rows that changed. */
  readonly pages: readonly KeyPage[];
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
 * The rows whose outcomes can differ from what the last run made of them, whole neighbourhoods at a time. Null: everything is to be read,
 * because the last run went by other rules, did not end, or too much has changed. Call it inside the transaction that the rows are read in.
 */
export function changedScope(db: ReadableLedger, profile: MatchingProfile, links: ProposedLinks): ChangedScope | null {
  const last = readMatchingScope(db);
  if (last.madeBy !== madeBy(profile) || last.links === null) return null;
  const relinked = changedLinks(last.links, links);
  if (relinked === null) return null;
  const changed = rowsChanged(db);
  const movements = new Set([...changed.movement, ...movementsOfParties(db, relinked.parties)]);
  let dirty: Rows = { ...changed, movement: [...movements].sort(ascending) };
  const kept = [...keyPages(db)];
  const most = Math.max(FEW, MOST * kept.reduce((sum, page) => sum + page.rowKeys.length, 0));
  if (dirty.movement.length + dirty.item.length + dirty.receipt.length > most) return null;
  const fresh = new KeyPages();
  readRows({ db, profile, links, within: sorted(dirty) }, keySink(fresh));
  const pages = fresh.take();
  const all = [...kept, ...pages];
  for (;;) {
    const within = rowsAround(all, { rows: dirty, keys: relinked.keys }, most);
    if (within === null) return null;
    const beside = rowsBeside(db, within);
    if (beside.movement.length + beside.item.length + beside.receipt.length === 0) return { within, pages };
    dirty = {
      movement: [...within.movement, ...beside.movement],
      item: [...within.item, ...beside.item],
      receipt: [...within.receipt, ...beside.receipt],
    };
  }
}

const ascending = (left: number, right: number): number => left - right;

function sorted({ movement, item, receipt }: Rows): Rows {
  return {
    movement: movement.toSorted(ascending),
    item: item.toSorted(ascending),
    receipt: receipt.toSorted(ascending),
  };
}
