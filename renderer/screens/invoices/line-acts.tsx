import { Button } from '@fluentui/react-components';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { actProps } from '../../ui/act-props.ts';
import type { Line } from './invoice-lines.ts';
import type { InvoiceActions } from './use-invoice-actions.ts';

/** What can be done with a line; grey, with the reason above it, what cannot be now or is not hers to do. */
export function LineActs({
  line: { of },
  actions,
}: {
  readonly line: Line;
  readonly actions: InvoiceActions;
}): ReactNode {
  const whyId = useId();
  const { whyNot, isBusy } = actions;
  const act = (what: keyof typeof whyNot) => actProps(whyNot[what], isBusy, whyId);
  const link = of.tab === 'waiting' ? of.row.proposedLink : null;
  const shown = {
    waiting: ['approve', ...(link === null ? [] : (['link'] as const))],
    approved: ['withdraw'],
    orders: ['close'],
  } as const;
  const reasons = [...new Set(shown[of.tab].flatMap((what) => whyNot[what] ?? []))];
  return (
    <>
      {reasons.length > 0 && (
        <p className="remark" id={whyId}>
          {reasons.join(' ')}
        </p>
      )}
      <div className="acts">
        {link !== null && (
          <Button appearance="primary" {...act('link')} onClick={actions.confirmLink}>
            Link to customer {link.custId} <kbd>L</kbd>
          </Button>
        )}
        {of.tab === 'waiting' && (
          <>
            <Button
              appearance={link === null ? 'primary' : 'secondary'}
              {...act('approve')}
              onClick={() => actions.approve(true)}
            >
              Approve and post <kbd>P</kbd>
            </Button>
            <Button {...act('approve')} onClick={() => actions.approve(false)}>
              Approve <kbd>A</kbd>
            </Button>
          </>
        )}
        {of.tab === 'approved' && (
          <Button {...act('withdraw')} onClick={actions.askWithdraw}>
            Take back… <kbd>U</kbd>
          </Button>
        )}
        {of.tab === 'orders' && (
          <Button {...act('close')} onClick={actions.askClose}>
            Close… <kbd>A</kbd>
          </Button>
        )}
      </div>
    </>
  );
}
