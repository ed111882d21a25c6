import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { InvoiceRow } from '../../../shared/contract/invoices.ts';
import { formatMoneyWithCurrency } from '../../ui/money.ts';
import { ObjectId } from '../../ui/object-id.tsx';
import type { Line } from './invoice-lines.ts';
import { LineActs } from './line-acts.tsx';
import type { InvoiceActions } from './use-invoice-actions.ts';
import { PortalLinks } from '../../ui/portal-links.tsx';

/** What is known of the current line, and what can be done with it. */
export function LinePane({ line, actions }: { readonly line: Line; readonly actions: InvoiceActions }): ReactNode {
  return (
    <div className="scroll invoice-detail">
      <h2 className="head-with-amount">
        {line.kind} {line.item}
        <span className="figures">{formatMoneyWithCurrency(line.amount)}</span>
      </h2>
      <Facts line={line} />
      <LineActs line={line} actions={actions} />
    </div>
  );
}

function Facts({ line: { of } }: { readonly line: Line }): ReactNode {
  if (of.tab === 'orders')
    return (
      <>
        <p>{of.row.text}</p>
        <p className="quiet">
          Item {of.row.item} of customer {of.row.custId} in {of.row.businessUnit}. It closes by itself once a read shows
          the item closed.
        </p>
        <PortalLinks links={of.row.portalLinks} />
      </>
    );
  if (of.tab === 'approved')
    return (
      <p>
        Approved by {of.row.approvedBy} as group{' '}
        <Link to="/postings" search={{ row: of.row.postingKey }}>
          {of.row.reference}
        </Link>{' '}
        <kbd>G</kbd>. It goes with the next round of posting, and is followed under Postings from then on.
      </p>
    );
  return <DocumentFacts row={of.row} />;
}

function DocumentFacts({ row }: { readonly row: InvoiceRow }): ReactNode {
  return (
    <>
      <dl className="invoice-facts">
        <dt>Stripe</dt>
        <dd>
          <ObjectId id={row.objectId} />{' '}
          {row.sourceUrl !== null && (
            <>
              <a href={row.sourceUrl} target="_blank" rel="noreferrer">
                Open in Stripe
              </a>{' '}
              <kbd>O</kbd>
            </>
          )}
        </dd>
        <dt>Customer</dt>
        <dd>{[row.custId, row.customer].filter((text) => text !== null).join(' ') || 'not linked'}</dd>
        <dt>Tax</dt>
        <dd className="figures">{row.tax === null ? 'not told' : formatMoneyWithCurrency(row.tax)}</dd>
        <dt>Booked on</dt>
        <dd className="figures">{row.bookingDate}</dd>
        <dt>Due</dt>
        <dd className="figures">{row.dueDate ?? '—'}</dd>
        {row.whyNotByRule !== null && row.obstacle === null && (
          <>
            <dt>Not by rule</dt>
            <dd>{row.whyNotByRule}</dd>
          </>
        )}
      </dl>
      {row.lastEnd !== null && <p className="remark">Last time: {row.lastEnd}</p>}
      {row.bookingDate !== row.date && (
        <p className="remark">
          Cut-off: the period of {row.date} is closed in PeopleSoft. Approving accepts that it is booked on{' '}
          {row.bookingDate}, the first open day.
        </p>
      )}
    </>
  );
}
