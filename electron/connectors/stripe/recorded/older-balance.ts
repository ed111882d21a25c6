import { categoryOfType } from './category-of-type.ts';
import { isLoose, numberOf, referenceOf, textOf, withDefaults, type Loose } from './loose.ts';

/**
 * A balance transaction as the pinned version has it. Earlier ones have no category of their own (Stripe derives it from the type) and
 * name no balance: there was one, and that of Issuing.
 */
export function olderBalanceTransaction(value: Loose): Loose {
  const type = textOf(value['type']);
  const amount = numberOf(value['amount']);
  const fee = numberOf(value['fee']) ?? 0;
  const source = referenceOf(value['source']);
  const description = textOf(value['description']);
  const sourceIsPayout =
    isLoose(value['source']) && (isPayoutOfOld(value['source']) || value['source']['object'] === 'payout');
  const category =
    type === null || amount === null
      ? {}
      : { reporting_category: categoryOfType({ type, amount, source, description, sourceIsPayout }) };
  return withDefaults(value, {
    ...category,
    balance_type: type?.startsWith('issuing_') === true ? 'issuing' : 'payments',
    fee: 0,
    net: amount === null ? undefined : amount - fee,
    source: null,
    available_on: value['created'],
    status: 'available',
  });
}

/** Whether it is what payouts were called before 2017-04-06: a transfer to a bank account or card of one's own. */
export function isPayoutOfOld(value: Loose): boolean {
  if (value['object'] !== 'transfer') return false;
  return isLoose(value['bank_account']) || value['type'] === 'bank_account' || value['type'] === 'card';
}

/** A payout as the pinned version has it, also of the transfer it once was. */
export function olderPayout(value: Loose): Loose {
  const automatic = value['automatic'] ?? true;
  return withDefaults(
    { ...value, object: 'payout' },
    {
      automatic,
      arrival_date: value['date'] ?? value['created'],
      method: 'standard',
      balance_transaction: null,
      failure_balance_transaction: null,
      // Stripe can itemise an automatic payout once it is paid, and never a manual one.
      reconciliation_status:
        automatic !== true ? 'not_applicable' : value['status'] === 'paid' ? 'completed' : 'in_progress',
    },
  );
}

/** A top-up as the pinned version has it. */
export function olderTopup(value: Loose): Loose {
  return withDefaults(value, { balance_transaction: null });
}
