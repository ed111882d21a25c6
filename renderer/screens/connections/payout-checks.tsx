import type { ReactNode } from 'react';
import type { PayoutCheck, PayoutChecks as Checks } from '../../../shared/contract/completeness-proofs.ts';
import { useCompany } from '../../app/company-context.ts';
import { shortInstant } from '../../ui/dates.ts';
import { formatCount, formatMoneyForColumn } from '../../ui/money.ts';
import { figures, TableHead } from '../../ui/table-head.tsx';
import { Tag } from '../../ui/tag.tsx';
import { PROOF_WORDS } from './completeness-words.ts';
import { DashboardLink } from './dashboard-link.tsx';
import { Figure } from './figure.tsx';

interface PayoutChecksProps {
  readonly payouts: Checks;
  readonly dashboard: string | null;
}
const STANDS = [
  ['tied', 'tied'],
  ['open', 'differing'],
  ['notEvaluated', 'not evaluated'],
  ['waiting', 'to be asked for'],
  ['notItemised', 'manual or not itemised by Stripe'],
] as const;

/** What each automatic payout paid out, by Stripe's own list of it, held against the rows; those that differ or did are listed. */
export function PayoutChecks({ payouts, dashboard }: PayoutChecksProps): ReactNode {
  const stands = STANDS.filter(([state]) => payouts[state] > 0);
  if (stands.length === 0) return null;
  const decimals = Math.max(0, ...payouts.checks.map(({ exponent }) => exponent));
  return (
    <section aria-label="Payouts against their rows">
      <p className="proof-line">
        Payouts against their rows:{' '}
        {stands.map(([state, words], place) => (
          <span key={state} className={state === 'open' ? 'bad' : ''}>
            {place > 0 && ', '}
            <Figure
              of={{ figure: 'payouts', state }}
              title={`Payouts ${words}`}
              text={formatCount(payouts[state])}
            />{' '}
            {words}
          </span>
        ))}
        .
      </p>
      {payouts.checks.length > 0 && (
        <table className="plain-table payouts">
          <caption>Payouts that differ, or did, from the rows Stripe lists of them</caption>
          <TableHead
            columns={['Payout', figures('Listed'), figures('Held'), figures('Paid out'), figures('Sum held'), 'State']}
          />
          <tbody>
            {payouts.checks.map((check) => (
              <Check key={check.payoutId} check={check} decimals={decimals} dashboard={dashboard} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface CheckProps {
  readonly check: PayoutCheck;
  readonly decimals: number;
  readonly dashboard: string | null;
}

function Check({ check, decimals, dashboard }: CheckProps): ReactNode {
  const { payoutId, state, why, currency, exponent, paidMinor, listed, held, heldMinor, differences } = check;
  const amount = (minor: number) => formatMoneyForColumn({ minor, exponent, currency }, decimals);
  const rows = { figure: 'payout', payoutId } as const;
  return (
    <tr>
      <th scope="row">
        <DashboardLink base={dashboard} type="payout" id={payoutId} />
      </th>
      <td className="right figures">
        <Figure of={rows} title={`Rows of payout ${payoutId}`} text={formatCount(listed)} isNothing={listed === 0} />
      </td>
      <td className={`right figures ${held === listed ? '' : 'bad'}`}>{formatCount(held)}</td>
      <td className="right figures nowrap">
        {amount(paidMinor)} {currency}
      </td>
      <td className={`right figures nowrap ${heldMinor === paidMinor ? '' : 'bad'}`}>
        {amount(heldMinor)} {currency}
      </td>
      <td>
        <Tag tone={PROOF_WORDS[state].tone}>{PROOF_WORDS[state].label}</Tag> <span className="quiet">{why}</span>
        <ul className="differences">
          {differences.map((difference) => (
            <Difference key={`${difference.kind} ${difference.id} ${difference.foundAt}`} difference={difference} />
          ))}
        </ul>
      </td>
    </tr>
  );
}

const KINDS: Readonly<Record<PayoutCheck['differences'][number]['kind'], string>> = {
  missing: 'not held in the ledger',
  amount: 'held with another amount',
  otherPayout: 'held under payout',
  notListed: 'held under this payout, and not listed here by Stripe',
  sum: 'The rows listed do not come to what was paid out',
};

function Difference({ difference }: { readonly difference: PayoutCheck['differences'][number] }): ReactNode {
  const { zone } = useCompany().unit;
  const { id, kind, otherPayoutId, foundAt, healedAt } = difference;
  return (
    <li>
      {id !== '' && <DashboardLink base={null} type="balance_transaction" id={id} />} {KINDS[kind]}
      {kind === 'otherPayout' && otherPayoutId !== null && (
        <>
          {' '}
          <DashboardLink base={null} type="payout" id={otherPayoutId} />
        </>
      )}
      <span className="quiet">
        , found {shortInstant(foundAt, zone)}
        {healedAt === null ? '' : `, healed ${shortInstant(healedAt, zone)}`}
      </span>
    </li>
  );
}
