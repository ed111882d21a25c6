/** Logarithms of amount ratios fall into bins that are fine around nothing and coarse far away: even steps of the inverse hyperbolic sine. */
const SCALE = 1e-4;
const STEP = 0.25;
const HALF = 44;
export const RATIO_BINS = 2 * HALF + 1;

export function ratioBin(logRatio: number): number {
  const bin = Math.round(Math.asinh(logRatio / SCALE) / STEP) + HALF;
  return Math.max(0, Math.min(RATIO_BINS - 1, bin));
}

/** Width of a bin as a difference of logarithms. */
export function ratioBinWidth(bin: number): number {
  return SCALE * (Math.sinh((bin - HALF + 0.5) * STEP) - Math.sinh((bin - HALF - 0.5) * STEP));
}

/** The logarithm in the middle of a bin. */
export function ratioBinMiddle(bin: number): number {
  return SCALE * Math.sinh((bin - HALF) * STEP);
}
