import { sampleProfile } from '../../../electron/sample/sample-profile.ts';
import type { Profile } from '../../../shared/contract/profile.ts';

/** A whole connection profile of a company of one's own, whose systems are nowhere. */
export function ownProfile(changes: Partial<Profile> = {}): Profile {
  const { profile } = sampleProfile({
    stripe: {
      pid: 1,
      url: 'http://127.0.0.1:9',
      account: 'acct_1',
      key: 'k',
      restrictedKey: 'r',
      control: { token: 't' },
    },
    peoplesoft: {
      pid: 1,
      url: 'http://127.0.0.1:9',
      node: 'PSFT_EP',
      user: 'u',
      password: 'p',
      control: { token: 't' },
    },
    folder: '/nowhere',
  });
  return { ...profile, name: 'Northwind Ltd.', ...changes };
}
