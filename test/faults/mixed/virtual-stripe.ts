import { ConnectorError } from '../../../electron/connectors/http/connector-error.ts';
import type {
  StripeConnector,
  StripeEvent,
  StripeEventPage,
  StripeEventRequest,
  StripeFact,
  StripeListRequest,
  StripeObject,
  StripePage,
  StripeType,
} from '../../../electron/connectors/stripe/types.ts';
import { instantOf } from '../../../shared/domain/calendar.ts';
import { money } from '../../../shared/domain/money.ts';

const PAGE = 2;

export interface VirtualCharge {
  readonly id: string;
  readonly createdMs: number;
  readonly amountMinor: number;
  readonly exponent: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
}

/** Money that leaves the account again for a charge. */
export interface VirtualOutgoing {
  readonly kind: 'refund' | 'dispute';
  readonly id: string;
  readonly of: string;
  readonly createdMs: number;
  readonly amountMinor: number;
  readonly exponent: number;
  readonly currency: string;
}

/** A Stripe account in this process, at the connector's own interface: lists newest first, in pages of two. */
export interface VirtualStripe {
  readonly connector: StripeConnector;
  addCustomer(id: string): void;
  /** A charge succeeds; its balance transaction comes with it. */
  addCharge(charge: VirtualCharge): void;
  /** Stripe takes the success back: a later version of the same charge. */
  fail(chargeId: string): void;
  /** A charge is refunded, or its bank takes it back; the balance transaction comes with it. */
  payOut(outgoing: VirtualOutgoing): void;
  /** The refund fails, or the dispute is won: the money is booked back. */
  takeIn(outgoing: VirtualOutgoing, atMs: number): void;
  /** So many of the next answers do not come. */
  loseAnswers(count: number): void;
}

export function startVirtualStripe(): VirtualStripe {
  const objects = new Map<StripeType, Map<string, StripeObject>>();
  let lost = 0;
  const told: StripeEvent[] = [];
  const put = (object: Omit<StripeObject, 'raw'>): void => {
    const { type } = object.fact;
    const ofType = objects.get(type) ?? new Map<string, StripeObject>();
    const event = EVENT_OF[type];
    if (event !== undefined)
      told.unshift(eventAbout(object, event[ofType.has(object.id) ? 'changed' : 'created'], told));
    objects.set(type, ofType.set(object.id, { ...object, raw: JSON.stringify(object) }));
  };
  const answer = async <Answer>(value: () => Answer): Promise<Answer> => {
    if (lost === 0) return value();
    lost -= 1;
    throw new ConnectorError('stripe', 'unreachable', 'the answer was lost', 'It is tried again.');
  };
  return {
    connector: {
      identify: () => answer(() => ({ account: 'acct_1', livemode: false, apiVersion: '2026-10-28.endive' })),
      list: (request) => answer(() => page([...(objects.get(request.type)?.values() ?? [])], request)),
      listOfCustomer: () => answer(() => ({ objects: [], refused: [], lastId: null, hasMore: false })),
      listOfOwner: () => answer(() => ({ objects: [], refused: [], lastId: null, hasMore: false })),
      retrieve: (type, id) => answer(() => objects.get(type)?.get(id) ?? null),
      events: (request) => answer(() => eventPage(told, request)),
      balance: () => answer(() => ({ answeredAt: null, parts: [] })),
    },
    addCustomer: (id) =>
      put({
        id,
        createdAt: instantOf(0),
        fact: { type: 'customer', name: id, email: null, deleted: false, balance: null, metadata: {} },
      }),
    addCharge(charge) {
      const createdAt = instantOf(charge.createdMs);
      const { id, amountMinor, createdMs } = charge;
      put(booking(`txn_${id}`, { category: 'charge', source: id, amountMinor, atMs: createdMs }));
      put({ id: charge.id, createdAt, fact: chargeFact(charge) });
    },
    fail(chargeId) {
      const known = objects.get('charge')?.get(chargeId);
      if (known?.fact.type === 'charge') put({ ...known, fact: { ...known.fact, status: 'failed' } });
    },
    payOut(outgoing) {
      const { id, amountMinor, createdMs, kind } = outgoing;
      put(booking(`txn_${id}`, { category: kind, source: id, amountMinor: -amountMinor, atMs: createdMs }));
      put({ id, createdAt: instantOf(createdMs), fact: outgoingFact(outgoing, false) });
    },
    takeIn(outgoing, atMs) {
      const { id, amountMinor, createdMs, kind } = outgoing;
      const category = kind === 'refund' ? 'refund_failure' : 'dispute_reversal';
      put(booking(`txn_back_${id}`, { category, source: id, amountMinor, atMs }));
      put({ id, createdAt: instantOf(createdMs), fact: outgoingFact(outgoing, true) });
    },
    loseAnswers: (count) => void (lost = count),
  };
}

