import type { ReactNode } from 'react';
import { formatMoneyWithCurrency } from '../../ui/money.ts';
import { ReasonDialog } from '../../ui/reason-dialog.tsx';
import type { Allocation } from './allocation.ts';

interface RemainderDialogProps {
  readonly allocation: Allocation;
  readonly post: boolean;
  readonly give: (reason: string | null) => void;
}

/** A remainder is left of the movement: she says why before it is approved. */
export function RemainderDialog({ allocation, post, give }: RemainderDialogProps): ReactNode {
  const left = formatMoneyWithCurrency(allocation.remainder);
  return (
    <ReasonDialog
      title={`${left} is left over`}
      explanation={`${formatMoneyWithCurrency(allocation.applied)} of ${formatMoneyWithCurrency(allocation.total)} is applied. The rest stays on the movement; say why.`}
      confirmLabel={post ? 'Approve and post' : 'Approve'}
      isRequired
      suggestions={['Customer overpaid', 'Rest belongs to an item not yet in PeopleSoft', 'Rest is on account']}
      onCancel={() => give(null)}
      onConfirm={give}
    />
  );
}
