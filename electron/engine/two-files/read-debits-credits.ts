import { readAmounts } from './read-amounts.ts';
import type { UnreadCells } from './unread-cells.ts';

/** Amounts that stand in two columns, by row; or the cells of one of them that cannot be read. */
export type ReadDebitsCredits =
  | {
      /** Plain decimals: what comes in is positive, what goes out negative; null where both cells hold nothing. */
      readonly amounts: readonly (string | null)[];
      /** Rows in which both columns hold an amount: they count as what comes in less what goes out. */
      readonly both: readonly number[];
    }
  | { readonly role: 'debit' | 'credit'; readonly unread: UnreadCells };

/**
 * Reads amounts of which debits (what goes out) and credits (what comes in) have a column each. A column without any positive amount says its
 * direction twice: its minus is left aside. In one with positive amounts a minus is a correction and turns the direction. Both
 * columns are written in one way. Either may be missing.
 */
export function readDebitsCredits(
  debits: readonly string[] | null,
  credits: readonly string[] | null,
): ReadDebitsCredits {
  const [out, into] = [debits ?? [], credits ?? []];
  const read = readAmounts([...out, ...into]);
  if (!('amounts' in read)) return unreadOf(out, into, read);
  const [outs, ins] = [
    withoutDoubleSign(read.amounts.slice(0, out.length)),
    withoutDoubleSign(read.amounts.slice(out.length)),
  ];
  const both: number[] = [];
  const amounts = Array.from({ length: Math.max(out.length, into.length) }, (_, row) => {
    const [debit, credit] = [outs[row] ?? null, ins[row] ?? null];
    if (debit === null || isZero(debit)) return credit ?? debit;
    if (credit === null || isZero(credit)) return turned(debit);
    both.push(row);
    return difference(credit, debit);
  });
  return { amounts, both };
}

/** Which column it is that cannot be read; where each by itself can, they are written in two ways, and the fewer cells are told. */
function unreadOf(out: readonly string[], into: readonly string[], together: UnreadCells): ReadDebitsCredits {
  for (const [role, cells] of [['debit', out] as const, ['credit', into] as const]) {
    const alone = readAmounts(cells);
    if ('faults' in alone) return { role, unread: alone };
  }
  const isOut = (together.faults[0]?.row ?? 0) < out.length;
  const faults = together.faults.map(({ row, why }) => ({ row: isOut ? row : row - out.length, why }));
  return { role: isOut ? 'debit' : 'credit', unread: { faults, count: together.count } };
}

function withoutDoubleSign(amounts: readonly (string | null)[]): readonly (string | null)[] {
  const isPositive = (amount: string | null) => amount !== null && !amount.startsWith('-') && !isZero(amount);
  return amounts.some(isPositive) ? amounts : amounts.map((amount) => amount?.replace(/^[-+]/, '') ?? null);
}

function isZero(decimal: string): boolean {
  return /^[-+]?0*(?:\.0*)?$/.test(decimal);
}

function turned(decimal: string): string {
  return decimal.startsWith('-') ? decimal.slice(1) : `-${decimal.replace(/^\+/, '')}`;
}

/** The exact difference of two plain decimals. */
function difference(one: string, other: string): string {
  const decimals = Math.max(...[one, other].map((each) => each.split('.')[1]?.length ?? 0));
  const scaled = (decimal: string) => {
    const [whole = '0', part = ''] = decimal.split('.');
    return BigInt(`${whole}${part.padEnd(decimals, '0')}`);
  };
  const sum = scaled(one) - scaled(other);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return sum < 0n ? `-${text}` : text;
}
