import { isTelling, numberStrength } from './number-strength.ts';
import { numbersIn } from './joined-words.ts';
import { compactReference, splitReference } from './reference-tokens.ts';
import type { ReceiptRow } from './snapshot.ts';

interface Mention {
  readonly receipt: number;
  readonly prefix: string;
  readonly inComment: boolean;
}

interface Met {
  readonly pays: ReadonlySet<number>;
  readonly names: ReadonlySet<number>;
}
const NOTHING: Met = { pays: new Set(), names: new Set() };

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
    for (const piece of numbersIn(comment))
      if (isTelling(piece) && !payers.has(piece) && numberStrength(comment, piece, 'free') !== 'none')
        this.#mention(receipt, piece, true);
  }

  #mention(receipt: number, piece: string, inComment: boolean): void {
    const split = splitReference(piece);
    const mention = { receipt, prefix: split?.prefix ?? '', inComment };
    push(this.#whole, piece, mention);
    if (split !== null) push(this.#digits, split.core, mention);
  }

  /** Receipts that pay (`pays`) or whose comment names (`names`) an item that a charge names, whose texts have these pieces. */
  meet(pieces: Iterable<string>): Met {
    if (this.#whole.size === 0) return NOTHING;
    let met: { readonly pays: Set<number>; readonly names: Set<number> } | null = null;
    for (const piece of pieces) {
      const split = splitReference(piece);
      const digits = split === null ? undefined : this.#digits.get(split.core);
      // Nearly every word is none of theirs; what has digits is among them by its digits too.
      if (split !== null && digits === undefined) continue;
      const whole = this.#whole.get(piece);
      if (whole === undefined && digits === undefined) continue;
      met ??= { pays: new Set(), names: new Set() };
      const alike = (digits ?? []).filter(
        ({ prefix }) => prefix === '' || split?.prefix === '' || prefix === split?.prefix,
      );
      const mentions = [...(whole ?? []), ...alike];
      const commented = new Set(mentions.flatMap(({ inComment, receipt }) => (inComment ? [receipt] : [])));
      if (commented.size <= COMMENTS_MOST) for (const receipt of commented) met.names.add(receipt);
      for (const { inComment, receipt } of mentions) if (!inComment) met.pays.add(receipt);
    }
    return met ?? NOTHING;
  }
}

function push(map: Map<string, Mention[]>, key: string, mention: Mention): void {
  const found = map.get(key);
  if (found === undefined) map.set(key, [mention]);
  else found.push(mention);
}
