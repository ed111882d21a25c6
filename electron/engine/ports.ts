import type { Credential } from '../../shared/contract/profile.ts';
import type { Clock } from '../connectors/http/clock.ts';
import type { FetchPort } from '../connectors/http/fetch-port.ts';
import type { FileSync } from '../ledger/file-sync.ts';
import type { KeyVault } from '../ledger/key.ts';

/** Where secrets are kept for the engine. They are asked for when used and never held, logged or sent to a window. */
export interface SecretsPort {
  /** The secret a credential names, or null when it is not there. */
  get(credential: Credential): Promise<string | null>;
}

/** Small settings of this home (window layout, theme); nothing of the books and no secret. Values are plain JSON. */
export interface SettingsPort {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
}

export interface Notification {
  readonly title: string;
  readonly body: string;
}

/** Everything the engine needs from outside; one adapter a host, one more for the fault bed. */
export interface Ports {
  readonly clock: Clock;
  readonly random: { bytes(count: number): Buffer };
  readonly fetch: FetchPort;
  readonly secrets: SecretsPort;
  readonly settings: SettingsPort;
  /** The operating system's key keeper; null where there is none. */
  readonly vault: KeyVault | null;
  readonly fileSync: FileSync;
  /** Shows a message outside the window where the host can; the window has its own. */
  notify(notification: Notification): void;
  /** Opens an https address (or a loopback one) in the person's browser; resolves false when the host has none. */
  openExternal(address: URL): Promise<boolean>;
}
