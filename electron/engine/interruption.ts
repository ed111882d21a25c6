/** npm hands a terminal's Ctrl C on to its child, which has had it from the terminal already: one press arrives twice. */
const SAME_PRESS_MS = 1_000;

/** What reaches a command from a person who wants it to stop. */
export interface Interruption {
  /** Aborted by the first Ctrl C or request to end, so that work can stop between two steps. */
  readonly signal: AbortSignal;
  /** From now on the second press is told to `listener`, once, instead of ending the process; answers the way to stop listening. */
  readonly onCutOff: CutOff;
}
export type CutOff = (listener: () => void) => () => void;

/**
 * The first Ctrl C or request to end aborts; another one, at least a second later, ends the process at once, as a person who presses twice
 * expects, unless a command has last words to say about what is on its way: then it says them, and a third press ends the process.
 */
export function interruption(): Interruption {
  const controller = new AbortController();
  const listeners = new Set<() => void>();
  let pressedMs = 0;
  const stop = (signal: NodeJS.Signals) => {
    const isSamePress = performance.now() - pressedMs <= SAME_PRESS_MS;
    if (controller.signal.aborted && isSamePress) return;
    pressedMs = performance.now();
    if (!controller.signal.aborted) return controller.abort(new DOMException('Stopped from outside.', 'AbortError'));
    if (listeners.size === 0) process.exit(signal === 'SIGINT' ? 130 : 143);
    const told = [...listeners];
    listeners.clear();
    for (const listener of told) listener();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    onCutOff(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
