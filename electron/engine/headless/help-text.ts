import type { HeadlessCommand } from './command.ts';

/** What `--help` says: every command with its options, the options of all, and the exit codes. */
export function helpText(commands: readonly HeadlessCommand[]): string {
  const rows = commands.flatMap(({ name, usage, summary }) => [`  ${`${name} ${usage}`.trim()}`, `      ${summary}`]);
  return [
    'Usage: npm run -s tieout -- <command> [options]',
    '',
    ...rows,
    '',
    'Every command:',
    '  --home DIR       the home to work on; else TIEOUT_HOME, else the platform’s data folder',
    '  --profile FILE   connection profile of a company of your own; the first one is kept in its home',
    '  --key-file FILE  file with the recovery key, readable by you alone; or TIEOUT_RECOVERY_KEY',
    '  --json           exactly one JSON object on stdout',
    '  --help           this text',
    '',
    'Exit codes: 0 achieved, 1 ran but not achieved, 2 bad usage or input, 3 ledger or key, 4 home in use.',
  ].join('\n');
}
