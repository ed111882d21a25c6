import { hostname, userInfo } from 'node:os';
import type { Actor } from './contract/session.ts';

/** The operating-system user as actor of this process: whoever may open the home may do everything in it. */
export function systemActor(env: Readonly<Record<string, string | undefined>>): Actor {
  const name = userName(env);
  return { id: name, name, operatorId: null, roles: ['preparer', 'reviewer', 'administrator'] };
}

/** Name of this computer as it goes into the audit. */
export function machineName(): string {
  return hostname();
}

function userName(env: Readonly<Record<string, string | undefined>>): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that no user list knows; the number then is the name.
    return env['USER'] ?? env['USERNAME'] ?? `uid ${String(process.getuid?.() ?? 'unknown')}`;
  }
}
