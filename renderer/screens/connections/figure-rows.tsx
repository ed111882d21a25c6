import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { CompletenessRows } from '../../../shared/contract/completeness-rows.ts';
import { useClient } from '../../api/client-context.ts';
import { completenessRowsQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { capital } from '../../ui/capital.ts';
import { shortInstant } from '../../ui/dates.ts';
import { Empty, EmptyFailed, EmptyLoading } from '../../ui/empty.tsx';
import { formatCount, formatMoneyForColumn, formatMoneyWithCurrency } from '../../ui/money.ts';
import { figures, TableHead } from '../../ui/table-head.tsx';
import { useReturnFocus } from '../../ui/use-return-focus.ts';
import { familyWords } from './completeness-words.ts';
import { DashboardLink } from './dashboard-link.tsx';
import type { OpenFigure } from './figure-context.ts';

interface FigureRowsProps {
  readonly account: string;
  readonly dashboard: string | null;
  readonly figure: OpenFigure;
  readonly close: () => void;
}

/** The rows behind a figure. Esc goes back to the figure. */
export function FigureRows({ account, dashboard, figure, close }: FigureRowsProps): ReactNode {
  useReturnFocus();
  const query = useQuery(completenessRowsQuery(useClient(), { account, of: figure.of }));
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && close()}>
      <DialogSurface className="dialog figure-dialog">
        <DialogBody>
          <DialogTitle>{figure.title}</DialogTitle>
          <DialogContent className="dialog-content">
            {query.isPending && <EmptyLoading what="the rows" />}
            {query.isError && <EmptyFailed error={query.error} retry={() => void query.refetch()} />}
            {query.data !== undefined && <Rows rows={query.data} dashboard={dashboard} />}
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={close}>
              Close
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Rows({ rows, dashboard }: { readonly rows: CompletenessRows; readonly dashboard: string | null }): ReactNode {
  const { zone } = useCompany().unit;
  if (rows.count === 0) return <Empty title="No rows stand behind it" />;
  const hasMoney = rows.rows.some(({ amount }) => amount !== null);
  const hasText = rows.rows.some(({ text }) => text !== null);
  const decimals = Math.max(0, ...rows.rows.map(({ amount }) => amount?.exponent ?? 0));
  return (
    <>
      <p role="status">
        {rows.count === 1 ? '1 row' : `${formatCount(rows.count)} rows`}
        {rows.sums.length > 0 && `, ${rows.sums.map((sum) => formatMoneyWithCurrency(sum)).join(', ')}`}
        {rows.count > rows.rows.length && `; ${formatCount(rows.rows.length)} of them are shown`}.
        {rows.note !== null && <span className="quiet"> {rows.note}</span>}
      </p>
      <div className="figure-scroll" role="region" aria-label="Rows" tabIndex={0}>
        <table className="plain-table figure-table">
          <TableHead
            columns={[
              'Object',
              'When',
              ...(hasMoney ? [figures('Amount'), 'Currency'] : []),
              ...(hasText ? ['Of'] : []),
            ]}
          />
          <tbody>
            {rows.rows.map(({ key, type, id, at, amount, text }) => (
              <tr key={key}>
                <th scope="row">
                  {capital(familyWords(type))} <DashboardLink base={dashboard} type={type} id={id} />
                </th>
                <td className="figures">{at === null ? '—' : shortInstant(at, zone)}</td>
                {hasMoney && (
                  <>
                    <td className="right figures">{amount === null ? '' : formatMoneyForColumn(amount, decimals)}</td>
                    <td>{amount?.currency}</td>
                  </>
                )}
                {hasText && <td className="figure-text">{text}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
