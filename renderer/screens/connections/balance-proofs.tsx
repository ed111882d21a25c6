import type { ReactNode } from 'react';
import type { BalanceProof } from '../../../shared/contract/completeness.ts';
import { useCompany } from '../../app/company-context.ts';
import { capital } from '../../ui/capital.ts';
import { shortInstant } from '../../ui/dates.ts';
import { formatMoneyForColumn } from '../../ui/money.ts';
import { figures, TableHead } from '../../ui/table-head.tsx';
import { Tag } from '../../ui/tag.tsx';
import { PROOF_WORDS } from './completeness-words.ts';
import { Figure } from './figure.tsx';

/** Stripe's own balance held against its rows: opening and activity come to the closing it tells, or the difference is named. */
export function BalanceProofs({ proofs }: { readonly proofs: readonly BalanceProof[] }): ReactNode {
  const { zone } = useCompany().unit;
  const decimals = Math.max(...proofs.map(({ exponent }) => exponent));
  const [first] = proofs;
  const span =
    first === undefined
      ? ''
      : `${first.from === null ? 'from the beginning of the account' : `from ${shortInstant(first.from, zone)}`} to ${shortInstant(first.to, zone)}`;
  return (
    <table className="plain-table proofs">
      <caption>Stripe’s balance against its rows, {span}</caption>
      <TableHead
        columns={[
          'Balance',
          figures('Opening'),
          figures('Rows held'),
          figures('Stripe says'),
          figures('Difference'),
          'State',
        ]}
      />
      <tbody>
        {proofs.map((proof) => (
          <Proof key={`${proof.balanceType} ${proof.currency}`} proof={proof} decimals={decimals} />
        ))}
      </tbody>
    </table>
  );
}

function Proof({ proof, decimals }: { readonly proof: BalanceProof; readonly decimals: number }): ReactNode {
  const { balanceType, currency, exponent, openingMinor, activityMinor, closingMinor, state, why } = proof;
  const amount = (minor: number) => formatMoneyForColumn({ minor, exponent, currency }, decimals);
  const difference = closingMinor - openingMinor - activityMinor;
  return (
    <tr>
      <th scope="row">
        {capital(balanceType.replaceAll('_', ' '))}, {currency}
      </th>
      <td className="right figures">{amount(openingMinor)}</td>
      <td className="right figures">
        <Figure
          of={{ figure: 'balance', balanceType, currency }}
          title={`Rows of the balance ${balanceType.replaceAll('_', ' ')}, ${currency}`}
          text={amount(activityMinor)}
        />
      </td>
      <td className="right figures">{amount(closingMinor)}</td>
      <td className={`right figures ${state === 'open' ? 'bad' : ''}`}>{amount(difference)}</td>
      <td>
        {state === 'tied' ? (
          PROOF_WORDS[state].label
        ) : (
          <>
            <Tag tone={PROOF_WORDS[state].tone}>{PROOF_WORDS[state].label}</Tag> <span className="quiet">{why}</span>
          </>
        )}
      </td>
    </tr>
  );
}
