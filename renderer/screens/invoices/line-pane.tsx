import { Button } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { formatMoneyWithCurrency } from '../../ui/money.ts';
import { ObjectId } from '../../ui/object-id.tsx';
import type { Line } from './invoice-lines.ts';
import type { InvoiceActions } from './use-invoice-actions.ts';

/** What is known of the current line, and what can be done with it. */
export function LinePane({ line, actions }: { readonly line: Line; readonly actions: InvoiceActions }): ReactNode {
  return (
    <div className="scroll invoice-detail">
      <h2>
        {line.kind} {line.item}
      </h2>
      <Facts line={line} />
      <div className="invoice-buttons">
        {line.of.tab === 'waiting' && line.of.row.proposedLink !== null && (
          <Button disabled={actions.isBusy} onClick={actions.confirmLink}>
            Link to customer {line.of.row.proposedLink.custId}
          </Button>
        )}
        {line.of.tab === 'waiting' && (
          <>
            <Button
              appearance="primary"
              disabled={actions.isBusy || line.of.row.obstacle !== null}
              onClick={() => actions.approve(true)}
            >
              Approve and post <kbd>P</kbd>
            </Button>
            <Button disabled={actions.isBusy || line.of.row.obstacle !== null} onClick={() => actions.approve(false)}>
              Approve <kbd>A</kbd>
            </Button>
          </>
        )}
        {line.of.tab === 'approved' && (
          <Button disabled={actions.isBusy} onClick={actions.askWithdraw}>
            Take back… <kbd>U</kbd>
          </Button>
        )}
        {line.of.tab === 'orders' && (
          <Button disabled={actions.isBusy} onClick={actions.askClose}>
            Close… <kbd>A</kbd>
          </Button>
        )}
      </div>
    </div>
  );
}

function Facts({ line: { of, amount } }: { readonly line: Line }): ReactNode {
  if (of.tab === 'orders')
    return (
      <>
        <p>{of.row.text}</p>
        <p>
          Item {of.row.item} of customer {of.row.custId} in {of.row.businessUnit}, {formatMoneyWithCurrency(amount)}. It
          closes by itself once a read shows the item closed.
        </p>
      </>
    );
  if (of.tab === 'approved')
    return (
      <p>
        Approved by {of.row.approvedBy} as group {of.row.reference}; it goes with the next round of posting, and is
        followed under Postings from then on.
      </p>
    );
  const { row } = of;
  return (
    <>
      {row.obstacle !== null && <p className="invoice-obstacle">{row.obstacle}</p>}
      {row.lastEnd !== null && <p className="invoice-obstacle">Last time: {row.lastEnd}</p>}
      <dl className="invoice-facts">
        <dt>Stripe</dt>
        <dd>
          <ObjectId id={row.objectId} />
        </dd>
        <dt>Customer</dt>
        <dd>{[row.custId, row.customer].filter((text) => text !== null).join(' ') || 'not linked'}</dd>
        <dt>Amount</dt>
        <dd className="figures">{formatMoneyWithCurrency(row.amount)}</dd>
        <dt>Of it tax</dt>
        <dd className="figures">{row.tax === null ? 'not told' : formatMoneyWithCurrency(row.tax)}</dd>
        <dt>Booked on</dt>
        <dd className="figures">
          {row.bookingDate}
          {row.bookingDate !== row.date && ` (its own day ${row.date} is closed)`}
        </dd>
        <dt>Due</dt>
        <dd className="figures">{row.dueDate ?? '—'}</dd>
        {row.whyNotByRule !== null && row.obstacle === null && (
          <>
            <dt>Not by rule</dt>
            <dd>{row.whyNotByRule}</dd>
          </>
        )}
      </dl>
    </>
  );
}
