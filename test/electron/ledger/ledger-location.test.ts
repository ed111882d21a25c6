import { describe, expect, it } from 'vitest';
import { assertLocalFolder } from '../../../electron/ledger/ledger-location.ts';
import type { LocationFacts } from '../../../electron/ledger/ledger-location.ts';

const here: LocationFacts = { env: {}, mounts: null };
const refused = expect.objectContaining({ code: 'LEDGER_LOCATION' }) as Error;

describe('the place of a ledger', () => {
  it.each([
    ['/nowhere/OneDrive/Tieout/ledger.db', here, /OneDrive is a synchronised folder/],
    ['/nowhere/OneDrive - Contoso Ltd/ledger.db', here, /OneDrive - Contoso Ltd/],
    ['/nowhere/jbrown/Dropbox/ledger.db', here, /Dropbox/],
    ['/nowhere/jbrown/Dropbox (Personal)/x/ledger.db', here, /Dropbox/],
    ['/nowhere/Google Drive/ledger.db', here, /Google Drive/],
    [
      '/nowhere/work/cloud/ledger.db',
      { env: { OneDriveCommercial: '/nowhere/Work/Cloud/' }, mounts: null },
      /OneDrive/,
    ],
    ['//server/share/ledger.db', { env: {}, mounts: null }, /network share/],
    [
      '/nowhere/share/ledger.db',
      { env: {}, mounts: 'server:/x /nowhere/share nfs4 rw 0 0\n' },
      /network file system \(nfs4\)/,
    ],
    ['/nowhere/my share/a.db', { env: {}, mounts: '//s/x /nowhere/my\\040share cifs rw 0 0\n' }, /\(cifs\)/],
  ])('is refused at %s', (file, facts, why) => {
    if (file.startsWith('//') && process.platform !== 'win32') return; // one slash on POSIX
    expect(() => assertLocalFolder(file, facts)).toThrow(refused);
    expect(() => assertLocalFolder(file, facts)).toThrow(why);
  });

  it.each([
    ['/nowhere/jbrown/AppData/Local/Tieout/ledger.db', here],
    ['/nowhere/onedrivers-club/ledger.db', here],
    ['/nowhere/boxes/ledger.db', here],
    ['/nowhere/share2/ledger.db', { env: {}, mounts: 'server:/x /nowhere/share nfs4 rw 0 0\n' }],
    [
      '/nowhere/share/local/a.db',
      { env: {}, mounts: 's:/x /nowhere/share nfs rw\n/dev/sda /nowhere/share/local ext4 rw\n' },
    ],
    ['/nowhere/work/cloud2/ledger.db', { env: { OneDrive: '/nowhere/work/cloud' }, mounts: null }],
  ])('is fine at %s', (file, facts) => {
    expect(() => assertLocalFolder(file, facts)).not.toThrow();
  });
});
