/** npm hands a terminal's Ctrl C on to its child, which has had it from the terminal already: one press arrives twice. */
const SAME_PRESS_MS = 1_000;

/**
 * Aborted by the first Ctrl C or request to end, so that work can stop between two steps; another one, at least a second
 * later, ends the process at once, as a person who presses twice expects.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let firstMs = 0;
  const stop = (signal: NodeJS.Signals) => {
    if (!controller.signal.aborted) {
      firstMs = performance.now();
      return controller.abort(new DOMException('Stopped from outside.', 'AbortError'));
    }
    if (performance.now() - firstMs > SAME_PRESS_MS) process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
