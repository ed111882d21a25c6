import { ConnectorError } from '../../electron/connectors/http/connector-error.ts';
import { mapStripeObject } from '../../electron/connectors/stripe/mapper.ts';
import { OWNER_FILTERS } from '../../electron/connectors/stripe/types.ts';
import type {
  RefusedObject,
  StripeBalancePart,
  StripeConnector,
  StripeEvent,
  StripeObject,
  StripePage,
  StripeType,
} from '../../electron/connectors/stripe/types.ts';
import { instantOf } from '../../shared/domain/calendar.ts';
import { money } from '../../shared/domain/money.ts';

type Raw = Readonly<Record<string, unknown>>;
const PAGE = 2;
const EVENT_DAYS = 30;

/** A Stripe in this process over raw objects, at the connector's own interface: it forgets events as Stripe does, and answers can end. */
export class MemoryStripe {
  readonly #objects = new Map<string, Raw>();
  readonly #events: StripeEvent[] = [];
  #hidden: ReadonlySet<string> = new Set();
  #nowMs: number;
  #answersLeft = Number.POSITIVE_INFINITY;
  #answersUntilLoss = Number.POSITIVE_INFINITY;

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
  }

  /** The object is like this from now on, which `eventType` tells; null where Stripe tells nothing. */
  put(object: Raw, eventType: string | null): void {
    this.#objects.set(`${String(object['object'])}/${String(object['id'])}`, object);
    if (eventType === null) return;
    const customer = object['customer'];
    this.#events.push({
      id: `evt_${this.#events.length}`,
      createdAt: instantOf(Math.floor(this.#nowMs / 1_000) * 1_000),
      eventType,
      objectType: String(object['object']),
      objectId: String(object['id']),
      customer: typeof customer === 'string' ? customer : null,
    });
  }

  /** After so many answers none comes any more. */
  answerOnly(count: number): void {
    this.#answersLeft = count;
  }

  /** Stripe leaves these objects out of every answer, though others name them; nothing any more when it is given none. */
  hide(...ids: readonly string[]): void {
    this.#hidden = new Set(ids);
  }

  /** One answer is lost after so many, as a time-out loses it; those after it come. */
  loseAnswer(after: number): void {
    this.#answersUntilLoss = after;
  }

  /** Every object as it is now, by its id. */
  get objects(): ReadonlyMap<string, Raw> {
    return new Map([...this.#objects.values()].map((object) => [String(object['id']), object]));
  }

  readonly connector: StripeConnector = {
    identify: () => this.#answer(() => ({ account: 'acct_1', livemode: false, apiVersion: 'x' })),
    list: ({ type, createdFrom, startingAfter }) =>
      this.#answer(() => {
        const from = createdFrom === undefined ? 0 : Math.floor(Date.parse(createdFrom) / 1_000);
        return page(
          type,
          this.#ofType(type).filter((object) => Number(object['created']) >= from),
          startingAfter,
        );
      }),
    listOfCustomer: ({ type, customer, startingAfter }) =>
      this.#answer(() =>
        page(
          type,
          this.#ofType(type).filter((object) => object['customer'] === customer),
          startingAfter,
        ),
      ),
    listOfOwner: ({ type, owner, startingAfter }) =>
      this.#answer(() =>
        page(
          type,
          this.#ofType(type).filter((object) => object[OWNER_FILTERS[type]] === owner),
          startingAfter,
        ),
      ),
    retrieve: (type, id) =>
      this.#answer(() => {
        const found = this.#hidden.has(id) ? undefined : this.#objects.get(`${type}/${id}`);
        return found === undefined ? null : read(type, found);
      }),
    events: ({ eventTypes, createdFrom, startingAfter }) =>
      this.#answer(() => {
        const oldest = instantOf(this.#nowMs - EVENT_DAYS * 86_400_000);
        const told = this.#events
          .filter(({ eventType, createdAt }) => eventTypes.includes(eventType) && createdAt >= createdFrom)
          .filter(({ createdAt }) => createdAt >= oldest)
          .toReversed();
        const { rest, hasMore } = slice(told, startingAfter, ({ id }) => id);
        return { events: rest, refused: [], lastId: rest.at(-1)?.id ?? null, hasMore };
      }),
    balance: () => this.#answer(() => ({ answeredAt: null, parts: balanceOf([...this.#objects.values()]) })),
  };

  #ofType(type: StripeType): readonly Raw[] {
    return [...this.#objects.values()]
      .filter((object) => object['object'] === type && !this.#hidden.has(String(object['id'])))
      .toSorted((left, right) => Number(right['created']) - Number(left['created']));
  }

  async #answer<Answer>(value: () => Answer): Promise<Answer> {
    if (this.#answersLeft <= 0) throw new ConnectorError('stripe', 'unreachable', 'no answer comes', 'Wait.');
    this.#answersLeft -= 1;
    this.#answersUntilLoss -= 1;
    if (this.#answersUntilLoss < 0) {
      this.#answersUntilLoss = Number.POSITIVE_INFINITY;
      throw new ConnectorError('stripe', 'unreachable', 'no answer came in time', 'Wait.');
    }
    return value();
  }
}

function balanceOf(objects: readonly Raw[]): readonly StripeBalancePart[] {
  const sum = (status: string) =>
    objects
      .filter((raw) => raw['object'] === 'balance_transaction' && raw['status'] === status)
      .reduce((total, raw) => total + Number(raw['net']), 0);
  return (['available', 'pending'] as const).map((part) => ({
    balanceType: 'payments',
    part,
    amount: money(sum(part), 2, 'USD'),
  }));
}

function page(type: StripeType, all: readonly Raw[], after: string | undefined): StripePage {
  const { rest, hasMore } = slice(all, after, ({ id }) => String(id));
  const readings = rest.map((object) => read(type, object));
  return {
    objects: readings.flatMap((reading) => ('reason' in reading ? [] : [reading])),
    refused: readings.flatMap((reading) => ('reason' in reading ? [reading] : [])),
    lastId: rest.length === 0 ? null : String(rest.at(-1)?.['id']),
    hasMore,
  };
}

function slice<Item>(all: readonly Item[], after: string | undefined, idOf: (item: Item) => string) {
  const start = after === undefined ? 0 : all.findIndex((item) => idOf(item) === after) + 1;
  if (after !== undefined && start === 0)
    throw new ConnectorError('stripe', 'notFound', 'no such object to go on after', 'Read it again.');
  return { rest: all.slice(start, start + PAGE), hasMore: all.length > start + PAGE };
}

function read(type: StripeType, object: Raw): StripeObject | RefusedObject {
  const mapped = mapStripeObject(type, object, false);
  return mapped.accepted ? mapped.object : mapped.refused;
}
