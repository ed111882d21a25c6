import type { ReactNode } from 'react';
import type { ReportProof } from '../../shared/contract/completeness-proofs.ts';
import { capital } from './capital.ts';
import { formatInstant } from './dates.ts';
import { formatMoneyForColumn } from './money.ts';
import { figures, TableHead } from './table-head.tsx';
import { Tag } from './tag.tsx';

interface ReportProofTableProps {
  readonly proofs: readonly ReportProof[];
  readonly caption: string;
  /** How the amount of the rows held is shown; it may open to them. */
  readonly held?: (proof: ReportProof, text: string) => ReactNode;
}
const STATES = {
  tied: ['tied', 'ok'],
  open: ['differs', 'bad'],
  notEvaluated: ['not evaluated', 'warn'],
} as const;

/** What a report file states of Stripe's balance, against the rows held and against what Stripe itself told. */
export function ReportProofTable({ proofs, caption, held = (_, text) => text }: ReportProofTableProps): ReactNode {
  const decimals = Math.max(0, ...proofs.map(({ exponent }) => exponent));
  return (
    <table className="plain-table reports">
      <caption>{caption}</caption>
      <TableHead
        columns={[
          'Line',
          figures('Report'),
          figures('Rows held'),
          figures('Stripe told'),
          figures('Difference'),
          'State',
        ]}
      />
      <tbody>
        {proofs.map((proof) => {
          const { importId, category, currency, exponent, statedMinor, heldMinor, snapshotMinor } = proof;
          const amount = (minor: number) => formatMoneyForColumn({ minor, exponent, currency }, decimals);
          const [word, tone] = STATES[proof.state];
          const off = differenceOf(proof);
          return (
            <tr key={`${importId} ${category} ${currency}`}>
              <th scope="row">
                {capital(category.replaceAll('_', ' '))}, {currency}
              </th>
              <td className="right figures">{amount(statedMinor)}</td>
              <td className="right figures">{held(proof, amount(heldMinor))}</td>
              <td className="right figures">{snapshotMinor === null ? '—' : amount(snapshotMinor)}</td>
              <td className={`right figures ${proof.state === 'open' ? 'bad' : ''}`}>{amount(off)}</td>
              <td>
                {proof.state === 'tied' ? word : <Tag tone={tone}>{word}</Tag>}{' '}
                <span className="quiet">{proof.why}</span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** From the rows held, or, where those tie, from what Stripe told. */
function differenceOf({ statedMinor, heldMinor, snapshotMinor }: ReportProof): number {
  return statedMinor === heldMinor ? statedMinor - (snapshotMinor ?? statedMinor) : statedMinor - heldMinor;
}

/** Which balance a report speaks of, and its period in the zone in which it was read. */
export function reportPeriod({ balanceType, from, to, zone }: ReportProof): string {
  const day = (at: string) => formatInstant(at, zone).slice(0, 10);
  return `balance ${balanceType.replaceAll('_', ' ')}, ${day(from)} to before ${day(to)} in ${zone}`;
}
