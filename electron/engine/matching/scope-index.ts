import type { KeyedKind, KeyPage } from '../../ledger/matching-scope-store.ts';
import { TIE, TIE_BITS, tied, tieOf } from './scope-keys.ts';

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
export class RowBits {
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

/** Where a search for rows around others starts. */
export interface Dirty {
  readonly rows: Rows;
  /** Keys that lead to rows by themselves. */
  readonly keys: Iterable<number>;
  /** Customers (their `TIE.quiet` keys) of whom all rows are wanted, also those that are settled by what they name. */
  readonly whole: Iterable<number>;
}

/** Entries of a bucket of the index, about; more buckets are slower to make and hardly faster to look up. */
const PER_BUCKET = 4;

/** Numbers of things by a key of 32 bits, a bucket for some keys: made in two walks without a comparison, for millions of them. */
class Buckets {
  readonly #mask: number;
  readonly #starts: Uint32Array;
  readonly #order: Uint32Array;

  constructor(keys: Uint32Array, count: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(1, count / PER_BUCKET)));
    this.#mask = size - 1;
    const starts = new Uint32Array(size + 1);
    for (let at = 0; at < count; at++)
      starts[this.#bucket(keys[at] ?? 0) + 1] = (starts[this.#bucket(keys[at] ?? 0) + 1] ?? 0) + 1;
    for (let bucket = 0; bucket < size; bucket++)
      starts[bucket + 1] = (starts[bucket + 1] ?? 0) + (starts[bucket] ?? 0);
    const order = new Uint32Array(count);
    const free = starts.slice();
    for (let at = 0; at < count; at++) {
      const bucket = this.#bucket(keys[at] ?? 0);
      const place = free[bucket] ?? 0;
      free[bucket] = place + 1;
      order[place] = at;
    }
    this.#starts = starts;
    this.#order = order;
  }

  /** All that may have this key, with others of its bucket. */
  of(key: number): Uint32Array {
    const bucket = this.#bucket(key);
    return this.#order.subarray(this.#starts[bucket] ?? 0, this.#starts[bucket + 1] ?? 0);
  }

  #bucket(key: number): number {
    return (key >>> TIE_BITS) & this.#mask;
  }
}

/**
 * The rows whose outcome may have changed, with every row that may have a say in it: all that hang together with dirty rows and keys by the
 * keys they share. Old keys of a changed row count as its new ones do, so that what it left is looked at too. Making the index takes two
 * walks over all keys; what is looked up after that is what is found.
 */
export class RowsAround {
  readonly #hashes: Uint32Array;
  readonly #rowKeys: Uint32Array;
  readonly #kinds: Uint8Array;
  readonly #byHash: Buckets;
  readonly #byRow: Buckets;
  /** First entries of what stands beside each other of one row, and the row. */
  readonly #runs: Uint32Array;
  readonly #rows = { movement: new RowBits(), item: new RowBits(), receipt: new RowBits() };
  readonly #waiting: { readonly kind: KeyedKind; readonly row: number }[] = [];
  /** Keys that were followed, by who has them: a name leads from movements to the rest, and from the rest to movements. */
  readonly #followed = { movement: new Set<number>(), others: new Set<number>() };
  readonly #whole = new Set<number>();

  constructor(pages: readonly KeyPage[]) {
    const count = pages.reduce((sum, page) => sum + page.hashes.length, 0);
    this.#hashes = new Uint32Array(count);
    this.#rowKeys = new Uint32Array(count);
    this.#kinds = new Uint8Array(count);
    const runs = new Uint32Array(count);
    const runRows = new Uint32Array(count);
    let [at, last] = [0, 0];
    for (const { kind, hashes, rowKeys } of pages) {
      this.#hashes.set(hashes, at);
      this.#rowKeys.set(rowKeys, at);
      this.#kinds.fill(KINDS.indexOf(kind), at, at + hashes.length);
      for (let own = 0; own < rowKeys.length; own++) {
        if (own > 0 && rowKeys[own] === rowKeys[own - 1]) continue;
        runs[last] = at + own;
        runRows[last++] = spread(rowKeys[own] ?? 0);
      }
      at += hashes.length;
    }
    this.#runs = runs.subarray(0, last);
    this.#byHash = new Buckets(this.#hashes, count);
    this.#byRow = new Buckets(runRows, last);
  }

  /** How many rows there are so far. */
  get count(): number {
    return this.#rows.movement.count + this.#rows.item.count + this.#rows.receipt.count;
  }

