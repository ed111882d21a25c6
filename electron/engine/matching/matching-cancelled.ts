import { TieoutError } from '../../../shared/errors/tieout-error.ts';

/** What a run says that was cancelled. */
export function cancelled(): TieoutError {
  return new TieoutError('CANCELLED', 'Matching was cancelled; what was written stays.', {
    nextStep: 'Run it again to go on.',
  });
}

/** Throws `TieoutError` CANCELLED once the signal is given. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw cancelled();
}
