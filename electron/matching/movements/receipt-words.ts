import { compactReference, referencePieces, splitReference, wholeDescriptor } from './reference-tokens.ts';
import type { MovementRow, ReceiptRow } from './snapshot.ts';

interface Mention {
  readonly receipt: number;
  readonly prefix: string;
  readonly inComment: boolean;
}

/**
 * Item numbers that receipts pay or name in their comment, to be met by the texts of charges. The items themselves may be
 * closed and gone from every list; only the words remain.
 */
export class ReceiptWords {
  readonly #whole = new Map<string, Mention[]>();
  readonly #digits = new Map<string, Mention[]>();

  add(receipt: number, row: Pick<ReceiptRow, 'items' | 'comment'>): void {
    for (const { item } of row.items) this.#mention(receipt, compactReference(item), false);
    for (const piece of referencePieces(row.comment ?? '')) this.#mention(receipt, piece, true);
  }

  #mention(receipt: number, piece: string, inComment: boolean): void {
    const split = splitReference(piece);
    const mention = { receipt, prefix: split?.prefix ?? '', inComment };
    push(this.#whole, piece, mention);
    if (split !== null) push(this.#digits, split.core, mention);
  }

  /** Receipts that pay (`pays`) or whose comment names (`names`) an item that the texts of this charge name. */
  meet(row: MovementRow): { readonly pays: ReadonlySet<number>; readonly names: ReadonlySet<number> } {
    const pays = new Set<number>();
    const names = new Set<number>();
    if (this.#whole.size === 0) return { pays, names };
    for (const text of textsOf(row))
      for (const piece of referencePieces(text)) {
        for (const mention of this.#whole.get(piece) ?? []) (mention.inComment ? names : pays).add(mention.receipt);
        const split = splitReference(piece);
        for (const mention of (split === null ? null : this.#digits.get(split.core)) ?? [])
          if (mention.prefix === '' || split?.prefix === '' || mention.prefix === split?.prefix)
            (mention.inComment ? names : pays).add(mention.receipt);
      }
    return { pays, names };
  }
}

function* textsOf({ metadata, description, statementDescriptor, invoices }: MovementRow): Iterable<string> {
  for (const key in metadata) yield metadata[key] ?? '';
  if (description !== null) yield description;
  if (statementDescriptor !== null) yield wholeDescriptor(statementDescriptor);
  for (const { number } of invoices) if (number !== null) yield number;
}

function push(map: Map<string, Mention[]>, key: string, mention: Mention): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [mention]);
  else found.push(mention);
}
