import { createEngine } from './engine/create-engine.ts';
import { crashGuard } from './engine/crash-guard.ts';
import { exitCodeOf, spokenError } from './engine/headless/exit-code.ts';
import { sentences } from './engine/headless/sentences.ts';
import { interruption } from './engine/interruption.ts';
import { programVersion } from './engine/program-version.ts';
import { serveTerminal } from './engine/browser-host/serve-terminal.ts';
import { terminalOptions } from './engine/browser-host/terminal-options.ts';

/** `npm start` without Electron: the window in the browser, the engine in this process. */
const args = process.argv.slice(2);
const cwd = process.env['INIT_CWD'] ?? process.cwd();
try {
  crashGuard(terminalOptions(args, { env: process.env, cwd }).home);
  await serveTerminal(args, {
    env: process.env,
    cwd,
    version: programVersion(),
    signal: interruption().signal,
    say: (line) => console.log(line),
    keyboard: process.stdin.isTTY ? process.stdin : null,
    createEngine,
  });
  process.exit(0);
} catch (error) {
  const { code, message, nextStep } = spokenError(error);
  if (code !== 'CANCELLED') console.error(sentences(message, nextStep));
  process.exit(code === 'CANCELLED' ? 0 : exitCodeOf(error));
}
