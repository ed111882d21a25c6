import { ALL_COMMANDS } from './engine/headless/all-commands.ts';
import { runCommandLine } from './engine/headless/run-command-line.ts';
import { createEngine } from './engine/create-engine.ts';
import { interruption } from './engine/interruption.ts';
import { programVersion } from './engine/program-version.ts';

/** `npm run tieout -- <command> …`: the same engine for scheduled tasks, administrators and tests. */
const { signal, onCutOff } = interruption();
let isCutOff = false;
process.exitCode = await runCommandLine(process.argv.slice(2), ALL_COMMANDS, {
  env: process.env,
  cwd: process.env['INIT_CWD'] ?? process.cwd(),
  signal,
  onCutOff: (listener) =>
    onCutOff(() => {
      isCutOff = true;
      listener();
    }),
  version: programVersion(),
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  createEngine,
});
// What is still on its way would keep the process; its last words go out first, which a pipe may take its time for.
if (isCutOff) process.stdout.write('', () => process.exit());
