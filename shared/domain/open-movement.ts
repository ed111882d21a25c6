import type { MovementState } from './states.ts';

/** States in which nobody is asked about a movement any more, whatever is noted of it. */
export const SETTLED_STATES: readonly MovementState[] = ['approved', 'posted', 'excluded'];

/** Whether a movement still waits for a person. */
export function isOpenMovement(row: { readonly attention: string | null; readonly state: MovementState }): boolean {
  return row.attention !== null && !SETTLED_STATES.includes(row.state);
}
