import { systemClock } from '../connectors/http/clock.ts';
import { homePaths } from '../ledger/home.ts';
import { writeCrashRecord } from './crash-record.ts';

/**
 * From now on an error nobody caught leaves a record in the home's `crashes` and ends this process with 1: what goes on after
 * it is not to be trusted with books. The home's lock ends with the process.
 */
export function crashGuard(home: string): void {
  const end = (error: unknown) => {
    try {
      const file = writeCrashRecord(homePaths(home).crashes, { at: systemClock.now(), where: 'host', error });
      process.stderr.write(`Tieout has crashed; nothing that was saved is lost. The record is ${file}.\n`);
    } catch {
      // No room or no right to write it: the terminal then gets the error itself.
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    }
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
