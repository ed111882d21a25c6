import type { PersonalConnection } from '../../connectors/peoplesoft/personal-connection.ts';
import type { BrowserPorts } from '../../connectors/peoplesoft/personal-tokens.ts';
import type { RestAuthorization } from '../../connectors/peoplesoft/rest-authorization.ts';
import type { PeopleSoftWriter, PendingItemWriter } from '../../connectors/peoplesoft/types.ts';

export interface SignInAttempt {
  readonly sessionId: string;
  readonly operatorId: string;
  /** Her password; `unlocked`: one that was refused before is sent once more. Or her browser. */
  readonly by: { readonly password: string; readonly unlocked: boolean } | { readonly browser: BrowserPorts };
}

/**
 * Which windows are signed in to PeopleSoft under which operator id. Passwords stay in memory, as long as a window of that person is
 * open; one that PeopleSoft refused is never sent again by itself.
 */
export class PersonalSignIns {
  readonly #connect: (operatorId: string) => PersonalConnection;
  readonly #connections = new Map<string, PersonalConnection>();
  readonly #sessions = new Map<string, string>();
  readonly #underWay = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(connect: (operatorId: string) => PersonalConnection) {
    this.#connect = connect;
  }

  /** Proves the password and signs the window in. One at a time; throws `ConnectorError` as `PersonalConnection.prove`. */
  signIn(attempt: SignInAttempt): Promise<void> {
    const turn = this.#last.then(() => this.#signIn(attempt));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #signIn({ sessionId, operatorId, by }: SignInAttempt): Promise<void> {
    const connection = this.#connectionOf(operatorId);
    this.#underWay.add(sessionId);
    try {
      await prove(connection, by);
      // The window may have closed while PeopleSoft was asked.
      if (this.#underWay.has(sessionId)) this.#leave(sessionId, operatorId);
      if (this.#underWay.has(sessionId)) this.#sessions.set(sessionId, operatorId);
    } finally {
      this.#underWay.delete(sessionId);
      this.#forgetUnused(operatorId);
    }
  }

  /** Signs a window out; answers the operator id it was signed in with, or null. */
  signOut(sessionId: string): string | null {
    this.#underWay.delete(sessionId);
    return this.#leave(sessionId, null);
  }

  /** Operator id that this window is signed in with, proven and not refused since; null when it is not. */
  operatorOf(sessionId: string): string | null {
    const operatorId = this.#sessions.get(sessionId);
    return operatorId !== undefined && this.#connectionOf(operatorId).isProven() ? operatorId : null;
  }

  /** Operator ids that somebody is signed in with now and that may write, in capitals. */
  signedIn(): readonly string[] {
    const all = [...this.#sessions.values()].filter((operatorId) => this.writerOf(operatorId) !== null);
    return [...new Set(all.map((operatorId) => operatorId.toUpperCase()))];
  }

  /** Writes under this operator id; null while nobody is signed in with it. */
  writerOf(operatorId: string): PeopleSoftWriter | null {
    const connection = this.#inUse(operatorId);
    return connection !== null && connection.isProven() ? connection.writer() : null;
  }

  /** The same for items from outside. */
  itemWriterOf(operatorId: string): PendingItemWriter | null {
    const connection = this.#inUse(operatorId);
    return connection !== null && connection.isProven() ? connection.itemWriter() : null;
  }

  /** What REST requests under this operator id go out with: her bearer token or her password; null while she is not signed in. */
  authorizationOf(operatorId: string): RestAuthorization | null {
    const connection = this.#inUse(operatorId);
    return connection !== null && connection.isProven() ? connection.rest() : null;
  }

  #inUse(operatorId: string): PersonalConnection | null {
    const key = operatorId.toUpperCase();
    return [...this.#sessions.values()].some((each) => each.toUpperCase() === key) ? this.#connectionOf(key) : null;
  }

  #leave(sessionId: string, next: string | null): string | null {
    const operatorId = this.#sessions.get(sessionId) ?? null;
    this.#sessions.delete(sessionId);
    if (operatorId !== null && operatorId.toUpperCase() !== next?.toUpperCase()) this.#forgetUnused(operatorId);
    return operatorId;
  }

  #forgetUnused(operatorId: string): void {
    const key = operatorId.toUpperCase();
    if (this.#inUse(operatorId) === null) this.#connections.get(key)?.forget();
  }

  #connectionOf(operatorId: string): PersonalConnection {
    const key = operatorId.toUpperCase();
    const known = this.#connections.get(key) ?? this.#connect(operatorId);
    this.#connections.set(key, known);
    return known;
  }
}

async function prove(connection: PersonalConnection, by: SignInAttempt['by']): Promise<void> {
  if ('browser' in by) return connection.proveByBrowser(by.browser);
  if (by.unlocked) connection.allowAgain();
  await connection.prove(by.password);
}