const EVENT_OF: Partial<Record<StripeType, { readonly created: string; readonly changed: string }>> = {
  customer: { created: 'customer.created', changed: 'customer.updated' },
  charge: { created: 'charge.succeeded', changed: 'charge.failed' },
  refund: { created: 'refund.created', changed: 'refund.failed' },
  dispute: { created: 'charge.dispute.created', changed: 'charge.dispute.closed' },
};

/** Told at the time of what it is about, or of the latest before it: the account has no other clock. */
function eventAbout(
  { id, createdAt, fact }: Omit<StripeObject, 'raw'>,
  eventType: string,
  told: readonly StripeEvent[],
): StripeEvent {
  const latest = told[0]?.createdAt ?? instantOf(0);
  const at = createdAt !== null && createdAt > latest ? createdAt : latest;
  return { id: `evt_${told.length}`, createdAt: at, eventType, objectType: fact.type, objectId: id, customer: null };
}

function eventPage(
  told: readonly StripeEvent[],
  { eventTypes, createdFrom, startingAfter }: StripeEventRequest,
): StripeEventPage {
  const asked = told.filter(({ eventType, createdAt }) => eventTypes.includes(eventType) && createdAt >= createdFrom);
  const from = asked.findIndex(({ id }) => id === startingAfter) + 1;
  const events = asked.slice(from, from + PAGE);
  return { events, refused: [], lastId: events.at(-1)?.id ?? null, hasMore: from + events.length < asked.length };
}

function page(
  all: readonly StripeObject[],
  { createdFrom, startingAfter, limit = PAGE }: StripeListRequest,
): StripePage {
  const newestFirst = all
    .filter(({ createdAt }) => createdFrom === undefined || (createdAt ?? '') >= createdFrom)
    .toSorted(
      (left, right) => (left.createdAt ?? '').localeCompare(right.createdAt ?? '') || (left.id < right.id ? -1 : 1),
    )
    .toReversed();
  const from = newestFirst.findIndex(({ id }) => id === startingAfter) + 1;
  const objects = newestFirst.slice(from, from + Math.min(limit, PAGE));
  return {
    objects,
    refused: [],
    lastId: objects.at(-1)?.id ?? null,
    hasMore: from + objects.length < newestFirst.length,
  };
}

function chargeFact({ id, amountMinor, exponent, currency, customer, description }: VirtualCharge): StripeFact {
  return {
    type: 'charge',
    status: 'succeeded',
    captured: true,
    amount: money(amountMinor, exponent, currency),
    authorised: money(amountMinor, exponent, currency),
    amountRefunded: money(0, exponent, currency),
    disputed: false,
    customer,
    paymentIntent: null,
    paymentMethod: null,
    paymentMethodType: null,
    balanceTransaction: `txn_${id}`,
    failureBalanceTransaction: null,
    description,
    statementDescriptor: null,
    payerFingerprint: null,
    billingName: null,
    metadata: {},
  };
}

function outgoingFact({ kind, id, of, amountMinor, exponent, currency }: VirtualOutgoing, isBack: boolean): StripeFact {
  const amount = money(amountMinor, exponent, currency);
  if (kind === 'dispute')
    return {
      type: 'dispute',
      status: isBack ? 'won' : 'needs_response',
      amount,
      charge: of,
      reason: 'fraudulent',
      balanceTransactions: [`txn_${id}`, ...(isBack ? [`txn_back_${id}`] : [])],
      evidenceDueAt: null,
    };
  return {
    type: 'refund',
    status: isBack ? 'failed' : 'succeeded',
    amount,
    charge: of,
    paymentIntent: null,
    balanceTransaction: `txn_${id}`,
    failureBalanceTransaction: isBack ? `txn_back_${id}` : null,
    reason: null,
    failureReason: isBack ? 'lost_or_stolen_card' : null,
  };
}

interface Booking {
  readonly category: string;
  readonly source: string;
  readonly amountMinor: number;
  readonly atMs: number;
}

/** Everything settles in dollars; what it is in dollars is of no account here. */
function booking(id: string, { category, source, amountMinor, atMs }: Booking): Omit<StripeObject, 'raw'> {
  const amount = money(amountMinor, 2, 'USD');
  const fact: StripeFact = {
    type: 'balance_transaction',
    reportingCategory: category,
    transactionType: category,
    balanceType: 'payments',
    feeTax: null,
    amount,
    fee: money(0, 2, 'USD'),
    net: amount,
    source,
    status: 'available',
    availableAt: instantOf(atMs),
    exchangeRate: null,
    known: true,
  };
  return { id, createdAt: instantOf(atMs), fact };
}
