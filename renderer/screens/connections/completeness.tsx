import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AccountCompleteness } from '../../../shared/contract/completeness.ts';
import { useClient } from '../../api/client-context.ts';
import { completenessQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { formatInstant } from '../../ui/dates.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { AbsentObjects } from './absent-objects.tsx';
import { BalanceProofs } from './balance-proofs.tsx';
import { CompletenessFamilies } from './completeness-families.tsx';
import { completenessSentence } from './completeness-words.ts';
import { OpenFigureContext, type OpenFigure } from './figure-context.ts';
import { FigureRows } from './figure-rows.tsx';
import { Gaps } from './gaps.tsx';
import { PayoutChecks } from './payout-checks.tsx';
import { ReportProofs } from './report-proofs.tsx';
import { WaitingReads } from './waiting-reads.tsx';

/** Whether everything Stripe has is here: by family and month, its balance against its rows, and what is missing. */
export function Completeness(): ReactNode {
  const query = useQuery(completenessQuery(useClient()));
  if (query.isError) return <FailureNotice error={query.error} dismiss={() => void query.refetch()} />;
  if (query.data === undefined) return null;
  const { accounts } = query.data;
  return accounts.map((account) => (
    <Account
      key={account.account}
      completeness={account}
      isOnly={accounts.length === 1}
      whyNotAsk={query.data.whyNotAsk}
    />
  ));
}

interface AccountProps {
  readonly completeness: AccountCompleteness;
  readonly isOnly: boolean;
  readonly whyNotAsk: string | null;
}

function Account({ completeness, isOnly, whyNotAsk }: AccountProps): ReactNode {
  const { zone } = useCompany().unit;
  const { account, checkedAt, balances, gaps, absent, absentCount, dashboard, payouts } = completeness;
  const [figure, setFigure] = useState<OpenFigure | null>(null);
  return (
    <OpenFigureContext value={setFigure}>
      <section className="completeness" aria-label={isOnly ? 'Completeness' : `Completeness of ${account}`}>
        <h3>{isOnly ? 'Completeness' : `Completeness of ${account}`}</h3>
        <p className="card-note" role="status">
          {completenessSentence(completeness)}
          {checkedAt !== null && <span className="quiet"> Checked {formatInstant(checkedAt, zone)}.</span>}
        </p>
        <WaitingReads waiting={completeness.waiting} />
        {gaps.length > 0 && <Gaps completeness={completeness} />}
        {absentCount > 0 && (
          <AbsentObjects
            account={account}
            absent={absent}
            count={absentCount}
            dashboard={dashboard}
            whyNotAsk={whyNotAsk}
          />
        )}
        <CompletenessFamilies types={completeness.types} />
        {balances.length > 0 ? (
          <BalanceProofs proofs={balances} />
        ) : (
          <p className="card-note quiet">Stripe has not told its balance yet, so it is not held against its rows.</p>
        )}
        <ReportProofs reports={completeness.reports} />
        <PayoutChecks payouts={payouts} dashboard={dashboard} />
      </section>
      {figure !== null && (
        <FigureRows account={account} dashboard={dashboard} figure={figure} close={() => setFigure(null)} />
      )}
    </OpenFigureContext>
  );
}
