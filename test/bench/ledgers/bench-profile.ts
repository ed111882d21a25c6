import { sampleProfile } from '../../../electron/sample/sample-profile.ts';
import type { Profile } from '../../../shared/contract/profile.ts';

/** The sample company's profile over systems that nobody asks: benches on generated ledgers never leave this process. */
export function benchProfile(): Profile {
  const nowhere = { pid: process.pid, url: 'http://127.0.0.1:9/', control: { token: 'none' } };
  return sampleProfile({
    folder: '',
    stripe: { ...nowhere, account: 'acct_bench', key: 'none', restrictedKey: 'none' },
    peoplesoft: { ...nowhere, node: 'BENCH', user: 'none', password: 'none' },
  }).profile;
}
