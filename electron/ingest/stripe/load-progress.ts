import type { Instant } from '../../../shared/domain/ids.ts';
import type { SyncCounts } from '../../ledger/sync-run-store.ts';

/** How far a poll is, for whoever waits for it. */
export interface LoadProgress {
  /** Objects read by this poll so far. */
  readonly read: number;
  /** E.g. "Stripe charges: back to 2026-03-02, 45 %; 310 objects a second, about 4 min left for these lists". */
  readonly text: string;
}
/** Where a list stands after a page. */
export interface PageSeen {
  /** Lower bound of its window; null: the account's beginning. */
  readonly from: Instant | null;
  readonly newestAt: Instant | null;
  /** The oldest on this page; null where it shows no time. */
  readonly oldestAt: Instant | null;
  readonly isLast: boolean;
}
interface Stream {
  startedMs: number;
  counts: number;
  /** Part of the window's time that is done, from 0 to 1, and what of it was done when this poll went on; null: unknown. */
  part: number | null;
  partBefore: number | null;
  oldestAt: Instant | null;
  isDone: boolean;
}

const DAY_MS = 86_400_000;
/** Text is only worth its place for what takes a while. */
const LONG_WINDOW_MS = 2 * DAY_MS;

/**
 * Estimates from what has been read: a list goes back in time, so the part of its time that is done tells what is left, at the pace of this
 * poll. Where the account's beginning is not known the part is not either, and the text says so. `beginningAt` is the account's.
 */
export class LoadEstimate {
  readonly #beginningAt: Instant | null;
  readonly #nowMs: () => number;
  readonly #startedMs: number;
  readonly #streams = new Map<string, Stream>();

  constructor(beginningAt: Instant | null, nowMs: () => number) {
    this.#beginningAt = beginningAt;
    this.#nowMs = nowMs;
    this.#startedMs = nowMs();
  }

  /** A page has come. */
  seen(name: string, page: PageSeen): void {
    const stream = this.#stream(name);
    stream.part = page.isLast ? 1 : this.#partOf(page);
    stream.partBefore ??= page.isLast ? 0 : stream.part;
    stream.oldestAt = page.oldestAt ?? stream.oldestAt;
    stream.isDone = page.isLast;
  }

  /** So many objects of a stream are stored by now. */
  stored(name: string, counts: SyncCounts): LoadProgress {
    this.#stream(name).counts = counts.read;
    const read = [...this.#streams.values()].reduce((sum, stream) => sum + stream.counts, 0);
    return { read, text: this.#text(name, read) };
  }

  #stream(name: string): Stream {
    const known = this.#streams.get(name);
    if (known !== undefined) return known;
    const stream = {
      startedMs: this.#nowMs(),
      counts: 0,
      part: null,
      partBefore: null,
      oldestAt: null,
      isDone: false,
    };
    this.#streams.set(name, stream);
    return stream;
  }

  #partOf({ from, newestAt, oldestAt }: PageSeen): number | null {
    const beginningAt = from ?? this.#beginningAt;
    if (beginningAt === null || newestAt === null || oldestAt === null) return null;
    const wholeMs = Date.parse(newestAt) - Date.parse(beginningAt);
    if (wholeMs < LONG_WINDOW_MS) return null;
    return Math.min(1, Math.max(0, (Date.parse(newestAt) - Date.parse(oldestAt)) / wholeMs));
  }

  #text(name: string, read: number): string {
    const stream = this.#stream(name);
    const words = name === 'hint' ? 'what changed' : `${name.replaceAll('_', ' ')}s`;
    const { oldestAt, part, isDone } = stream;
    if (name === 'hint' || isDone || oldestAt === null) return `Stripe ${words}`;
    const share = part === null ? 'how much of it is unknown' : `${Math.floor(part * 100)} %`;
    return `Stripe ${words}: back to ${oldestAt.slice(0, 10)}, ${share}; ${this.#pace(read)}, ${this.#left()}`;
  }

  #pace(read: number): string {
    const seconds = Math.max(1, (this.#nowMs() - this.#startedMs) / 1_000);
    return `${Math.round(read / seconds).toLocaleString('en')} objects a second`;
  }

  /** The lists run side by side: the slowest of those under way counts. */
  #left(): string {
    let longestMs = 0;
    for (const { startedMs, part, partBefore, isDone } of this.#streams.values()) {
      if (isDone) continue;
      if (part === null || partBefore === null || part <= partBefore) return 'time left unknown';
      longestMs = Math.max(longestMs, ((this.#nowMs() - startedMs) * (1 - part)) / (part - partBefore));
    }
    const minutes = Math.ceil(longestMs / 60_000);
    return minutes < 120
      ? `about ${minutes} min left for these lists`
      : `about ${Math.ceil(minutes / 60)} h left for these lists`;
  }
}
