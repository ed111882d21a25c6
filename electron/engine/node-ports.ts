import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import Conf from 'conf';
import type { Clock } from '../connectors/http/clock.ts';
import { systemClock } from '../connectors/http/clock.ts';
import { diskSync } from '../ledger/file-sync.ts';
import type { Notification, Ports, SecretsPort, SettingsPort } from './ports.ts';

export interface NodePortsOptions {
  /** Folder of the home: settings are kept there. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Default: the computer's clock. The sample company gives its own. */
  readonly clock?: Clock;
  /** PEM file of certificate authorities to trust besides the usual ones. */
  readonly extraCaFile?: string | null;
  /** Where messages go that the desktop would show as notifications. */
  readonly onNotification: (notification: Notification) => void;
}

/**
 * The ports of plain Node (headless commands, browser host, tests). There is no vault here, so a live home is opened with its
 * recovery key. Throws a readable error when the certificate file cannot be read.
 */
export function nodePorts(options: NodePortsOptions): Ports {
  if (options.extraCaFile) trustAlso(options.extraCaFile);
  return {
    clock: options.clock ?? systemClock,
    random: { bytes: (count) => randomBytes(count) },
    fetch: (url, init) => fetch(url, { ...init }),
    secrets: environmentSecrets(options.env),
    settings: fileSettings(options.folder),
    vault: null,
    fileSync: diskSync,
    notify: options.onNotification,
    openExternal: (address) => openInBrowser(address, options.env),
  };
}

/** Adds the authorities of a PEM file to those this process trusts, for every connection made from now on. */
export function trustAlso(file: string): void {
  const certificates = readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (certificates === null) throw new Error(`${file} holds no PEM certificate`);
  setDefaultCACertificates([...getCACertificates('default'), ...certificates]);
}

/** Secrets of this host are environment variables; a vault key names nothing here. */
function environmentSecrets(env: NodePortsOptions['env']): SecretsPort {
  return {
    get: async (credential) => {
      const value = 'env' in credential ? env[credential.env] : undefined;
      return value === undefined || value === '' ? null : value;
    },
  };
}

function fileSettings(folder: string): SettingsPort {
  const store = new Conf<Record<string, unknown>>({ cwd: folder, configName: 'settings', configFileMode: 0o600 });
  return {
    get: (name) => store.get(name),
    set: (name, value) => store.set(name, value),
  };
}

/** Opens a web address in the browser of this machine; false where there is none. Throws RangeError for any other kind of address. */
export function openInBrowser(address: URL, env: NodePortsOptions['env']): Promise<boolean> {
  if (!isWebAddress(address)) throw new RangeError(`only web addresses are opened, not ${address.protocol}`);
  const command = browserCommand(env);
  if (command === null) return Promise.resolve(false);
  const [program, ...args] = command;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn(program, [...args, address.href], { stdio: 'ignore', detached: true });
  child.once('error', () => resolve(false));
  child.once('spawn', () => {
    child.unref();
    resolve(true);
  });
  return promise;
}

function isWebAddress(address: URL): boolean {
  const isLoopback = address.hostname === '127.0.0.1' || address.hostname === 'localhost';
  return address.protocol === 'https:' || (address.protocol === 'http:' && isLoopback);
}

function browserCommand(env: NodePortsOptions['env']): readonly [string, ...string[]] | null {
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  if (process.platform === 'darwin') return ['open'];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : null;
}
