import type { UnitProfile } from '../../../shared/contract/profile.ts';
import type { ItemKey, MovementKey, PostingId } from '../../../shared/domain/ids.ts';
import { formatDecimal, money } from '../../../shared/domain/money.ts';
import { getItem } from '../../ledger/item-store.ts';
import type { MovementRow } from '../../ledger/movement-store.ts';
import type { ReadableLedger } from '../../ledger/operation.ts';
import { getPosting } from '../../ledger/posting-store.ts';
import { statement } from '../../ledger/statement.ts';
import { chargeStanding, type ChargeStanding } from '../payments/charge-standing.ts';
import type { CheckedAllocation } from './match-allocation.ts';
import { readPayload } from '../payments/payment-payload.ts';
import { refusal } from './refusal.ts';

/** What money that goes out rests on: the posting it waits for, and whose account takes the part that no item does. */
export interface OutwardTerms {
  readonly dependsOn: PostingId | null;
  readonly custId: string | null;
  /** Its charge was journalled directly by this accounting template, and what goes out is too. */
  readonly accountingTemplate?: string;
  readonly chargeMovementKey: MovementKey | null;
}

/**
 * The terms of a refund or dispute with this allocation. Refuses while its charge is undecided, and a part that neither items nor the
 * cash its charge left on account can take.
 */
export function outwardTerms(
  db: ReadableLedger,
  movement: MovementRow,
  allocations: readonly CheckedAllocation[],
  unit: UnitProfile,
): OutwardTerms {
  const standing = chargeStanding(db, movement, unit);
  if (standing.kind === 'open')
    throw refusal(
      'BAD_INPUT',
      `This ${movement.kind} cannot go out yet: ${standing.text}.`,
      'Decide its charge first.',
    );
  const rest = Math.abs(movement.amountMinor) - allocations.reduce((sum, each) => sum + each.amount.minor, 0);
  const account = rest === 0 ? null : onAccount(db, standing);
  if (rest > (account?.minor ?? 0))
    throw refusal(
      'BAD_INPUT',
      `${formatDecimal(money(rest, movement.exponent, movement.currency))} ${movement.currency} of the ${movement.kind} is not allocated, and its charge left no cash on account for it.`,
      'Choose the credit memo or the items that it is paid back on.',
    );
  if (account?.accountingTemplate !== undefined && allocations.length > 0)
    throw refusal(
      'BAD_INPUT',
      `Its charge was journalled directly, so this ${movement.kind} cannot be divided between items and the journal.`,
      'Choose the items for the whole amount, or none.',
    );
  if (account !== null && allocations.some((each) => each.custId !== account.custId))
    throw refusal(
      'ALLOCATION_CUSTOMERS_DIFFER',
      `The cash that its charge left on account is of ${account.custId}, the items are not.`,
      'Choose items of that customer, or allocate the whole amount.',
    );
  return {
    dependsOn: standing.kind === 'posted' ? standing.postingId : null,
    custId: account?.custId ?? null,
    ...(account?.accountingTemplate === undefined ? {} : { accountingTemplate: account.accountingTemplate }),
    chargeMovementKey: standing.charge.movementKey,
  };
}

/** What of the charge's payment no item took, less what has gone out of that already; minor units of the charge. */
export function onAccount(
  db: ReadableLedger,
  standing: ChargeStanding,
): { readonly custId: string | null; readonly accountingTemplate?: string; readonly minor: number } | null {
  if (standing.kind !== 'posted') return null;
  const posting = getPosting(db, standing.postingId);
  const { document } = readPayload(posting.payloadJson, posting.payloadHash);
  const { minor, exponent } = document.amount;
  const applied = document.items.reduce(
    (sum, each) => sum + inExponent(each.amount.minor, each.amount.exponent, exponent),
    0,
  );
  const gone = statement<{ minor: number | null }>(
    db,
    `SELECT sum(-p.amount_minor - (SELECT coalesce(sum(a.amount_minor), 0) FROM allocation a WHERE a.match_id = p.match_id)) AS minor
     FROM posting p WHERE p.depends_on = ? AND p.reverses IS NULL AND p.state NOT IN ('rejected', 'reversed', 'withdrawn')`,
  ).get(standing.postingId);
  const { custId, accountingTemplate } = document;
  const whose = accountingTemplate === undefined ? { custId } : { custId, accountingTemplate };
  return { ...whose, minor: minor - applied - (gone?.minor ?? 0) };
}

function inExponent(minor: number, from: number, to: number): number {
  return to >= from ? minor * 10 ** (to - from) : minor / 10 ** (from - to);
}

/** Whether money goes back on something else than credit memos and cash on account: a person's own words are needed for that. */
export function isWithoutCredit(
  db: ReadableLedger,
  allocations: readonly Pick<CheckedAllocation, 'itemKey'>[],
): boolean {
  return allocations.some((each) => getItem(db, each.itemKey as ItemKey).originalMinor > 0);
}
