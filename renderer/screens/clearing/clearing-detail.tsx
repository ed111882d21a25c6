import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import type { ReactNode } from 'react';
import type { ClearingLine } from '../../../shared/contract/clearing.ts';
import { useClient } from '../../api/client-context.ts';
import { clearingRowsQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { actProps } from '../../ui/act-props.ts';
import { formatInstant } from '../../ui/dates.ts';
import { EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { formatCount, formatMoney, formatMoneyWithCurrency } from '../../ui/money.ts';
import { ObjectId } from '../../ui/object-id.tsx';
import { ApproveActs } from './approve-acts.tsx';
import { CLASS_WORDS } from './clearing-days.ts';
import type { ClearingRow } from './clearing-days.ts';
import type { ClearingActions } from './use-clearing-actions.ts';

interface ClearingDetailProps {
  readonly row: Extract<ClearingRow, { kind: 'line' }>;
  readonly actions: ClearingActions;
}

/** One line with Stripe's rows behind it, and what can be done about it. */
export function ClearingDetail({ row, actions }: ClearingDetailProps): ReactNode {
  const { line } = row;
  const { journalClass, date, posting, amount, words } = line;
  return (
    <div className="posting-scroll clearing-detail">
      <h2 className="head-with-amount">
        {CLASS_WORDS[journalClass]} of {date}
        <span className="figures">{formatMoneyWithCurrency(amount)}</span>
      </h2>
      <p>{words}</p>
      <ApproveActs row={row} actions={actions} />
      {posting !== null && <DocumentActs line={line} posting={posting} actions={actions} />}
      <BehindRows line={line} />
    </div>
  );
}

interface DocumentActsProps {
  readonly line: ClearingLine;
  readonly posting: NonNullable<ClearingLine['posting']>;
  readonly actions: ClearingActions;
}

/** Where the document of a line stands, and taking it back. */
function DocumentActs({ line, posting, actions }: DocumentActsProps): ReactNode {
  const whyId = useId();
  return (
    <>
      {posting.accountingDate !== line.date && (
        <p className="remark">
          Cut-off: posts on {posting.accountingDate}; the period of {line.date} was closed.
        </p>
      )}
      <p>
        Approved by {posting.approvedBy} as{' '}
        <Link to="/postings" search={{ row: posting.key }}>
          {posting.reference}
        </Link>{' '}
        <kbd>G</kbd>
      </p>
      {posting.takeBack !== null && (
        <div className="acts">
          <Button {...actProps(line.notHers, actions.isBusy, whyId)} onClick={actions.takeBack}>
            Take back{posting.takeBack === 'reverse' ? '…' : ''} <kbd>U</kbd>
          </Button>
        </div>
      )}
      {line.notHers !== null && (
        <p className="remark" id={whyId}>
          {line.notHers}
        </p>
      )}
    </>
  );
}

/** Stripe's rows behind a line. */
function BehindRows({ line }: { readonly line: ClearingLine }): ReactNode {
  const { unit } = useCompany();
  const { account, journalClass, date, currency, balanceTransactionId, posting } = line;
  const key = { account, journalClass, date, currency, balanceTransactionId };
  const rows = useQuery(
    clearingRowsQuery(useClient(), { unit: unit.unit, postingKey: posting?.key ?? null, line: key }),
  );
  if (rows.isError) return <EmptyFailed error={rows.error} retry={() => void rows.refetch()} />;
  if (rows.data === undefined) return <EmptyLoading what="the rows" />;
  return (
    <table className="plain-table">
      <caption>
        Stripe’s rows, {formatCount(rows.data.rows.length)}
        {rows.data.more === 0 ? '' : ` of ${formatCount(rows.data.rows.length + rows.data.more)}`}
      </caption>
      <thead>
        <tr>
          <th scope="col">Transaction</th>
          <th scope="col">Of</th>
          <th scope="col">Category</th>
          <th scope="col" className="right">
            Amount
          </th>
          <th scope="col">Booked by Stripe</th>
        </tr>
      </thead>
      <tbody>
        {rows.data.rows.map((row) => (
          <tr key={`${row.balanceTransactionId} ${row.part}`}>
            <th scope="row">
              <ObjectId id={row.balanceTransactionId} />
            </th>
            <td>{row.sourceId === null ? '' : <ObjectId id={row.sourceId} />}</td>
            <td>{row.part === 'amount' ? row.category : `${row.part} of ${row.category}`}</td>
            <td className="right figures">{formatMoney(row.amount)}</td>
            <td className="figures">{formatInstant(row.createdAt, unit.zone)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
