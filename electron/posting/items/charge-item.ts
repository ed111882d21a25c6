import type { PlainDate, PostingId, UnitId } from '../../../shared/domain/ids.ts';
import { money, negateMoney, rescaleMoney, type Money } from '../../../shared/domain/money.ts';
import type { UnitProfile } from '../../../shared/contract/profile.ts';
import { findItem } from '../../ledger/item-store.ts';
import { insertAllocation } from '../../ledger/match-store.ts';
import type { MovementRow } from '../../ledger/movement-store.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import {
  dependentsOf,
  insertPosting,
  isLivePosting,
  isMatched,
  nextGeneration,
  type MatchedPosting,
  type PostingRow,
} from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import type { Decider } from '../decisions/decide.ts';
import type { CheckedAllocation } from '../decisions/match-allocation.ts';
import { operatorOf } from '../decisions/operator-of.ts';
import { documentHash } from '../payments/payment-payload.ts';
import { effectKey, itemGroupReference, type BusinessEffect } from '../payments/reference.ts';
import { refusal } from '../decisions/refusal.ts';
import type { ItemId } from './item-in-use.ts';
import { itemNumber } from './item-number.ts';
import { itemOf, readItemPayload, type ItemPayload } from './item-payload.ts';

const NEXT_STEP = 'The connection profile says what this unit does with such charges (chargeWithoutItem).';

/** What a person may do at this site with a charge that no item takes. */
export function chargeForms({ chargeWithoutItem }: Pick<UnitProfile, 'chargeWithoutItem'>): {
  readonly onAccount: boolean;
  readonly makeItem: boolean;
} {
  return { onAccount: chargeWithoutItem?.onAccount ?? true, makeItem: chargeWithoutItem?.item !== undefined };
}

/** Refuses a form that the site does not use. */
export function requireForm(unit: UnitProfile, form: 'onAccount' | 'makeItem'): void {
  if (chargeForms(unit)[form]) return;
  const what = form === 'onAccount' ? 'puts no charge on account' : 'makes no items of charges';
  throw refusal('BAD_INPUT', `Unit ${unit.unit} ${what}.`, NEXT_STEP);
}

interface ChargeItemArgs extends Decider {
  readonly movement: MovementRow;
  readonly unit: UnitProfile;
  readonly setId: string;
  readonly custId: string;
  readonly accountingDate: PlainDate;
  readonly post: boolean;
}

/** The item that a decision asks for, where it does and something is posted; null otherwise. */
export function chargeItemOf(
  db: WritableLedger,
  args: Omit<ChargeItemArgs, 'custId' | 'accountingDate'> & {
    readonly makeItem?: boolean;
    readonly custId: string | null;
    readonly accountingDate: PlainDate | null;
  },
): ChargeItem | null {
  const { makeItem, custId, accountingDate } = args;
  if (makeItem !== true || custId === null || accountingDate === null) return null;
  return enqueueChargeItem(db, { ...args, custId, accountingDate });
}

interface ChargeItem {
  readonly postingId: PostingId;
  readonly allocation: CheckedAllocation;
}

/**
 * Makes an item over the whole charge, named by it, that its payment then pays: the item is fixed in the outbox in the transaction that
 * approves the payment. Answers its posting and the allocation the payment names. Refuses where the charge has such an item already.
 */
function enqueueChargeItem(db: WritableLedger, args: ChargeItemArgs): ChargeItem {
  const { movement, unit, custId, at } = args;
  const settings = unit.chargeWithoutItem?.item;
  if (settings === undefined) throw new Error(`unit ${unit.unit} makes no items of charges`);
  const { account, objectId, livemode } = movement;
  const effect: BusinessEffect = { account, livemode: livemode === 1, objectId, effect: 'item' };
  const key = effectKey(effect);
  const item = itemNumber(objectId, objectId).toUpperCase();
  refuseSecond(db, key, { businessUnit: settings.businessUnit, custId, item, itemLine: 1 });
  const generation = nextGeneration(db, key);
  const reference = itemGroupReference(effect, generation);
  const operatorId = operatorOf(db, { operatorId: args.operatorId ?? null, approvedBy: args.actor });
  const amount = money(movement.amountMinor, movement.exponent, movement.currency);
  const ps = asPeopleSoftKeeps(amount, unit);
  const payload = payloadOf(args, settings, { item, reference, approvedBy: operatorId ?? args.actor });
  const payloadJson = JSON.stringify(payload);
  const postingId = insertPosting(db, {
    effectKey: key,
    generation,
    kind: 'pendingItem',
    effect: 'item',
    matchId: null,
    movementKey: movement.movementKey,
    subject: `charge/${objectId}`,
    unit: unit.unit as UnitId,
    reference,
    payloadJson,
    payloadHash: documentHash(payloadJson),
    amountMinor: amount.minor,
    exponent: amount.exponent,
    currency: amount.currency,
    accountingDate: args.accountingDate,
    state: args.post ? 'queued' : 'approved',
    approvedBy: args.actor,
    operatorId,
    approvedRule: null,
    sendNow: args.post,
    at,
  });
  return {
    postingId,
    allocation: {
      itemKey: 0,
      businessUnit: settings.businessUnit,
      custId,
      item,
      itemLine: 1,
      balance: ps,
      amount,
      itemAmount: ps,
      isOutward: false,
    },
  };
}

