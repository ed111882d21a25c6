import { Button } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ClearingLine } from '../../../shared/contract/clearing.ts';
import { useClient } from '../../api/client-context.ts';
import { clearingRowsQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { formatInstant } from '../../ui/dates.ts';
import { EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { formatCount, formatMoney, formatMoneyWithCurrency } from '../../ui/money.ts';
import { ObjectId } from '../../ui/object-id.tsx';
import { CLASS_WORDS } from './clearing-days.ts';
import type { ClearingActions } from './use-clearing-actions.ts';

interface ClearingDetailProps {
  readonly line: ClearingLine;
  readonly actions: ClearingActions;
}

/** One line with Stripe's rows behind it, and what can be done about it. */
export function ClearingDetail({ line, actions }: ClearingDetailProps): ReactNode {
  const { journalClass, date, posting } = line;
  return (
    <div className="posting-scroll">
      <h2>
        {CLASS_WORDS[journalClass]} of {date}, {formatMoneyWithCurrency(line.amount)}
      </h2>
      <p>{line.words}</p>
      <p className="chips">
        {line.canApprove && (
          <>
            <Button size="small" appearance="primary" disabled={actions.isBusy} onClick={() => actions.approve(true)}>
              Approve and post <kbd>P</kbd>
            </Button>
            <Button size="small" disabled={actions.isBusy} onClick={() => actions.approve(false)}>
              Approve <kbd>A</kbd>
            </Button>
          </>
        )}
        {posting !== null && (
          <Link to="/postings" search={{ row: posting.key }}>
            {posting.reference}
          </Link>
        )}
        {posting !== null && posting.takeBack !== null && (
          <Button size="small" disabled={actions.isBusy} onClick={actions.takeBack}>
            Take back <kbd>U</kbd>
          </Button>
        )}
      </p>
      <BehindRows line={line} />
    </div>
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
