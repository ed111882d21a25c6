import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { LedgerError } from './ledger-error.ts';

/** Folder names that sync programs give their roots, as whole path segments in any case; OneDrive adds ` - Company`. */
const SYNCED_FOLDER =
  /^(onedrive( - .*)?|dropbox( \(.*\))?|google drive|googledrive|my drive|icloud ?drive|box( sync)?|nextcloud|owncloud|sharepoint)$/i;
const SYNCED_ROOT_VARIABLES = ['OneDrive', 'OneDriveCommercial', 'OneDriveConsumer'] as const;
/** File systems on which locks or shared memory between processes cannot be trusted. Source: SQLite, "Write-Ahead Logging". */
const NETWORK_FILE_SYSTEM =
  /^(nfs\d?|cifs|smb\d?|smbfs|afs|ceph|glusterfs|davfs|fuse\.(sshfs|rclone|davfs2?|glusterfs|s3fs|gvfsd-fuse))$/;

/** What of the computer decides whether a folder is local; injected so that every platform's rule is tested on any of them. */
export interface LocationFacts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Text of `/proc/mounts`, or null where there is none. */
  readonly mounts: string | null;
}

/**
 * Refuses a ledger on a network share or inside a synced folder, with `LEDGER_LOCATION`: both give the file to a second
 * writer behind SQLite's back. Sees UNC paths, mapped drives (their real path is a UNC path), the usual sync folders by
 * name and by OneDrive's own variables, and network mounts.
 */
export function assertLocalFolder(file: string, facts: LocationFacts = machineFacts()): void {
  const path = realPath(resolve(file));
  const reason = networkReason(path, facts.mounts) ?? syncedReason(path, facts.env);
  if (reason === null) return;
  throw new LedgerError(
    'LEDGER_LOCATION',
    `The ledger cannot be kept in ${dirname(path)}: ${reason}.`,
    'Choose a folder on a disk of this computer that no program synchronises, with --home or TIEOUT_HOME.',
  );
}

function machineFacts(): LocationFacts {
  return { env: process.env, mounts: existsSync('/proc/mounts') ? readFileSync('/proc/mounts', 'utf8') : null };
}

/** Real path of the nearest existing folder, so that links and mapped drives are seen for what they are. */
function realPath(path: string): string {
  let folder = path;
  while (!existsSync(folder)) {
    const parent = dirname(folder);
    if (parent === folder) return path;
    folder = parent;
  }
  return realpathSync.native(folder) + path.slice(folder.length);
}

function networkReason(path: string, mounts: string | null): string | null {
  if (/^[\\/]{2}(?![?.][\\/])/.test(path) || /^\\\\\?\\UNC\\/i.test(path)) return 'it is a network share';
  let best = { at: '', type: '' };
  for (const line of mounts?.split('\n') ?? []) {
    const [, mounted, type] = line.split(' ');
    if (mounted === undefined || type === undefined) continue;
    const at = mounted.replaceAll('\\040', ' ');
    const inside = path === at || path.startsWith(at.endsWith('/') ? at : `${at}/`);
    if (inside && at.length >= best.at.length) best = { at, type };
  }
  return NETWORK_FILE_SYSTEM.test(best.type) ? `it is on a network file system (${best.type})` : null;
}

function syncedReason(path: string, env: LocationFacts['env']): string | null {
  const segment = path.split(/[\\/]/).find((part) => SYNCED_FOLDER.test(part));
  if (segment !== undefined) return `${segment} is a synchronised folder`;
  const lower = path.toLowerCase();
  for (const variable of SYNCED_ROOT_VARIABLES) {
    const root = env[variable]?.replace(/[\\/]+$/, '').toLowerCase();
    if (
      root !== undefined &&
      root !== '' &&
      (lower === root || /^[\\/]/.test(lower.slice(root.length))) &&
      lower.startsWith(root)
    )
      return 'it is inside the OneDrive folder';
  }
  return null;
}
