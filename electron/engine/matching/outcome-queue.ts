import type { Instant } from '../../../shared/domain/ids.ts';
import type { Ledger } from '../../ledger/operation.ts';
import { applyOutcomes } from './apply-outcomes.ts';
import { throwIfCancelled } from './matching-cancelled.ts';

/** Outcomes that are written together, and how far matching is with them. */
export interface OutcomePack {
  /** How many changes are packed; a pack of none is progress only. */
  readonly count: number;
  /** Of `packChanges`. */
  readonly packed: string;
  readonly done: number;
  readonly total: number;
}

export interface OutcomeLimits {
  /**
   * Packs in one transaction, as long as nobody else waits to write. Of rows that lie all over an index each commit writes most of its pages
   * anew, so fewer cost more for each row; with more, whoever clicks waits longer for the commit.
   */
  readonly atOnce: number;
  /** Packs that may wait to be written, at least one; while they are, the thread looks for doubles. */
  readonly ahead: number;
}
const LIMITS: OutcomeLimits = { atOnce: 16, ahead: 64 };

/** Where matching writes to, by whom, and who is told. */
export interface OutcomeWriting {
  readonly ledger: Ledger;
  readonly actor: string;
  readonly machine: string;
  /** Now, for what is written; never evidence. */
  readonly now: () => Instant;
  /** Counts, and progress, as a run would give them; writes nothing. */
  readonly dryRun: boolean;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Counts of what was written; the queue adds to them. */
export interface OutcomeTotals {
  applied: number;
  skipped: number;
}

/**
 * What a matching run writes, one after the other in the order it was handed over; of outcomes, which come faster than they are written, as many
 * at a time as one transaction takes. Whoever hands them over goes on while few enough wait, and otherwise when the next of them are taken.
 * After a write that failed, or a cancel, nothing more is written and nobody is told to go on: all promises of the queue reject with the
 * same error, `LedgerError` or `TieoutError` CANCELLED, and whoever still waits to go on is to be ended.
 */
export class OutcomeQueue {
  readonly #writing: OutcomeWriting;
  readonly #totals: OutcomeTotals;
  readonly #limits: OutcomeLimits;
  /** Those that are not being written yet. */
  readonly #waiting: OutcomePack[] = [];
  /** Lets the one that hands over go on, where it stands still because enough of them wait. */
  #resume: (() => void) | null = null;
  #written: Promise<void> = Promise.resolve();
  #hasFailed = false;

  constructor(writing: OutcomeWriting, totals: OutcomeTotals, limits: OutcomeLimits = LIMITS) {
    this.#writing = writing;
    this.#totals = totals;
    this.#limits = limits;
  }

  /** Resolves once all that was handed over until now is written. */
  get written(): Promise<void> {
    return this.#written;
  }

  /** Takes a pack; `goOn` is called once, when the next one may come. Resolves once the pack is written. */
  add(pack: OutcomePack, goOn: () => void): Promise<void> {
    if (this.#hasFailed) return this.#written;
    this.#waiting.push(pack);
    const written = this.after(() => this.#writeWaiting());
    if (this.#waiting.length < this.#limits.ahead) goOn();
    else this.#resume = goOn;
    return written;
  }

  /** Does something when all that was handed over before is written; no outcomes are to come before it resolves. */
  after(work: () => Promise<void>): Promise<void> {
    this.#written = this.#written.then(work).catch((error: unknown) => {
      this.#hasFailed = true;
      throw error;
    });
    return this.#written;
  }

  async #writeWaiting(): Promise<void> {
    const { signal, dryRun, onProgress } = this.#writing;
    while (this.#waiting.length > 0) {
      throwIfCancelled(signal);
      const next = this.#waiting.splice(0, this.#limits.atOnce);
      this.#resume?.();
      this.#resume = null;
      if (!dryRun) await this.#write(next.flatMap(({ count, packed }) => (count === 0 ? [] : [packed])));
      for (const { done, total } of next) onProgress?.(done, total);
    }
  }

  /** A transaction ends early when somebody waits to write: the next one goes on from there. */
  async #write(packs: readonly string[]): Promise<void> {
    const { ledger, actor, machine, now, signal } = this.#writing;
    for (let taken = 0; taken < packs.length;) {
      const args = { packs: packs.slice(taken), actor, machine, at: now() };
      const done = await ledger.write(applyOutcomes, args);
      taken += done.packs;
      this.#totals.applied += done.applied;
      this.#totals.skipped += done.skipped;
      throwIfCancelled(signal);
    }
  }
}
