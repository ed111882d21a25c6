import type { Role } from '../../../shared/domain/states.ts';

/** Who is on the other end of a port: fixed when the port is handed out, never taken from a message. */
export interface Session {
  readonly sessionId: string;
  readonly actor: Actor;
  readonly machine: string;
  /** The machine's own sign-in name, where the window is somebody else's by a sign-in to PeopleSoft. */
  readonly machineName?: string;
  readonly host: 'desktop' | 'browser' | 'headless';
}

export interface Actor {
  /** Name that goes into the audit, e.g. the operating-system user. */
  readonly id: string;
  readonly name: string;
  /** PeopleSoft operator id, once proven against PeopleSoft. */
  readonly operatorId: string | null;
  readonly roles: readonly Role[];
}
