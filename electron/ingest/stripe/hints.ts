import type { Instant } from '../../../shared/domain/ids.ts';
import type {
  CustomerStripeType,
  ListedStripeType,
  OwnedStripeType,
  StripeCustomerListRequest,
  StripePage,
} from '../../connectors/stripe/types.ts';
import type { NotedHint } from '../../ledger/stripe-hint-store.ts';
import type { SyncCounts } from '../../ledger/sync-run-store.ts';
import { askDueAgain } from '../completeness/ask-due-again.ts';
import { ownedTypeOf } from '../completeness/owner-hint.ts';
import { isConnectorError, streamFailure } from '../stream-failure.ts';
import {
  dropObservedHints,
  hintsLeft,
  hintsToRead,
  storeHinted,
  type AskedHint,
  type HintOutcome,
} from './hint-operations.ts';
import { observedPage, type ObservedPage } from './observed-page.ts';
import type { StripePollContext } from './poll.ts';
import { isCustomerType, isListedType } from './steps.ts';
import { addCounts, NO_COUNTS, type StreamFailure, type StreamReport } from '../sync-report.ts';

/** Objects and lists asked for in one poll; the rest waits for the next one and is said. */
const HINTS_PER_POLL = 2_000;
/** Asked for side by side and stored in one transaction. */
const SLICE = 40;
/** Asked for in vain so often, it waits until something new happens to it. */
const MOST_TRIES = 10;
/** Pages of one customer's list that are held and stored together; a slice holds that many of each of its lists. */
const PAGES_PER_WRITE = 5;

export interface WorkedOff {
  readonly streams: readonly StreamReport[];
  /** What still has to be read. */
  readonly waiting: number;
}

/**
 * Reads what events, gaps and customers' balances hint at, each by its id at the pinned version or by its customer's list to the end.
 * What was observed after `askedAt` has been read already. An object Stripe does not know is written down and asked for a few times more
 * over days (`askDueAgain`); one that cannot be read is written down and not asked for again. Rejects for errors of the ledger and defects only.
 */
export async function workOffHints(context: StripePollContext, askedAt: Instant): Promise<WorkedOff> {
  const { account, at } = context.ingest();
  await context.ledger.write(askDueAgain, { account, at });
  await context.ledger.write(dropObservedHints, { account, observedFrom: askedAt });
  const worker = new HintWorker(context, account);
  await worker.run();
  return { streams: worker.reports(), waiting: await context.ledger.read(hintsLeft, { account }) };
}

class HintWorker {
  readonly #context: StripePollContext;
  readonly #account: string;
  /** Families that cannot be read by this key or at this address: named once, the others go on. */
  readonly #blocked = new Map<string, StreamFailure>();
  readonly #asked = new Set<string>();
  #counts: SyncCounts = NO_COUNTS;
  #end: StreamFailure | null = null;

  constructor(context: StripePollContext, account: string) {
    this.#context = context;
    this.#account = account;
  }

  async run(): Promise<void> {
    while (this.#end === null && !this.#context.signal.aborted && this.#asked.size < HINTS_PER_POLL) {
      const next = await this.#next();
      if (next.length === 0) return;
      for (const hint of next) this.#asked.add(keyOf(hint));
      const outcomes = await Promise.all(
        next.map(async (hint) => ({
          hint,
          outcome: await this.#ask(hint).catch((error: unknown) => this.#failed(hint, error)),
        })),
      );
      await this.#store(outcomes.flatMap(({ hint, outcome }) => (outcome === null ? [] : [{ hint, outcome }])));
    }
  }