/** The amount with PeopleSoft's own decimals. Refuses one that has more. */
function asPeopleSoftKeeps(amount: Money, { peopleSoftExponents }: UnitProfile): Money {
  const exponent = peopleSoftExponents[amount.currency] ?? 2;
  try {
    return rescaleMoney(amount, exponent);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw refusal(
      'BAD_INPUT',
      `PeopleSoft keeps ${amount.currency} with ${exponent} decimals; the charge has more.`,
      'Put it on account, or correct the decimals of the currency in the connection profile.',
    );
  }
}

function payloadOf(
  args: ChargeItemArgs,
  settings: NonNullable<NonNullable<UnitProfile['chargeWithoutItem']>['item']>,
  names: { readonly item: string; readonly reference: string; readonly approvedBy: string },
): ItemPayload {
  const { movement } = args;
  const { businessUnit, groupType, entryType, entryReason, revenueAccount } = settings;
  const amount = money(movement.amountMinor, movement.exponent, movement.currency);
  return {
    document: {
      groupBu: businessUnit,
      groupId: names.reference,
      groupType,
      accountingDate: args.accountingDate,
      control: amount,
      controlCount: 1,
      items: [
        {
          businessUnit,
          custId: args.custId,
          item: names.item,
          itemLine: 1,
          entryType,
          entryReason: entryReason ?? null,
          amount,
          dueDate: null,
          relatedItem: null,
          externalId: movement.objectId,
          approvedBy: names.approvedBy,
          lines: [{ account: revenueAccount, amount: negateMoney(amount) }],
        },
      ],
    },
    setId: args.setId,
    source: { kind: 'charge', account: movement.account, objectId: movement.objectId },
    sourceTotal: amount,
  };
}

/**
 * One charge has one such item; where it stands in Receivables already, its payment is approved for it like for any other. One that was taken
 * back keeps its number there.
 */
function refuseSecond(db: WritableLedger, key: string, id: ItemId): void {
  const states = statement<{ state: PostingRow['state'] }>(db, 'SELECT state FROM posting WHERE effect_key = ?').all(
    key,
  );
  if (states.some(({ state }) => isLivePosting(state)))
    throw refusal(
      'MATCH_ALREADY_DECIDED',
      `An item ${id.item} was made of this charge before.`,
      'Select that item in the PeopleSoft rows; if it is not there yet, wait until it is confirmed.',
    );
  if (findItem(db, id) !== null)
    throw refusal(
      'MATCH_ALREADY_DECIDED',
      `PeopleSoft has had an item ${id.item} of this charge already, and takes no second one of that number.`,
      'Put the charge on account, or choose an item that is open.',
    );
}

/** The payment that waits for an item made of its charge. */
export function paymentWaitingFor(db: ReadableLedger, item: PostingRow): MatchedPosting | undefined {
  return dependentsOf(db, item.postingId)
    .filter(isMatched)
    .find(({ kind }) => kind === 'payment');
}

/** The item of a charge is in Receivables: from now on it is held for the payment that waits for it, so that no other charge takes it. */
export function holdForCharge(db: WritableLedger, posting: PostingRow): void {
  if (posting.movementKey === null) return;
  const payment = paymentWaitingFor(db, posting);
  if (payment === undefined) return;
  const { businessUnit, custId, item, itemLine, amount } = itemOf(
    readItemPayload(posting.payloadJson, posting.payloadHash).document,
  );
  const there = findItem(db, { businessUnit, custId, item, itemLine });
  if (there === null) throw new Error(`item ${item} is confirmed and not in the ledger`);
  const { movementKey } = posting;
  const { itemKey, exponent } = there;
  const itemAmountMinor = rescaleMoney(amount, exponent).minor;
  insertAllocation(db, payment.matchId, { movementKey, itemKey, amountMinor: amount.minor, itemAmountMinor }, 'held');
}
