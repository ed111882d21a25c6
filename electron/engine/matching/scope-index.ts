import type { KeyedKind, KeyPage } from '../../ledger/matching-scope-store.ts';
import { isNaming } from './scope-keys.ts';

const PAGE = 65_536;
const KINDS = ['movement', 'item', 'receipt'] as const satisfies readonly KeyedKind[];

/** Row keys of each kind. */
export type Rows = Readonly<Record<KeyedKind, readonly number[]>>;

/** Collects the keys of rows into pages. */
export class KeyPages {
  readonly #pages: KeyPage[] = [];
  readonly #open = new Map<
    KeyedKind,
    { readonly hashes: Uint32Array; readonly rowKeys: Uint32Array; length: number }
  >();

  /** Notes the keys of a row. Throws RangeError for a row key that does not fit in 32 bits. */
  add(kind: KeyedKind, rowKey: number, keys: Iterable<number>): void {
    if (rowKey !== rowKey >>> 0) throw new RangeError(`row key ${rowKey} has more than 32 bits`);
    let page = this.#open.get(kind);
    for (const key of keys) {
      if (page === undefined || page.length === PAGE) {
        if (page !== undefined) this.#close(kind);
        this.#open.set(kind, (page = { hashes: new Uint32Array(PAGE), rowKeys: new Uint32Array(PAGE), length: 0 }));
      }
      page.hashes[page.length] = key;
      page.rowKeys[page.length++] = rowKey;
    }
  }

  /** All pages so far; nothing is added afterwards. */
  take(): readonly KeyPage[] {
    for (const kind of KINDS) this.#close(kind);
    return this.#pages;
  }

  #close(kind: KeyedKind): void {
    const page = this.#open.get(kind);
    if (page === undefined) return;
    this.#open.delete(kind);
    const { hashes, rowKeys, length } = page;
    this.#pages.push({ kind, hashes: hashes.slice(0, length), rowKeys: rowKeys.slice(0, length) });
  }
}

/** Row keys of one kind as bits. */
class RowBits {
  #bits = new Uint8Array(1 << 12);
  count = 0;

  has(row: number): boolean {
    return ((this.#bits[row >>> 3] ?? 0) & (1 << (row & 7))) !== 0;
  }
  /** Whether it is new. */
  add(row: number): boolean {
    const at = row >>> 3;
    if (at >= this.#bits.length) {
      const grown = new Uint8Array(Math.max(at + 1, 2 * this.#bits.length));
      grown.set(this.#bits);
      this.#bits = grown;
    }
    const byte = this.#bits[at] ?? 0;
    const bit = 1 << (row & 7);
    if ((byte & bit) !== 0) return false;
    this.#bits[at] = byte | bit;
    this.count += 1;
    return true;
  }
  list(): number[] {
    const rows: number[] = [];
    this.#bits.forEach((byte, at) => {
      for (let bit = 0; byte >>> bit !== 0; bit++) if ((byte & (1 << bit)) !== 0) rows.push(at * 8 + bit);
    });
    return rows;
  }
}

const FILTER_BITS = 23;
/** Hashes, with a filter before them: nearly every key that is asked for is not among them. */
class Hashes {
  readonly #filter = new Uint8Array(1 << (FILTER_BITS - 3));
  readonly #all = new Set<number>();

  has(hash: number): boolean {
    const short = hash >>> (32 - FILTER_BITS);
    return ((this.#filter[short >>> 3] ?? 0) & (1 << (short & 7))) !== 0 && this.#all.has(hash);
  }
  /** Whether it is new. */
  add(hash: number): boolean {
    if (this.has(hash)) return false;
    const short = hash >>> (32 - FILTER_BITS);
    this.#filter[short >>> 3] = (this.#filter[short >>> 3] ?? 0) | (1 << (short & 7));
    this.#all.add(hash);
    return true;
  }
}

/**
 * The rows whose outcome may have changed, with every row that may have a say in it: all that hang together with `dirty` rows and keys by
 * the keys they share. Old keys of a changed row count as its new ones do, so that what it left is looked at too. Null when they are more
 * than `most`: then a whole run is the shorter way.
 */
export function rowsAround(
  pages: readonly KeyPage[],
  dirty: { readonly rows: Rows; readonly keys: Iterable<number> },
  most: number,
): Rows | null {
  const rows = { movement: new RowBits(), item: new RowBits(), receipt: new RowBits() };
  for (const kind of KINDS) for (const row of dirty.rows[kind]) rows[kind].add(row);
  const joined = new Hashes();
  /** Names that a movement in scope says, and names that an item or receipt in scope has. */
  const said = new Hashes();
  const borne = new Hashes();
  for (const key of dirty.keys) joined.add(key);
  let isGrowing = true;
  while (isGrowing) {
    isGrowing = false;
    for (const { kind, hashes, rowKeys } of pages) {
      const inScope = rows[kind];
      const [mine, theirs] = kind === 'movement' ? [said, borne] : [borne, said];
      for (let at = 0; at < hashes.length; at++) {
        const hash = hashes[at] ?? 0;
        const row = rowKeys[at] ?? 0;
        const name = isNaming(hash);
        if (inScope.has(row)) {
          if ((name ? mine : joined).add(hash)) isGrowing = true;
        } else if ((name ? theirs : joined).has(hash)) {
          inScope.add(row);
          isGrowing = true;
          // Its other keys stand beside this one: those behind are met as the walk goes on, those before it now.
          for (let own = at; own >= 0 && rowKeys[own] === row; own--)
            (isNaming(hashes[own] ?? 0) ? mine : joined).add(hashes[own] ?? 0);
        }
      }
    }
    if (rows.movement.count + rows.item.count + rows.receipt.count > most) return null;
  }
  return { movement: rows.movement.list(), item: rows.item.list(), receipt: rows.receipt.list() };
}
