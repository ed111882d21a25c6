import type { ReactNode } from 'react';
import { formatMoneyWithCurrency } from '../../ui/money.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import type { AskedReason } from './use-decisions.ts';

interface DecisionReasonDialogProps {
  readonly asked: AskedReason;
  readonly give: (reason: string | null) => void;
}
interface Question {
  readonly title: string;
  readonly explanation: string;
  readonly suggestions: readonly string[];
}

/** What a decision needs her own words for, before it is made. */
export function DecisionReasonDialog({ asked, give }: DecisionReasonDialogProps): ReactNode {
  return (
    <ReasonDialog
      {...questionOf(asked)}
      confirmLabel={asked.command.post ? 'Approve and post' : 'Approve'}
      isRequired
      onCancel={() => give(null)}
      onConfirm={give}
    />
  );
}

function questionOf({ cause, allocation, duplicate }: AskedReason): Question {
  if (cause === 'withoutCredit')
    return {
      title: 'There is no credit memo for this',
      explanation: `It opens ${allocation?.lines.map(({ item }) => item).join(', ') ?? 'the item'} again, so that the customer owes it once more. Say why.`,
      suggestions: ['Credit memo follows', 'Order cancelled before delivery', 'Customer pays again by invoice'],
    };
  if (cause === 'onAccount')
    return {
      title: 'Put it on account',
      explanation:
        'The whole charge becomes cash on the account of its customer, and no item is paid. It goes with the next deposit. Say why.',
      suggestions: ['Prepayment', 'Paid twice, to be refunded', 'Invoice follows'],
    };
  if (cause === 'directJournal')
    return {
      title: 'Journal it directly',
      explanation:
        'The whole charge is booked against the account of the unit’s accounting template; no customer and no item is touched. Say why.',
      suggestions: ['Miscellaneous receipt', 'No invoice will follow', 'Donation'],
    };
  if (cause === 'makeItem')
    return {
      title: 'Make an item of it',
      explanation:
        'An item over the whole charge, named by its Stripe id, goes to PeopleSoft first; the payment follows by itself once Receivables Update has posted it. Say why.',
      suggestions: ['Sold without an invoice', 'Invoice is not kept in PeopleSoft'],
    };
  const left = allocation === null ? '' : formatMoneyWithCurrency(allocation.remainder);
  const rest =
    allocation === null || allocation.remainder.minor === 0
      ? ''
      : ` ${formatMoneyWithCurrency(allocation.applied)} of ${formatMoneyWithCurrency(allocation.total)} is applied; ${left} stays on the movement.`;
  if (cause === 'alreadyKeyed')
    return {
      title: 'PeopleSoft seems to hold this receipt',
      explanation: `Say why these items are paid all the same.${rest}`,
      suggestions: ['The receipt found is for another charge', 'The receipt found was reversed in PeopleSoft'],
    };
  if (cause === 'possibleDuplicate')
    return {
      title: 'It may be paid for already',
      explanation: `${duplicate ?? ''} Say why it is posted all the same.${rest}`,
      suggestions: ['Two orders', 'The customer says both are right', 'A regular payment'],
    };
  return {
    title: `${left} is left over`,
    explanation: `${rest.trim()} Say why.`,
    suggestions: ['Customer overpaid', 'Rest belongs to an item not yet in PeopleSoft', 'Rest is on account'],
  };
}
