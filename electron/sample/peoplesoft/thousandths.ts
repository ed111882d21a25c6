/**
 * PeopleSoft keeps amounts as signed numbers with three decimals (SN28.3). The books hold them as whole thousandths, so
 * that sums and balances are exact.
 */
const AMOUNT = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/**
 * Reads plain decimal text as thousandths; null when it is no decimal, has more than three decimals or is too large.
 */
export function parseThousandths(text: string): number | null {
  const parts = AMOUNT.exec(text.trim());
  if (!parts || !/\d/.test(text)) return null;
  const fraction = (parts[3] ?? '').replace(/0+$/, '');
  if (fraction.length > 3) return null;
  const magnitude = Number(`${parts[2] ?? ''}${fraction.padEnd(3, '0')}`);
  if (!Number.isSafeInteger(magnitude)) return null;
  return parts[1] === '-' && magnitude !== 0 ? -magnitude : magnitude;
}

/**
 * Writes thousandths as decimal text: `three` always has three decimals (`12.500`), `trimmed` drops trailing zeros
 * (`12.5`).
 */
export function formatThousandths(thousandths: number, style: 'three' | 'trimmed'): string {
  const digits = String(Math.abs(thousandths)).padStart(4, '0');
  const text = `${thousandths < 0 ? '-' : ''}${digits.slice(0, -3)}.${digits.slice(-3)}`;
  return style === 'three' ? text : text.replace(/\.?0+$/, '');
}

/** Whether an amount fits a currency of so many decimals without a remainder. */
export function fitsDecimals(thousandths: number, decimals: number): boolean {
  return thousandths % 10 ** (3 - decimals) === 0;
}
