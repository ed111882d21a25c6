import { localDate, startOfDay } from '../../../shared/domain/calendar.ts';
import type { InvoiceItems } from '../../../shared/contract/profile-invoices.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { Instant, PlainDate, PostingId } from '../../../shared/domain/ids.ts';
import { money, negateMoney, type Money } from '../../../shared/domain/money.ts';
import { postingIs } from '../../../shared/domain/state-words.ts';
import type { PostingState } from '../../../shared/domain/states.ts';
import { firstOpenDateAfter } from '../../ledger/closed-day-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { statement } from '../../ledger/statement.ts';
import { itemNumber } from './item-number.ts';
import { obstacleOf } from './receivable-obstacle.ts';
import { RECEIVABLE_SQL, RECEIVABLES_SQL } from './receivable-sql.ts';

/** `invoice` makes an item, `creditNote` a credit memo, `void` takes back the document of one that Stripe shows as void. */
export type ReceivableKind = 'invoice' | 'creditNote' | 'void';

/** A Stripe document that is to be in Receivables and is not yet: one line of the list a person approves from. */
export interface Receivable {
  readonly kind: ReceivableKind;
  readonly account: string;
  readonly objectId: string;
  /** Stripe's number of it; null where it has none. */
  readonly number: string | null;
  readonly invoiceId: string;
  readonly customerId: string | null;
  readonly customerName: string | null;
  /** Customer in PeopleSoft by the confirmed link; null: there is none. */
  readonly custId: string | null;
  /** Item id it goes out under. */
  readonly item: string;
  /** Item of the invoice that a credit memo belongs to. */
  readonly relatedItem: string | null;
  /** With the sign it has in Receivables. */
  readonly amount: Money;
  /** Part of the amount; null: Stripe has not told. */
  readonly tax: Money | null;
  /** Its own day in the unit's zone, and the day it is booked on: the first open one. */
  readonly date: PlainDate;
  readonly bookingDate: PlainDate;
  readonly dueDate: PlainDate | null;
  /** Its place in the order of what waits. */
  readonly place: ReceivablePlace;
  /** The posting it goes out after: the item of its invoice. */
  readonly dependsOn: PostingId | null;
  /** The confirmed posting it takes back. */
  readonly reverses: PostingId | null;
  /** How the last try ended, where one did. */
  readonly lastEnd: string | null;
  /** Why it cannot be approved, a sentence; null: it can. */
  readonly obstacle: string | null;
}
export interface ReceivableScope {
  readonly unit: UnitProfile;
  readonly setId: string;
  readonly livemode: boolean;
  /** What is taken back is booked today. */
  readonly at: Instant;
}

export interface ReceivableRecord {
  readonly kind: ReceivableKind;
  readonly account: string;
  readonly objectId: string;
  readonly number: string | null;
  readonly invoiceId: string;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly custId: string | null;
  readonly invoiceNumber: string | null;
  readonly invoiceTotalMinor: number;
  readonly totalMinor: number;
  readonly taxMinor: number | null;
  readonly exponent: number;
  readonly currency: string;
  readonly at: string;
  readonly dueAt: string | null;
  readonly parentId: PostingId | null;
  readonly parentState: string | null;
  readonly reversesId: PostingId | null;
  readonly reversesEffect: 'item' | 'credit' | null;
  readonly lastState: PostingState | null;
  readonly lastReason: string | null;
}

/** How this unit makes items of invoices; null: it only matches. */
export function invoiceItemsOf({ stripeInvoices }: Pick<UnitProfile, 'stripeInvoices'>): InvoiceItems | null {
  return stripeInvoices === undefined || stripeInvoices === 'matchOnly' ? null : stripeInvoices;
}

/** Where a walk over what waits goes on. */
export interface ReceivablePlace {
  readonly at: string;
  readonly objectId: string;
}

/** What waits to be in Receivables, oldest first, at most `limit`; nothing where the unit only matches, or has no go-live date. */
export function receivablesToPost(
  db: ReadableLedger,
  scope: ReceivableScope,
  limit: number,
  after: ReceivablePlace | null = null,
): readonly Receivable[] {
  return readReceivables(db, scope, { kind: null, objectId: null, limit, after });
}

