import { homePaths } from '../../../electron/ledger/home.ts';
import { lockHome } from '../../../electron/ledger/home-lock.ts';
import type { Instant } from '../../../shared/domain/ids.ts';

/** Holds the home named on its command line until it is killed. */
const lock = lockHome(homePaths(process.argv[2] ?? ''), {
  pid: process.pid,
  at: '2026-11-02T13:00:00.000Z' as Instant,
});
lock.announce({ address: 'here', token: 't', url: null });
process.stdout.write('held\n');
setInterval(() => undefined, 60_000);
