/**
 * Whether two whole amounts differ by two digits beside each other in the wrong order (`42,800.00` for `48,200.00`), as people key them. Such amounts
 * differ by nine times a digit at one place, which hardly any others do.
 */
export function areSwapped(one: number, other: number): boolean {
  let nines = Math.abs(one - other) / 9;
  if (nines === 0 || !Number.isInteger(nines)) return false;
  let place = 1;
  while (nines % 10 === 0) {
    nines /= 10;
    place *= 10;
  }
  if (nines > 9) return false;
  const [low, high] = [Math.floor(one / place) % 10, Math.floor(one / (10 * place)) % 10];
  return one + (high - low) * place + (low - high) * 10 * place === other;
}

/** How many other amounts of as many digits one amount has that differ by such a slip, at most. */
export function waysToSwap(amount: number): number {
  return Math.max(1, Math.floor(Math.log10(Math.max(1, amount))));
}
