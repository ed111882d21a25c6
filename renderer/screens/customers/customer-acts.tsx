import { Button } from '@fluentui/react-components';
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { CustomerCandidateRow, CustomerDetail } from '../../../shared/contract/customers.ts';
import { actProps } from '../../ui/act-props.ts';
import { formatCount } from '../../ui/money.ts';
import type { CustomerActions } from './use-customer-actions.ts';
import { whyNotDecide } from './use-customer-actions.ts';

interface CustomerActsProps {
  readonly detail: CustomerDetail;
  readonly chosen: CustomerCandidateRow | undefined;
  readonly actions: CustomerActions;
}

/** What may be said of the pair; grey, with the reason beside it, what may not. */
export function CustomerActs({ detail, chosen, actions }: CustomerActsProps): ReactNode {
  const whyId = useId();
  const { isBusy } = actions;
  if (detail.row.state === 'confirmed')
    return (
      <div className="customer-acts">
        {detail.whyNotUndo !== null && (
          <p className="remark" id={whyId}>
            {detail.whyNotUndo}
          </p>
        )}
        <div className="acts">
          <Button {...actProps(detail.whyNotUndo, isBusy, whyId)} onClick={actions.undo}>
            Take the link back <kbd>U</kbd>
          </Button>
          <Button {...actProps(detail.whyNotDecide, isBusy, whyId)} onClick={actions.askEnd}>
            End it from a day on… <kbd>R</kbd>
          </Button>
          {(detail.confirmedTogether ?? 0) > 1 && (
            <Button {...actProps(detail.whyNotUndo, isBusy, whyId)} onClick={actions.undoWhole}>
              Take back all {formatCount(detail.confirmedTogether ?? 0)} linked with it
            </Button>
          )}
        </div>
      </div>
    );
  const [confirm, reject] = [whyNotDecide(detail, chosen, 'confirmed'), whyNotDecide(detail, chosen, 'rejected')];
  const why = confirm ?? reject;
  return (
    <div className="customer-acts">
      {why !== null && (
        <p className="remark" id={whyId}>
          {why}
        </p>
      )}
      {confirm === null && isSpelledOtherwise(detail, chosen) && (
        <p className="quiet">
          The names differ: linked, “{detail.row.name}” is remembered as an alias of {chosen?.custId}.
        </p>
      )}
      <div className="acts">
        <Button appearance="primary" {...actProps(confirm, isBusy, whyId)} onClick={() => actions.decide('confirmed')}>
          {chosen === undefined ? 'Link' : `Link to ${chosen.custId}`} <kbd>A</kbd>
        </Button>
        <Button {...actProps(reject, isBusy, whyId)} onClick={() => actions.decide('rejected')}>
          Not this customer <kbd>R</kbd>
        </Button>
        {detail.whyNotUndo === null && (
          <Button {...actProps(null, isBusy, whyId)} onClick={actions.undo}>
            Take back <kbd>U</kbd>
          </Button>
        )}
      </div>
    </div>
  );
}

/** Whether confirming leaves an alias: capitals and blanks aside, the two names are not the same. */
function isSpelledOtherwise({ row }: CustomerDetail, chosen: CustomerCandidateRow | undefined): boolean {
  if (row.name === null || chosen === undefined) return false;
  const folded = (name: string): string => name.normalize('NFKC').toUpperCase().replace(/\s+/gu, ' ').trim();
  return folded(row.name) !== folded(chosen.name);
}