  /** Takes in what is dirty and all around it; gives up once there are more rows than `most`. */
  add({ rows, keys, whole }: Dirty, most: number): void {
    for (const customer of whole) {
      this.#whole.add(customer);
      this.#follow(customer, 'movement');
    }
    for (const key of keys) this.#follow(key, 'movement');
    for (const kind of KINDS) for (const row of rows[kind]) this.#take(kind, row);
    while (this.count <= most) {
      const next = this.#waiting.pop();
      if (next === undefined) return;
      const side = next.kind === 'movement' ? 'movement' : 'others';
      for (const run of this.#byRow.of(spread(next.row)))
        for (let at = this.#runs[run] ?? 0; this.#isOf(at, next.kind, next.row); at++)
          this.#follow(this.#hashes[at] ?? 0, side);
    }
  }

  /** The rows so far, in rising order. */
  found(): Rows {
    const { movement, item, receipt } = this.#rows;
    return { movement: movement.list(), item: item.list(), receipt: receipt.list() };
  }

  #isOf(at: number, kind: KeyedKind, row: number): boolean {
    return this.#rowKeys[at] === row && KINDS[this.#kinds[at] ?? 0] === kind;
  }

  #take(kind: KeyedKind, row: number): void {
    if (this.#rows[kind].add(row)) this.#waiting.push({ kind, row });
  }

  /** Takes the rows that a key of a row on this side leads to. */
  #follow(hash: number, side: 'movement' | 'others'): void {
    const tie = tieOf(hash);
    const isName = tie === TIE.naming;
    const followed = this.#followed[isName ? side : 'movement'];
    // A settled row of a customer leads to its other rows like any of them.
    const wanted = tie === TIE.quiet ? tied(hash, TIE.customer) : hash;
    const quiet = tied(hash, TIE.quiet);
    const isWhole = tie !== TIE.naming && tie !== TIE.joining && this.#whole.has(quiet);
    const mark = isWhole ? quiet : wanted;
    if (followed.has(mark)) return;
    followed.add(mark);
    for (const at of this.#byHash.of(hash)) {
      const found = this.#hashes[at] ?? 0;
      if (found !== wanted && !(isWhole && found === quiet)) continue;
      const kind = KINDS[this.#kinds[at] ?? 0] ?? 'movement';
      if (!isName || (kind === 'movement') !== (side === 'movement')) this.#take(kind, this.#rowKeys[at] ?? 0);
    }
  }
}

/** Row keys rise by one: shifted past the bits that a bucket leaves out. */
function spread(row: number): number {
  return (row << TIE_BITS) >>> 0;
}

/** Of pages of movements only what those that are kept do not have. */
export function pagesBeyond(kept: readonly KeyPage[], fresh: readonly KeyPage[]): readonly KeyPage[] {
  const wanted = new RowBits();
  for (const { rowKeys } of fresh) for (const row of rowKeys) wanted.add(row);
  const known = new Map<number, number[]>();
  for (const { hashes, rowKeys } of kept)
    for (let at = 0; at < hashes.length; at++) {
      const row = rowKeys[at] ?? 0;
      if (!wanted.has(row)) continue;
      const mine = known.get(row);
      if (mine === undefined) known.set(row, [hashes[at] ?? 0]);
      else mine.push(hashes[at] ?? 0);
    }
  const beyond = new KeyPages();
  for (const { kind, hashes, rowKeys } of fresh)
    for (const [at, hash] of hashes.entries()) {
      const row = rowKeys[at] ?? 0;
      if (known.get(row)?.includes(hash) !== true) beyond.add(kind, row, [hash]);
    }
  return beyond.take();
}

/** Which rows are settled by what they name. */
export type QuietBits = Readonly<Record<KeyedKind, RowBits>>;

/** Makes the customer keys of quiet rows quiet, in place. */
export function hushKeys(pages: readonly KeyPage[], quiet: QuietBits): void {
  for (const { kind, hashes, rowKeys } of pages) {
    const mine = quiet[kind];
    for (let at = 0; at < hashes.length; at++)
      if (tieOf(hashes[at] ?? 0) === TIE.customer && mine.has(rowKeys[at] ?? 0))
        hashes[at] = tied(hashes[at] ?? 0, TIE.quiet);
  }
}

/** Gives rows of `loud` that were quiet a customer key that leads to them. */
export function unhushed(pages: readonly KeyPage[], loud: QuietBits): readonly KeyPage[] {
  const known = {
    movement: new Map<number, number>(),
    item: new Map<number, number>(),
    receipt: new Map<number, number>(),
  };
  const heard = { movement: new RowBits(), item: new RowBits(), receipt: new RowBits() };
  for (const { kind, hashes, rowKeys } of pages)
    for (let at = 0; at < hashes.length; at++) {
      const tie = tieOf(hashes[at] ?? 0);
      const row = rowKeys[at] ?? 0;
      if ((tie !== TIE.customer && tie !== TIE.quiet) || !loud[kind].has(row)) continue;
      const key = tied(hashes[at] ?? 0, TIE.customer);
      if (tie === TIE.customer) heard[kind].add(row);
      else known[kind].set(row, key);
    }
  const fresh = new KeyPages();
  for (const kind of KINDS)
    for (const [row, key] of known[kind]) if (!heard[kind].has(row)) fresh.add(kind, row, [key]);
  return fresh.take();
}
