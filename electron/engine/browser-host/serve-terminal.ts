import { createInterface } from 'node:readline';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';
import type { Engine, EngineOptions } from '../engine-types.ts';
import { openInBrowser } from '../node-ports.ts';
import { runBrowserHost, showRunningHost, type RunningHost } from './run-browser-host.ts';
import { terminalOptions, type TerminalOptions } from './terminal-options.ts';

export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** Where Enter is pressed; null when nobody sits there. */
  readonly keyboard: NodeJS.ReadableStream | null;
  readonly createEngine: (options: EngineOptions) => Promise<Engine>;
  /** Built window; default the one beside the sources. */
  readonly windowFolder?: string;
}

/**
 * `npm start` in the browser: opens the company, says where to look, prints a new address at every Enter, and ends on
 * Ctrl C. A second one on the same home shows the first. Throws what opening throws, and the reason when the engine
 * cannot go on.
 */
export async function serveTerminal(args: readonly string[], terminal: Terminal): Promise<void> {
  const options = terminalOptions(args, terminal);
  if (await showFirst(options, terminal)) return;
  const ended = Promise.withResolvers<void>();
  terminal.signal.addEventListener('abort', () => ended.resolve(), { once: true });
  const host = await runBrowserHost({
    ...options,
    env: terminal.env,
    version: terminal.version,
    createEngine: terminal.createEngine,
    say: terminal.say,
    onFatal: (reason) => ended.reject(new Error(`Tieout cannot go on: ${reason}`)),
    onProgress: onceInAWhile(terminal.say),
    signal: terminal.signal,
    ...(terminal.windowFolder === undefined ? {} : { windowFolder: terminal.windowFolder }),
  });
  try {
    await welcome(host, options, terminal);
    await ended.promise;
    terminal.say('Closing …');
  } finally {
    await host.close();
  }
}

/** True when a Tieout runs on this home already; it has been shown then. */
async function showFirst(options: TerminalOptions, terminal: Terminal): Promise<boolean> {
  const already = await showRunningHost(options.home, terminal.signal);
  if (already === null) return false;
  if (already.url !== null) {
    terminal.say(`Tieout runs on this home already (process ${already.pid}). A new address of it, good once:`);
    terminal.say(`  ${already.url}`);
    if (options.opens) await openQuietly(already.url, terminal);
    return true;
  }
  if (already.shown) {
    terminal.say(`Tieout runs on this home already (process ${already.pid}); its window is in front now.`);
    return true;
  }
  throw new TieoutError('LEDGER_IN_USE', `A command works on this home (process ${already.pid}).`, {
    nextStep: 'Wait until it is done, or choose another home with --home.',
  });
}

async function welcome(host: RunningHost, options: TerminalOptions, terminal: Terminal): Promise<void> {
  const { url } = host.address;
  terminal.say('');
  terminal.say(`Tieout is here, once and for a quarter of an hour: ${url}`);
  const isOpen = options.opens && (await openQuietly(url, terminal));
  if (isOpen) terminal.say('It opens in your browser. Press Enter for the address of another tab, Ctrl C to end.');
  else terminal.say('Open it in a browser on this machine. Press Enter for another address, Ctrl C to end.');
  if (terminal.keyboard === null) return;
  const lines = createInterface({ input: terminal.keyboard });
  lines.on('line', () => terminal.say(`Another address, good once: ${host.newAddress().url}`));
  terminal.signal.addEventListener('abort', () => lines.close(), { once: true });
}

/** Opening a browser is a convenience: where there is none the address on the terminal does. */
async function openQuietly(url: string, terminal: Terminal): Promise<boolean> {
  try {
    return await openInBrowser(new URL(url), terminal.env);
  } catch {
    return false; // the address stands on the terminal in any case
  }
}

function onceInAWhile(say: (line: string) => void): (text: string) => void {
  let saidAtMs = Number.NEGATIVE_INFINITY;
  return (text) => {
    if (performance.now() - saidAtMs < 3_000) return;
    saidAtMs = performance.now();
    say(`${text.charAt(0).toUpperCase()}${text.slice(1)}`);
  };
}
