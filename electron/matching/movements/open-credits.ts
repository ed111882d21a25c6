import { ReceiptWords } from './receipt-words.ts';
import { referencePieces } from './reference-tokens.ts';
import type { CreditWords, ItemRow } from './snapshot.ts';

/** The open credit memos of PeopleSoft with the charges whose texts name what they name: a refund follows its charge to its credit. */
export class OpenCredits {
  readonly #words = new ReceiptWords();
  readonly #found = new Map<number, CreditWords & { readonly meets: number[] }>();

  /** By item index; whole once every charge has been met. */
  get found(): ReadonlyMap<number, CreditWords> {
    return this.#found;
  }

  add(item: number, row: Pick<ItemRow, 'item' | 'poReference' | 'refundableMinor'>): void {
    if ((row.refundableMinor ?? 0) <= 0) return;
    const text = `${row.item} ${row.poReference ?? ''}`;
    this.#words.add(item, { items: [], comment: text });
    this.#found.set(item, { text, pieces: new Set(referencePieces(text)), meets: [] });
  }

  /** `pieces`: of the texts of the charge. */
  meet(charge: number, pieces: Iterable<string>): void {
    for (const item of this.#words.meet(pieces).names) this.#found.get(item)?.meets.push(charge);
  }
}
