import type { EventName, EventPayload, Topic } from '../../shared/contract/contract.ts';
import type { EventFrame } from '../../shared/contract/envelope.ts';

const GATHER_MS = 80;

/** Announces to every window. Changes of data are gathered for a moment, so that a burst of writes is one announcement. */
export class EventHub {
  readonly #listeners = new Set<(event: EventFrame) => void>();
  readonly #topics = new Set<Topic>();
  #timer: NodeJS.Timeout | null = null;

  listen(listener: (event: EventFrame) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit<Name extends EventName>(event: Name, payload: EventPayload<Name>): void {
    for (const listener of this.#listeners) listener({ event, payload });
  }

  /** Rows of these topics have changed; windows ask again for what they show. */
  changed(...topics: Topic[]): void {
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
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#listeners.clear();
  }
}
