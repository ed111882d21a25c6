import { Button } from '@fluentui/react-components';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { actProps } from '../../ui/act-props.ts';
import { formatCount } from '../../ui/money.ts';
import { approvableOf, cutOffDate, waitingOf, whyNotHers } from './clearing-days.ts';
import type { ClearingRow } from './clearing-days.ts';
import type { ClearingActions } from './use-clearing-actions.ts';

interface ApproveActsProps {
  readonly row: ClearingRow;
  readonly actions: ClearingActions;
}

/** What has to be known before a row is approved, and the two ways to approve it; nothing where nothing waits. */
export function ApproveActs({ row, actions }: ApproveActsProps): ReactNode {
  const whyId = useId();
  const waiting = waitingOf(row).length;
  if (waiting === 0) return null;
  const hers = approvableOf(row).length;
  const [reasons, cutOff] = [whyNotHers(row), cutOffDate(row)];
  const act = actProps(hers === 0 ? reasons.join(' ') : null, actions.isBusy, whyId);
  const what = row.kind === 'day' ? ' the day' : '';
  return (
    <>
      {cutOff !== null && (
        <p className="remark">
          Cut-off: the period of {row.date} is closed in PeopleSoft. Approving accepts that it posts on {cutOff}, the
          first open day.
        </p>
      )}
      {reasons.length > 0 && (
        <p className="remark" id={whyId}>
          {hers > 0 && `${formatCount(waiting - hers)} of ${formatCount(waiting)} is left to a reviewer. `}
          {reasons.join(' ')}
        </p>
      )}
      <div className="acts">
        <Button appearance="primary" {...act} onClick={() => actions.approve(true)}>
          Approve and post{what} <kbd>P</kbd>
        </Button>
        <Button {...act} onClick={() => actions.approve(false)}>
          Approve{what} <kbd>A</kbd>
        </Button>
      </div>
    </>
  );
}
