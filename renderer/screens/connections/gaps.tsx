import type { ReactNode } from 'react';
import type { AccountCompleteness, GapRow } from '../../../shared/contract/completeness.ts';
import { useCompany } from '../../app/company-context.ts';
import { capital } from '../../ui/capital.ts';
import { shortInstant } from '../../ui/dates.ts';
import { formatCount } from '../../ui/money.ts';
import { TableHead } from '../../ui/table-head.tsx';
import { Tag } from '../../ui/tag.tsx';
import { familyWords, healedWords } from './completeness-words.ts';
import { DashboardLink } from './dashboard-link.tsx';

/** What was missing, open first: which object, what proves it, since when, and how it came. */
export function Gaps({ completeness }: { readonly completeness: AccountCompleteness }): ReactNode {
  const { zone } = useCompany().unit;
  const { gaps, gapCounts } = completeness;
  const counted = [
    `${formatCount(gapCounts.open)} open`,
    ...(gapCounts.unknown > 0 ? [`${formatCount(gapCounts.unknown)} unknown to Stripe`] : []),
    `${formatCount(gapCounts.healed)} healed`,
  ].join(', ');
  const all = gapCounts.open + gapCounts.unknown + gapCounts.healed;
  return (
    <table className="plain-table gaps">
      <caption>
        Missing objects: {counted}
        {all > gaps.length && `; the first ${formatCount(gaps.length)} are shown`}
      </caption>
      <TableHead columns={['Object', 'What proves it', 'Found', 'State']} />
      <tbody>
        {gaps.map((gap) => (
          <tr key={gap.key}>
            <th scope="row">
              {capital(familyWords(gap.type))}{' '}
              {gap.id === null ? (
                <span className="quiet">of that one</span>
              ) : (
                <DashboardLink base={completeness.dashboard} type={gap.type} id={gap.id} />
              )}
            </th>
            <td>
              {capital(familyWords(gap.witnessType))}{' '}
              <DashboardLink base={completeness.dashboard} type={gap.witnessType} id={gap.witnessId} /> {gap.proof}
              {gap.proofs > 1 && <span className="quiet">, and {formatCount(gap.proofs - 1)} more do</span>}
            </td>
            <td className="figures">{shortInstant(gap.foundAt, zone)}</td>
            <td>
              <Standing gap={gap} zone={zone} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Standing({ gap, zone }: { readonly gap: GapRow; readonly zone: string }): ReactNode {
  const words = healedWords(gap.healedBy);
  if (gap.healedAt === null) return <Tag tone="bad">{words}</Tag>;
  if (gap.healedBy === 'absent') return <Tag tone="warn">{words}</Tag>;
  return (
    <>
      {capital(words)} <span className="figures quiet">{shortInstant(gap.healedAt, zone)}</span>
    </>
  );
}
