/** One signal of a proposal, in words, with what it adds to (or takes from) the score. */
export interface Point {
  readonly signal: string;
  readonly text: string;
  /** Hundredths of the score; whole numbers, negative for evidence against. */
  readonly points: number;
}

/** Score in 0..1: the sum of the points in hundredths, bounded at both ends. The stored points always recompute to it. */
export function scoreOf(points: readonly Point[]): number {
  let sum = 0;
  for (const point of points) sum += point.points;
  return Math.min(100, Math.max(0, sum)) / 100;
}

/** Distance of two scores without binary dust: both are whole hundredths. */
export function marginOf(first: number, second: number): number {
  return Math.round(first * 100 - second * 100) / 100;
}

const NUMBER_WORDS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten'] as const;

/** A count as the first word of a sentence with its noun: `One invoice number`, `12 invoice numbers`. */
export function countPhrase(count: number, noun: string): string {
  return `${NUMBER_WORDS[count] ?? String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
