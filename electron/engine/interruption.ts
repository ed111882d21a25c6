/**
 * Aborted by the first Ctrl C or request to end, so that work can stop between two steps; the second one ends the process
 * at once, as a person who presses twice expects.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  const stop = (signal: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
    controller.abort(new DOMException('Stopped from outside.', 'AbortError'));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
