import { randomBytes } from 'node:crypto';
import { instantOf } from '../../../shared/domain/calendar.ts';
import type { ViewRequest } from '../../../shared/contract/views.ts';
import { TieoutError } from '../../../shared/errors/tieout-error.ts';

export interface OpenView {
  readonly token: string;
  readonly request: ViewRequest;
  readonly keys: Int32Array;
  /** The newest key of the list's table when the view was opened: what has a higher one has arrived since. */
  readonly newestKey: number;
  readonly expiresAtMs: number;
}

const LIFE_MS = 30 * 60_000;
const MOST_VIEWS_OF_A_LIST = 12;

/**
 * The open view snapshots of all windows. A view is an ordered array of keys (four bytes a row); the rows themselves are read
 * page by page. Views belong to a session, expire when unused, and the one longest unused goes when a session opens too
 * many of the same list: running down a thousand movements, each with its items, must not end the list of movements.
 */
export class ViewRegistry {
  readonly #views = new Map<string, OpenView & { sessionId: string; expiresAtMs: number }>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  open(sessionId: string, request: ViewRequest, keys: Int32Array, newestKey: number): OpenView {
    this.#dropExpired();
    const alike = [...this.#views.values()].filter(
      (view) => view.sessionId === sessionId && view.request.list === request.list,
    );
    for (const view of alike.slice(0, Math.max(0, alike.length - MOST_VIEWS_OF_A_LIST + 1)))
      this.#views.delete(view.token);
    const view = {
      token: randomBytes(12).toString('base64url'),
      request,
      keys,
      newestKey,
      sessionId,
      expiresAtMs: this.#now() + LIFE_MS,
    };
    this.#views.set(view.token, view);
    return view;
  }

  /** The view behind a token of this session, its life renewed; throws VIEW_EXPIRED when it is gone. */
  get(sessionId: string, token: string): OpenView {
    const view = this.#views.get(token);
    this.#dropExpired();
    // A token of another session reads as gone, and its owner keeps the view.
    if (view === undefined || view.sessionId !== sessionId || !this.#views.has(token))
      throw new TieoutError('VIEW_EXPIRED', 'This list was opened too long ago.', {
        nextStep: 'It is opened again by itself; your place is kept.',
      });
    view.expiresAtMs = this.#now() + LIFE_MS;
    // Views stand in the order of their last use, so that the one longest unused goes first.
    this.#views.delete(token);
    this.#views.set(token, view);
    return view;
  }

  expiresAt(view: OpenView): string {
    return instantOf(view.expiresAtMs);
  }

  close(sessionId: string): void {
    for (const view of this.#views.values()) if (view.sessionId === sessionId) this.#views.delete(view.token);
  }

  #dropExpired(): void {
    for (const view of this.#views.values()) if (view.expiresAtMs < this.#now()) this.#views.delete(view.token);
  }
}