/** One of them as the ledger holds it now; null: it does not wait any more. */
export function receivableToPost(
  db: ReadableLedger,
  scope: ReceivableScope,
  wanted: { readonly kind: ReceivableKind; readonly objectId: string },
): Receivable | null {
  return readReceivables(db, scope, { ...wanted, limit: 1, after: null })[0] ?? null;
}

const WALK = 500;

/** Every void that cannot go out, with the posting it would take back and why; also those a clerk has in hand. */
export function voidsInTheWay(
  db: ReadableLedger,
  scope: ReceivableScope,
): readonly { readonly reverses: PostingId; readonly obstacle: string }[] {
  const found: { reverses: PostingId; obstacle: string }[] = [];
  for (let after: ReceivablePlace | null = null; ;) {
    const wanted = { kind: 'void', objectId: null, limit: WALK, after, alsoOrdered: true } as const;
    const voids: readonly Receivable[] = readReceivables(db, scope, wanted);
    for (const { reverses, obstacle } of voids)
      if (reverses !== null && obstacle !== null) found.push({ reverses, obstacle });
    if (voids.length < WALK) return found;
    after = voids.at(-1)?.place ?? null;
  }
}

function readReceivables(
  db: ReadableLedger,
  scope: ReceivableScope,
  wanted: {
    readonly kind: ReceivableKind | null;
    readonly objectId: string | null;
    readonly limit: number;
    readonly after: ReceivablePlace | null;
    /** Also voids that a clerk has in hand, by a work order. */
    readonly alsoOrdered?: boolean;
  },
): readonly Receivable[] {
  const { unit, livemode } = scope;
  const items = invoiceItemsOf(unit);
  if (items === null || unit.goLiveDate === null) return [];
  const fromDate = items.fromDate > unit.goLiveDate ? items.fromDate : unit.goLiveDate;
  return statement<ReceivableRecord>(db, wanted.objectId === null ? RECEIVABLES_SQL : RECEIVABLE_SQL)
    .all({
      kind: wanted.kind,
      ...(wanted.objectId === null ? {} : { objectId: wanted.objectId }),
      limit: wanted.limit,
      afterAt: wanted.after?.at ?? null,
      afterId: wanted.after?.objectId ?? null,
      unit: unit.unit,
      mode: livemode ? 'live' : 'test',
      businessUnit: items.businessUnit,
      setId: scope.setId,
      currencies: JSON.stringify(unit.currencies),
      alsoOrdered: wanted.alsoOrdered === true ? 1 : 0,
      from: startOfDay(fromDate, unit.zone),
    })
    .map((record) => receivableOf(db, record, scope, items));
}

function receivableOf(
  db: ReadableLedger,
  record: ReceivableRecord,
  { unit, at }: ReceivableScope,
  items: InvoiceItems,
): Receivable {
  const { kind, account, objectId, number, invoiceId, customerId, customerName, custId, exponent, currency } = record;
  const isCredit = kind === 'creditNote' || record.reversesEffect === 'item';
  const signed = (minor: number) =>
    isCredit ? negateMoney(money(minor, exponent, currency)) : money(minor, exponent, currency);
  const date = localDate(kind === 'void' ? at : record.at, unit.zone);
  return {
    kind,
    account,
    objectId,
    number,
    invoiceId,
    customerId,
    customerName,
    custId,
    item: itemNumber(number, objectId),
    relatedItem: kind === 'creditNote' ? itemNumber(record.invoiceNumber, invoiceId) : null,
    amount: signed(record.totalMinor),
    tax: record.taxMinor === null ? null : signed(record.taxMinor),
    date,
    bookingDate: firstOpenDateAfter(db, items.businessUnit, date) ?? date,
    dueDate: record.dueAt === null ? null : localDate(record.dueAt, unit.zone),
    place: { at: record.at, objectId },
    dependsOn: kind === 'creditNote' ? record.parentId : null,
    reverses: record.reversesId,
    lastEnd:
      record.lastState === null ? null : `${postingIs(record.lastState)}: ${record.lastReason ?? 'without a reason'}`,
    obstacle: obstacleOf(db, record, items),
  };
}
