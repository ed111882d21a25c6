import { Button } from '@fluentui/react-components';
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { DuplicateDetail } from '../../../shared/contract/duplicates.ts';
import { actProps } from '../../ui/act-props.ts';
import type { DuplicateActions } from './use-duplicate-actions.ts';

interface DuplicateActsProps {
  readonly detail: DuplicateDetail;
  readonly actions: DuplicateActions;
}

/** What was said and what may be; grey, with the reason beside it, what is not hers. */
export function DuplicateActs({ detail, actions }: DuplicateActsProps): ReactNode {
  const whyId = useId();
  const { answer, can, whyOpen, row } = detail;
  const isOpen = row.state === 'open';
  const isOfCustomers = row.kind === 'doubleCustomer';
  const why = isOpen ? can.whyNotDecide : can.whyNotUndo;
  return (
    <div className="duplicate-acts">
      {whyOpen !== null && <p className="remark">{whyOpen}</p>}
      {answer !== null && (
        <p>
          {row.state === 'notDuplicate' ? 'Not a duplicate' : isOfCustomers ? 'One customer' : 'One event'}, said by{' '}
          {answer.by}: {answer.reason}
          {answer.expiresDate !== null && ` Holds until ${answer.expiresDate}.`}
          {answer.doneAt !== null && !isOfCustomers && ' The money of the rest is back.'}
        </p>
      )}
      {why !== null && (
        <p className="remark" id={whyId}>
          {why}
        </p>
      )}
      <div className="acts">
        {isOpen ? (
          <Button appearance="primary" {...actProps(why, actions.isBusy, whyId)} onClick={actions.askAnswer}>
            Say what it is… <kbd>D</kbd>
          </Button>
        ) : (
          <Button {...actProps(why, actions.isBusy, whyId)} onClick={actions.undo}>
            Take the answer back <kbd>U</kbd>
          </Button>
        )}
      </div>
    </div>
  );
}
