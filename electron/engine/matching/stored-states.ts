import type { MovementState } from '../../../shared/domain/states.ts';
import { plainText, type StoredOutcome } from './stored-outcome.ts';

/** A movement as the ledger says that it is. */
export interface MovementStands {
  readonly version: number;
  readonly state: MovementState;
  readonly reason: string | null;
  readonly gate: string | null;
  readonly attention: string | null;
  readonly score: number | null;
  /** No match stands on it, and no candidates are kept of it: there is nothing more to be read. */
  readonly isPlain: boolean;
}

/** Outcomes that are told apart at a time; most movements of a month say one of a few things. */
const KNOWN_MOST = 4_096;

/**
 * What the ledger says of the movements that were read, in the order they were read in, as far as their own row says it all: what was read
 * once to be matched is not read again to be compared.
 */
export class StoredStates {
  readonly #plain: (StoredOutcome | null)[] = [];
  readonly #known = new Map<string, StoredOutcome>();

  /** Notes the movement that was read next. */
  add(stands: MovementStands): void {
    this.#plain.push(stands.isPlain ? this.#outcomeOf(stands) : null);
  }

  /** What is stored of the movement at this position; null: its match and its candidates are to be read. */
  at(position: number): StoredOutcome | null {
    return this.#plain[position] ?? null;
  }

  #outcomeOf(stands: MovementStands): StoredOutcome {
    const { version, state } = stands;
    const text = plainText(stands);
    const key = `${version} ${text}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      if (this.#known.size === KNOWN_MOST) this.#known.clear();
      this.#known.set(key, (known = { version, state, byRule: false, isPlain: true, text }));
    }
    return known;
  }
}
