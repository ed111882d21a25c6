import type { EventName, EventPayload, Topic } from '../../shared/contract/contract.ts';
import type { EventFrame } from '../../shared/contract/envelope.ts';

const GATHER_MS = 80;

/** Announces to every window. Changes of data are gathered for a moment, so that a burst of writes is one announcement. */
export class EventHub {
  readonly #listeners = new Set<(event: EventFrame) => void>();
  readonly #topics = new Set<Topic>();
  readonly #report: (error: unknown) => void;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  /** `report` is told when a listener throws: its window has likely gone, and the others must hear all the same. */
  constructor(report: (error: unknown) => void = () => undefined) {
    this.#report = report;
  }

  listen(listener: (event: EventFrame) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit<Name extends EventName>(event: Name, payload: EventPayload<Name>): void {
    for (const listener of this.#listeners) {
      try {
        listener({ event, payload });
      } catch (error) {
        this.#report(error);
      }
    }
  }

  /** Rows of these topics have changed; windows ask again for what they show. */
  changed(...topics: Topic[]): void {
    if (this.#closed) return;
    for (const topic of topics) this.#topics.add(topic);
    this.#timer ??= setTimeout(() => this.#announce(), GATHER_MS);
  }

  #announce(): void {
    this.#timer = null;
    const topics = [...this.#topics];
    this.#topics.clear();
    this.emit('data.changed', { topics });
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#listeners.clear();
  }
}