  reports(): readonly StreamReport[] {
    const failures = [...this.#blocked.values(), ...(this.#end === null ? [] : [this.#end])];
    return [
      { stream: 'hint', ...this.#counts, failure: null },
      ...failures.map((failure) => ({ stream: failure.stream, ...NO_COUNTS, failure })),
    ];
  }

  /** Each is asked for once a poll: what was asked for in vain, or is hinted at anew, is still among those that wait. */
  async #next(): Promise<readonly NotedHint[]> {
    const waiting = await this.#context.ledger.read(hintsToRead, {
      account: this.#account,
      except: [...this.#blocked.keys()],
      mostTries: MOST_TRIES,
      limit: SLICE + this.#asked.size,
    });
    return waiting.filter((hint) => !this.#asked.has(keyOf(hint))).slice(0, SLICE);
  }

  async #store(asked: readonly AskedHint[]): Promise<void> {
    const { ledger } = this.#context;
    const counts = await ledger.write(storeHinted, { context: this.#context.ingest(), asked });
    this.#counts = addCounts(this.#counts, counts);
    this.#context.onProgress('hint', this.#counts);
  }

  async #ask(hint: NotedHint): Promise<HintOutcome> {
    const { objectType, objectId } = hint;
    const owned = ownedTypeOf(objectType, objectId);
    if (owned !== null) return this.#askForOwnersList(owned, objectId);
    if (isListedType(objectType)) return this.#askForObject(objectType, objectId);
    if (isCustomerType(objectType)) return this.#askForList(objectType, hint);
    return { kind: 'notRead' };
  }

  async #askForObject(type: ListedStripeType, id: string): Promise<HintOutcome> {
    const { connector, observations, signal } = this.#context;
    const observedAt = observations.next();
    const found = await connector.retrieve(type, id, signal);
    if (found === null) return { kind: 'absent' };
    const page = 'reason' in found ? { objects: [], refused: [found] } : { objects: [found], refused: [] };
    return { kind: 'read', pages: [observedPage(observedAt, page)], whole: true };
  }

  /** All that belongs to a charge or an invoice: few. */
  async #askForOwnersList(type: OwnedStripeType, owner: string): Promise<HintOutcome> {
    const { connector, observations, signal } = this.#context;
    const pages: ObservedPage[] = [];
    for (let after: string | null = null; ;) {
      const observedAt = observations.next();
      const request = { type, owner, ...(after === null ? {} : { startingAfter: after }) };
      const page: StripePage = await connector.listOfOwner(request, signal);
      pages.push(observedPage(observedAt, page));
      if (!page.hasMore) return { kind: 'read', pages, whole: true };
      after = page.lastId;
    }
  }

  /** Her whole list, newest first; the hint is done with only when its last page is stored. */
  async #askForList(type: CustomerStripeType, hint: NotedHint): Promise<HintOutcome> {
    const customer = hint.objectId;
    let held: ObservedPage[] = [];
    let after: string | null = null;
    for (;;) {
      const observedAt = this.#context.observations.next();
      const page: StripePage | Error = await this.#listPage({
        type,
        customer,
        ...(after === null ? {} : { startingAfter: after }),
      });
      if (page instanceof Error) return this.#isGone(customer, page);
      held.push(observedPage(observedAt, page));
      if (!page.hasMore) return { kind: 'read', pages: held, whole: true };
      after = page.lastId;
      if (held.length < PAGES_PER_WRITE) continue;
      await this.#store([{ hint, outcome: { kind: 'read', pages: held, whole: false } }]);
      held = [];
    }
  }

  async #listPage(request: StripeCustomerListRequest): Promise<StripePage | Error> {
    const { connector, signal } = this.#context;
    return connector.listOfCustomer(request, signal).catch((error: unknown) => {
      if (isConnectorError(error) && error.kind === 'notFound') return error;
      throw error;
    });
  }

  /** Only Stripe's own word for the customer counts: an address without such lists says "not found" as well. */
  async #isGone(customer: string, error: Error): Promise<HintOutcome> {
    const { connector, signal } = this.#context;
    const found = await connector.retrieve('customer', customer, signal);
    const isThere = found !== null && !('reason' in found) && !(found.fact.type === 'customer' && found.fact.deleted);
    if (isThere) throw error;
    return { kind: 'absent' };
  }

  /** Null: it waits on as it is, because more than this one object is concerned. */
  #failed(hint: NotedHint, error: unknown): HintOutcome | null {
    const failure = streamFailure(`hint.${hint.objectType}`, error);
    const { kind, message } = failure;
    if (kind === 'refused' || kind === 'malformed') return { kind: 'failed', error: message };
    if (kind === 'rights' || kind === 'notFound') this.#blocked.set(hint.objectType, failure);
    else this.#end ??= failure;
    return null;
  }
}

function keyOf({ objectType, objectId }: NotedHint): string {
  return `${objectType}/${objectId}`;
}
