import { NO_DAY, type ReconcileSide } from '../../../../electron/matching/reconcile/side.ts';
import type { Dice } from './dice.ts';

/** A row as a generator writes it: amount in cents with its sign, texts empty where there is none. */
export interface MadeRow {
  readonly amount: number;
  readonly day: number | null;
  readonly dueDay?: number;
  readonly currency?: string;
  readonly party?: string;
  readonly reference?: string;
  readonly text?: string;
}

/** Two files with what is true about them. */
export interface TwoFiles {
  readonly left: ReconcileSide;
  readonly right: ReconcileSide;
  /** True pairs as `left right`, every allocation one. */
  readonly pairs: ReadonlySet<string>;
  /** Pairs of each batch: all of them must be found for it to count. */
  readonly batches: readonly (readonly string[])[];
  /** Rows that belong to nothing in the other file. */
  readonly aloneLeft: ReadonlySet<number>;
  readonly aloneRight: ReadonlySet<number>;
  /** What was drawn, for a person who looks at a bad seed. */
  readonly drawn: Readonly<Record<string, unknown>>;
}

/** Collects rows and truth while a generator works, and shuffles both files in the end. */
export class FileMaker {
  readonly #left: MadeRow[] = [];
  readonly #right: MadeRow[] = [];
  readonly #links: (readonly [number, number])[] = [];
  readonly #batches: (readonly (readonly [number, number])[])[] = [];

  left(row: MadeRow): number {
    return this.#left.push(row) - 1;
  }

  right(row: MadeRow): number {
    return this.#right.push(row) - 1;
  }

  link(left: number, right: number): void {
    this.#links.push([left, right]);
  }

  batch(links: readonly (readonly [number, number])[]): void {
    this.#links.push(...links);
    this.#batches.push(links);
  }

  done(dice: Dice, drawn: Readonly<Record<string, unknown>>): TwoFiles {
    const orders = [dice.shuffled([...this.#left.keys()]), dice.shuffled([...this.#right.keys()])] as const;
    const places = orders.map((order) => {
      const place = new Int32Array(order.length);
      for (const [at, row] of order.entries()) place[row] = at;
      return place;
    });
    const key = ([left, right]: readonly [number, number]) => `${places[0]?.[left] ?? -1} ${places[1]?.[right] ?? -1}`;
    const linked = [
      new Set(this.#links.map(([left]) => left)),
      new Set(this.#links.map(([, right]) => right)),
    ] as const;
    const alone = (rows: readonly MadeRow[], which: 0 | 1) =>
      new Set([...rows.keys()].filter((row) => !linked[which].has(row)).map((row) => places[which]?.[row] ?? -1));
    return {
      left: sideOf(orders[0].map((row) => this.#left[row] ?? NO_ROW)),
      right: sideOf(orders[1].map((row) => this.#right[row] ?? NO_ROW)),
      pairs: new Set(this.#links.map(key)),
      batches: this.#batches.map((links) => links.map(key)),
      aloneLeft: alone(this.#left, 0),
      aloneRight: alone(this.#right, 1),
      drawn,
    };
  }
}

const NO_ROW: MadeRow = { amount: 0, day: null };

function sideOf(rows: readonly MadeRow[]): ReconcileSide {
  return {
    count: rows.length,
    amount: Float64Array.from(rows, ({ amount }) => amount),
    day: Int32Array.from(rows, ({ day }) => day ?? NO_DAY),
    dueDay: Int32Array.from(rows, ({ dueDay }) => dueDay ?? NO_DAY),
    currency: rows.map(({ currency }) => currency ?? ''),
    party: rows.map(({ party }) => party ?? ''),
    reference: rows.map(({ reference }) => reference ?? ''),
    text: rows.map(({ text }) => text ?? ''),
  };
}
