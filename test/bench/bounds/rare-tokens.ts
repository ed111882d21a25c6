import type { PartyColumns } from '../../../electron/matching/parties/party-columns.ts';

const PARTNERS = 5;
/** A token that more parties have than this is not rare. */
const RARE_UP_TO = 200;

/**
 * The bound of `customers`: the texts of both sides cut into lower-case tokens, an inverted index, and for each party of the left
 * the five of the right that share the most rare tokens. Plain loops; nothing is normalised, compared, weighed or explained.
 * Answers how many partners were found.
 */
export function shareRareTokens(left: PartyColumns, right: PartyColumns): number {
  const ids = new Map<string, number>();
  const postings: number[][] = [];
  const theirs = columnsOf(right);
  for (let row = 0; row < right.count; row += 1)
    for (const token of tokensOf(theirs, row)) {
      let id = ids.get(token);
      if (id === undefined) {
        id = postings.length;
        ids.set(token, id);
        postings.push([]);
      }
      postings[id]?.push(row);
    }
  const ours = columnsOf(left);
  const shared = new Int32Array(right.count);
  let found = 0;
  for (let row = 0; row < left.count; row += 1) {
    const touched: number[] = [];
    for (const token of tokensOf(ours, row)) {
      const list = postings[ids.get(token) ?? -1] ?? [];
      if (list.length > RARE_UP_TO) continue;
      for (const other of list) {
        if (shared[other] === 0) touched.push(other);
        shared[other] = (shared[other] ?? 0) + 1;
      }
    }
    found += best(touched, shared).length;
    for (const other of touched) shared[other] = 0;
  }
  return found;
}

function best(touched: readonly number[], shared: Int32Array): readonly number[] {
  const partners: number[] = [];
  for (const other of touched) {
    let at = partners.length;
    while (at > 0 && (shared[partners[at - 1] ?? 0] ?? 0) < (shared[other] ?? 0)) at -= 1;
    if (at >= PARTNERS) continue;
    partners.splice(at, 0, other);
    if (partners.length > PARTNERS) partners.pop();
  }
  return partners;
}

function columnsOf({ fields, other = [] }: PartyColumns): readonly (readonly string[])[] {
  return [...Object.values(fields), ...other];
}

function* tokensOf(columns: readonly (readonly string[])[], row: number): Generator<string> {
  for (const column of columns)
    for (const token of (column[row] ?? '').toLowerCase().split(/[^\p{L}\p{N}]+/u)) if (token !== '') yield token;
}
