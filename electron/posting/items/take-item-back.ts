import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { Instant, PlainDate, PostingId } from '../../../shared/domain/ids.ts';
import { formatDecimal, money, negateMoney } from '../../../shared/domain/money.ts';
import { postingIs } from '../../../shared/domain/state-words.ts';
import { findItem } from '../../ledger/item-store.ts';
import type { ReadableLedger, WritableLedger } from '../../ledger/operation.ts';
import { nextGeneration, reversalOf, type PostingRow } from '../../ledger/posting-store.ts';
import { insertReversal } from '../reversals/insert-reversal.ts';
import { operatorOf } from '../decisions/operator-of.ts';
import { effectKey, effectOfKey, itemGroupReference, reversalEffect } from '../payments/reference.ts';
import { heldFor } from './item-in-use.ts';
import { itemOf, readItemPayload, turnedLines, type ItemPayload } from './item-payload.ts';

/** Whether the unit names the entry that closes an item made of a charge. */
export function closesChargeItems({ chargeWithoutItem }: Pick<UnitProfile, 'chargeWithoutItem'>): boolean {
  return chargeWithoutItem?.item?.void !== undefined;
}

/**
 * Why the item of this posting cannot be taken back from here now, in a sentence; null when it can: made of a charge, confirmed, standing
 * whole, and nothing approved for it; `hasEntry`: its unit names the entry that closes it. What a Stripe document made is taken back by what Stripe says of that document.
 */
export function whyNotTakeItemBack(db: ReadableLedger, posting: PostingRow, hasEntry: boolean): string | null {
  if (posting.reverses !== null) return 'It takes an item back itself, and stays as it is.';
  if (posting.movementKey === null)
    return 'An item of a Stripe document is taken back by voiding the document in Stripe.';
  if (posting.state !== 'confirmed')
    return `This posting is ${postingIs(posting.state)}, so there is nothing to take back.`;
  const reversal = reversalOf(db, posting.postingId);
  if (reversal !== null) return `It is being taken back by group ${reversal.reference}.`;
  const wanted = itemOf(readItemPayload(posting.payloadJson, posting.payloadHash).document);
  const held = heldFor(db, wanted);
  if (held !== null) return `Its ${held}: take that back first.`;
  const there = findItem(db, wanted);
  if (there === null || there.status === 'closed' || there.balanceMinor !== there.originalMinor) {
    const open = there === null ? null : money(there.balanceMinor, there.exponent, there.currency);
    return open === null || open.minor === 0
      ? `Its item ${wanted.item} is not open in PeopleSoft.`
      : `Of its item ${wanted.item} only ${formatDecimal(open)} ${open.currency} is open: a clerk closes that in PeopleSoft.`;
  }
  if (!hasEntry)
    return `Unit setting chargeWithoutItem.item.void names no entry that closes item ${wanted.item}: match a charge to it, or close it in PeopleSoft.`;
  return null;
}

export interface TakeItemBackArgs {
  readonly unit: UnitProfile;
  readonly approvedBy: string;
  readonly operatorId?: string | null;
  readonly reason: string;
  readonly date: PlainDate;
  readonly post: boolean;
  readonly at: Instant;
}

/** Fixes in the outbox the group that closes the item of a charge: the same item with every sign turned, on `date`. Returns its id. */
export function enqueueItemReversal(db: WritableLedger, posting: PostingRow, args: TakeItemBackArgs): PostingId {
  const entry = args.unit.chargeWithoutItem?.item?.void;
  if (entry === undefined) throw new Error(`unit ${args.unit.unit} names no entry that closes items of charges`);
  const effect = { ...effectOfKey(posting.effectKey), effect: reversalEffect('item', posting.generation) };
  const key = effectKey(effect);
  const generation = nextGeneration(db, key);
  const reference = itemGroupReference(effect, generation);
  const operatorId = operatorOf(db, args);
  const original = readItemPayload(posting.payloadJson, posting.payloadHash);
  const item = itemOf(original.document);
  const { cutOffFromDate: _cutOff, ...kept } = original;
  const payload: ItemPayload = {
    ...kept,
    document: {
      ...original.document,
      groupId: reference,
      accountingDate: args.date,
      control: negateMoney(original.document.control),
      items: [
        {
          ...item,
          entryType: entry.entryType,
          entryReason: entry.entryReason ?? null,
          amount: negateMoney(item.amount),
          approvedBy: operatorId ?? args.approvedBy,
          lines: turnedLines(original.document),
        },
      ],
    },
    reversesReference: posting.reference,
    reversalReason: args.reason.trim(),
  };
  const { post, at, date, approvedBy } = args;
  return insertReversal(db, posting, {
    effectKey: key,
    generation,
    reference,
    payloadJson: JSON.stringify(payload),
    date,
    approvedBy,
    operatorId,
    approvedRule: null,
    post,
    at,
  });
}
