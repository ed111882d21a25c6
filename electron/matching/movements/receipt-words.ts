import { isTelling, numberStrength } from './number-strength.ts';
import { compactReference, referencePieces, splitReference, wholeDescriptor } from './reference-tokens.ts';
import type { MovementRow, ReceiptRow } from './snapshot.ts';

interface Mention {
  readonly receipt: number;
  readonly prefix: string;
  readonly inComment: boolean;
}

/** A word in the comments of more receipts than this is a customer's number or the name of a campaign, and tells none of them apart. */
const COMMENTS_MOST = 3;

/**
 * Item numbers that receipts pay or name in their comment, to be met by the texts of charges. The items themselves may be
 * closed and gone from every list; only the words remain.
 */
export class ReceiptWords {
  readonly #whole = new Map<string, Mention[]>();
  readonly #digits = new Map<string, Mention[]>();

  add(receipt: number, row: Pick<ReceiptRow, 'items' | 'comment'>): void {
    for (const { item } of row.items) this.#mention(receipt, compactReference(item), false);
    const payers = new Set(row.items.map(({ customer }) => compactReference(customer)));
    const comment = row.comment ?? '';
    for (const piece of referencePieces(comment))
      if (isTelling(piece) && !payers.has(piece) && numberStrength(comment, piece, 'free') !== 'none')
        this.#mention(receipt, piece, true);
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
    for (const piece of new Set([...textsOf(row)].flatMap(referencePieces))) {
      const split = splitReference(piece);
      const digits = split === null ? [] : (this.#digits.get(split.core) ?? []);
      const alike = digits.filter(({ prefix }) => prefix === '' || split?.prefix === '' || prefix === split?.prefix);
      const mentions = [...(this.#whole.get(piece) ?? []), ...alike];
      const commented = new Set(mentions.flatMap(({ inComment, receipt }) => (inComment ? [receipt] : [])));
      if (commented.size <= COMMENTS_MOST) for (const receipt of commented) names.add(receipt);
      for (const { inComment, receipt } of mentions) if (!inComment) pays.add(receipt);
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
