import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AccountCompleteness } from '../../../shared/contract/completeness.ts';
import { useClient } from '../../api/client-context.ts';
import { completenessQuery } from '../../api/queries.ts';
import { useCompany } from '../../app/company-context.ts';
import { formatInstant } from '../../ui/dates.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { BalanceProofs } from './balance-proofs.tsx';
import { CompletenessFamilies } from './completeness-families.tsx';
import { completenessSentence } from './completeness-words.ts';
import { Gaps } from './gaps.tsx';

/** Whether everything Stripe has is here: by family and month, its balance against its rows, and what is missing. */
export function Completeness(): ReactNode {
  const query = useQuery(completenessQuery(useClient()));
  if (query.isError) return <FailureNotice error={query.error} dismiss={() => void query.refetch()} />;
  if (query.data === undefined) return null;
  const { accounts } = query.data;
  return accounts.map((account) => (
    <Account key={account.account} completeness={account} isOnly={accounts.length === 1} />
  ));
}

interface AccountProps {
  readonly completeness: AccountCompleteness;
  readonly isOnly: boolean;
}

function Account({ completeness, isOnly }: AccountProps): ReactNode {
  const { zone } = useCompany().unit;
  const { account, checkedAt, balances, gaps } = completeness;
  return (
    <section className="completeness" aria-label={isOnly ? 'Completeness' : `Completeness of ${account}`}>
      <h3>{isOnly ? 'Completeness' : `Completeness of ${account}`}</h3>
      <p className="card-note" role="status">
        {completenessSentence(completeness)}
        {checkedAt !== null && <span className="quiet"> Checked {formatInstant(checkedAt, zone)}.</span>}
      </p>
      {gaps.length > 0 && <Gaps completeness={completeness} />}
      <CompletenessFamilies types={completeness.types} />
      {balances.length > 0 ? (
        <BalanceProofs proofs={balances} />
      ) : (
        <p className="card-note quiet">Stripe has not told its balance yet, so it is not held against its rows.</p>
      )}
    </section>
  );
}
