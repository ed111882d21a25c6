import type { ReactNode } from 'react';
import type { CompletenessMonth, UnitMonth } from '../../../shared/contract/completeness.ts';
import { capital } from '../../ui/capital.ts';
import { formatCount, formatMoneyWithCurrency } from '../../ui/money.ts';
import { COMPLETENESS_WORDS, familyWords } from './completeness-words.ts';
import { Figure } from './figure.tsx';

interface UnitMonthsProps {
  readonly type: string;
  readonly month: CompletenessMonth;
}

/** The month as each unit has it, under that of UTC, with what lies between the midnights: the two tie. */
export function UnitMonths({ type, month }: UnitMonthsProps): ReactNode {
  return month.units.map((each) => <OneZone key={each.zone} type={type} month={month.month} own={each} />);
}

interface OneZoneProps {
  readonly type: string;
  readonly month: string;
  readonly own: UnitMonth;
}

function OneZone({ type, month, own }: OneZoneProps): ReactNode {
  const { zone, units, state, why, held, sums } = own;
  return (
    <tr className="month unit-month">
      <th scope="row">
        {month} {zone} <span className="quiet">{units.join(', ')}</span>
      </th>
      <td className="right figures">
        <Figure
          of={{ figure: 'held', type, month, zone }}
          title={`${capital(familyWords(type))}s held, ${month} ${zone}`}
          text={formatCount(held)}
          isNothing={held === 0}
        />
      </td>
      <td colSpan={3} className="right quiet">
        {bridgeWords(own)}
      </td>
      <td>
        {COMPLETENESS_WORDS[state].label}
        {why !== null && `: ${why}`}
        <span className="quiet sums">
          {sums.map(({ currency, exponent, heldMinor }) => (
            <span key={currency} className="figures">
              {formatMoneyWithCurrency({ minor: heldMinor, exponent, currency })}
            </span>
          ))}
        </span>
      </td>
    </tr>
  );
}

/** How it comes from the UTC month: `3 less at its beginning, 2 more at its end`. */
function bridgeWords({ atBeginning, atEnd }: UnitMonth): string {
  const part = (count: number, where: string) =>
    count === 0 ? [] : [`${formatCount(Math.abs(count))} ${count < 0 ? 'less' : 'more'} at its ${where}`];
  const parts = [...part(atBeginning, 'beginning'), ...part(atEnd, 'end')];
  return parts.length === 0 ? 'as in UTC' : parts.join(', ');
}
