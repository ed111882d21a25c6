import { ALL_COMMANDS } from './engine/headless/all-commands.ts';
import { runCommandLine } from './engine/headless/run-command-line.ts';
import { createEngine } from './engine/create-engine.ts';
import { interruption } from './engine/interruption.ts';
import { programVersion } from './engine/program-version.ts';

/** `npm run tieout -- <command> …`: the same engine for scheduled tasks, administrators and tests. */
process.exitCode = await runCommandLine(process.argv.slice(2), ALL_COMMANDS, {
  env: process.env,
  cwd: process.env['INIT_CWD'] ?? process.cwd(),
  signal: interruption(),
  version: programVersion(),
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  createEngine,
});
