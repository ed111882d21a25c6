import type { Instant } from '../../../../shared/domain/ids.ts';
import { mapStripeObject, idOf } from '../mapper.ts';
import { STRIPE_TYPES } from '../types.ts';
import type { RecordOwner, RecordReader, RecordedObject, RefusedObject, StripeRecord, StripeType } from '../types.ts';
import { bareObjectAsOf, eventAsOf, latenessOfEvent, LATENESS_OF_BARE } from './as-of.ts';
import { innerObjects } from './inner-objects.ts';
import { invoiceLinkOf } from './invoice-links.ts';
import { isLoose, textOf, type Loose } from './loose.ts';
import { isPayoutOfOld, olderBalanceTransaction, olderPayout, olderTopup } from './older-balance.ts';
import { olderCreditNote, olderCustomer, olderInvoice } from './older-billing.ts';
import { olderCharge, olderDispute, olderPaymentIntent, olderRefund } from './older-payments.ts';

/**
 * Reads one record of a file: an event, an object, or either in the envelope of Amazon EventBridge (`detail`) or Azure Event Grid (`data`),
 * as any past API version wrote it. Refused in words: what is no such thing, an event without its object (thin events), another account's
 * or the other mode's data. Never throws for what stands in the record.
 */
export const readRecord: RecordReader = (given, owner) => {
  const value = unwrapped(given);
  if (!isLoose(value)) return refusal(given, 'it is not a JSON object');
  const reason = refusalOfEvent(value, owner);
  if (reason !== null) return refusal(value, reason);
  const event = isEvent(value) ? value : null;
  const object = event === null ? value : (event['data'] as Loose)['object'];
  if (!isLoose(object)) return refusal(value, 'the event holds no object');
  const type = textOf(object['object']);
  if (type === null) return refusal(value, 'it does not say what object it is (no field object)');
  const asOf = asOfRecord(event, object);
  if (asOf === null) return refusal(value, 'nothing in it tells when it was so (no field created)');
  const own = readObject(isDeletion(event) ? { ...object, deleted: true } : object, owner);
  if ('reason' in own) return { refused: own };
  const lateness = event === null ? LATENESS_OF_BARE : latenessOfEvent(String(event['type']));
  const objects: RecordedObject[] = [{ ...own, asOf, lateness }];
  const besides: RefusedObject[] = [];
  for (const inner of innerObjects(object)) {
    const read = readObject(inner, owner);
    if ('reason' in read) besides.push(read);
    else objects.push({ ...read, asOf, lateness });
  }
  const saysMode = [event, object].some((each) => typeof each?.['livemode'] === 'boolean');
  return { objects, besides, saysMode };
};

/** What an object that came by a file says in our words, from its kept text; null for a family without a place. */
export function readKeptObject(raw: string, owner: RecordOwner): RecordedObject['object'] {
  const value: unknown = JSON.parse(raw);
  if (!isLoose(value)) return null;
  const read = readObject(value, owner);
  return 'reason' in read ? null : read.object;
}

/** The pinned shape of an object of any past API version. */
export function pinnedShape(value: Loose): Loose {
  if (isPayoutOfOld(value)) return olderPayout(value);
  return OLDER[String(value['object'])]?.(value) ?? value;
}

const OLDER: Readonly<Record<string, (value: Loose) => Loose>> = {
  balance_transaction: olderBalanceTransaction,
  charge: olderCharge,
  credit_note: olderCreditNote,
  customer: olderCustomer,
  dispute: olderDispute,
  invoice: olderInvoice,
  payment_intent: olderPaymentIntent,
  payout: olderPayout,
  refund: olderRefund,
  topup: olderTopup,
};
const KNOWN: ReadonlySet<string> = new Set(STRIPE_TYPES);

function readObject(value: Loose, owner: RecordOwner): Omit<RecordedObject, 'asOf' | 'lateness'> | RefusedObject {
  const raw = JSON.stringify(value);
  const shaped = pinnedShape(value);
  const type = String(shaped['object']);
  const id = idOf(value);
  if (!KNOWN.has(type) || isGone(value)) {
    if (modeDiffers(value, owner)) return { type, id, reason: otherMode(owner), raw };
    // Something without an id (a balance, say) is one of its kind.
    return { type, id: id ?? type, raw, object: null, isGone: isGone(value), link: null };
  }
  const mapped = mapStripeObject(type as StripeType, shaped, owner.livemode);
  if (!mapped.accepted) return { ...mapped.refused, raw };
  return {
    type,
    id: mapped.object.id,
    raw,
    object: { ...mapped.object, raw },
    isGone: false,
    link: invoiceLinkOf(value),
  };
}

/** All that Stripe leaves of a deleted object is its id; only customers are kept on after that. */
function isGone(value: Loose): boolean {
  return value['deleted'] === true && value['object'] !== 'customer';
}

function unwrapped(given: unknown): unknown {
  if (!isLoose(given) || 'object' in given) return given;
  if (isLoose(given['detail']) && 'detail-type' in given) return given['detail'];
  if (isLoose(given['data']) && ('specversion' in given || 'eventType' in given || 'topic' in given))
    return given['data'];
  return given;
}

function refusalOfEvent(value: Loose, owner: RecordOwner): string | null {
  const kind = textOf(value['object']);
  if (kind === 'v2.core.event' || (isLoose(value['related_object']) && kind !== 'event'))
    return 'a thin event (API v2) names an object without its content; it has to be read from Stripe';
  if (kind !== 'event') return null;
  if (!isEvent(value)) return 'the event has no type or no data';
  const account = textOf(value['account']) ?? textOf(value['user_id']);
  if (account !== null && account !== owner.account)
    return `it is of the connected account ${account}, the connection profile is of ${owner.account}`;
  return modeDiffers(value, owner) ? otherMode(owner) : null;
}

function modeDiffers(value: Loose, owner: RecordOwner): boolean {
  return typeof value['livemode'] === 'boolean' && value['livemode'] !== owner.livemode;
}

function otherMode(owner: RecordOwner): string {
  return owner.livemode
    ? 'test data on a live connection is never taken in'
    : 'live data on a test connection is never taken in';
}

function asOfRecord(event: Loose | null, object: Loose): Instant | null {
  if (event === null) return bareObjectAsOf(object) ?? (object['deleted'] === true ? BEFORE_ALL : null);
  return eventAsOf(event['created']);
}
const BEFORE_ALL = '1970-01-01T00:00:00.000Z' as Instant;

function isDeletion(event: Loose | null): boolean {
  return event !== null && String(event['type']).endsWith('.deleted');
}

function refusal(value: unknown, reason: string): StripeRecord {
  const type = isLoose(value) ? (textOf(value['object']) ?? 'unknown') : 'unknown';
  return { refused: { type, id: idOf(value), reason, raw: JSON.stringify(value) ?? 'null' } };
}

/** Whether it is an event of the first API generation, with the object inside. */
function isEvent(value: Loose): boolean {
  return value['object'] === 'event' && isLoose(value['data']) && textOf(value['type']) !== null;
}
