import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** Loaded before a program that is measured: writes at its end what processor time its process took. Threads do not report. */
const file = process.env['TIEOUT_USAGE_FILE'];
if (file !== undefined && isMainThread) {
  // The program's own children would write over it.
  delete process.env['TIEOUT_USAGE_FILE'];
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    writeFileSync(file, JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1_000_000 }));
  });
}
