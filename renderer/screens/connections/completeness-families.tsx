import { useState } from 'react';
import type { ReactNode } from 'react';
import type { CompletenessMonth, CompletenessType } from '../../../shared/contract/completeness.ts';
import { capital } from '../../ui/capital.ts';
import { formatCount, formatMoneyWithCurrency } from '../../ui/money.ts';
import { figures, TableHead } from '../../ui/table-head.tsx';
import { Tag } from '../../ui/tag.tsx';
import { COMPLETENESS_WORDS, familyWords } from './completeness-words.ts';
import { Figure } from './figure.tsx';
import { UnitMonths } from './unit-months.tsx';

/** One line a family with its counts and the months that are not complete; a line opens into its months. */
export function CompletenessFamilies({ types }: { readonly types: readonly CompletenessType[] }): ReactNode {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (type: string) =>
    setOpen((old) => {
      const next = new Set(old);
      if (!next.delete(type)) next.add(type);
      return next;
    });
  return (
    <table className="plain-table families">
      <caption>
        Held in the ledger, and listed when Stripe last listed the whole; months are those of creation, in UTC and in
        the zone of each unit
      </caption>
      <TableHead
        columns={['Family', figures('Held'), figures('Listed'), figures('Missing'), figures('Refused'), 'State']}
      />
      {types.map((type) => (
        <tbody key={type.type}>
          <Family family={type} isOpen={open.has(type.type)} toggle={() => toggle(type.type)} />
          {open.has(type.type) &&
            type.months.map((month) => <Month key={month.month} type={type.type} month={month} />)}
        </tbody>
      ))}
    </table>
  );
}

interface FamilyProps {
  readonly family: CompletenessType;
  readonly isOpen: boolean;
  readonly toggle: () => void;
}

function Family({ family, isOpen, toggle }: FamilyProps): ReactNode {
  const { type, held, listed, missing, unknown, refused, state, months } = family;
  const name = `${capital(familyWords(type))}s`;
  return (
    <tr>
      <th scope="row">
        {months.length === 0 ? (
          <span className="no-disclosure">{name}</span>
        ) : (
          <button type="button" className="disclosure" aria-expanded={isOpen} onClick={toggle}>
            {name}
          </button>
        )}
      </th>
      <Counts type={type} month={null} held={held} listed={listed} missing={missing + unknown} refused={refused} />
      <td>
        {state === 'complete' ? (
          COMPLETENESS_WORDS[state].label
        ) : (
          <>
            <Tag tone={COMPLETENESS_WORDS[state].tone}>{COMPLETENESS_WORDS[state].label}</Tag>{' '}
            <span className="quiet">{whyOf(family)}</span>
          </>
        )}
      </td>
    </tr>
  );
}

interface MonthProps {
  readonly type: string;
  readonly month: CompletenessMonth;
}

function Month({ type, month }: MonthProps): ReactNode {
  const { held, listed, missing, unknown, refused, state, why, sums } = month;
  return (
    <>
      <tr className="month">
        <th scope="row" className="figures">
          {month.month}
          {month.units.length > 0 && <span className="quiet"> UTC</span>}
        </th>
        <Counts
          type={type}
          month={month.month}
          held={held}
          listed={listed}
          missing={missing + unknown}
          refused={refused}
        />
        <td>
          {COMPLETENESS_WORDS[state].label}
          {why !== null && `: ${why}`}
          <span className="quiet sums">
            {sums.map(({ currency, exponent, heldMinor, listedMinor }) => (
              <span key={currency} className="figures">
                {formatMoneyWithCurrency({ minor: heldMinor, exponent, currency })}
                {listedMinor !== null &&
                  listedMinor !== heldMinor &&
                  `, listed ${formatMoneyWithCurrency({ minor: listedMinor, exponent, currency })}`}
              </span>
            ))}
          </span>
        </td>
      </tr>
      <UnitMonths type={type} month={month} />
    </>
  );
}

interface CountsProps {
  readonly type: string;
  readonly month: string | null;
  readonly held: number;
  readonly listed: number | null;
  readonly missing: number;
  readonly refused: number;
}

function Counts({ type, month, held, listed, missing, refused }: CountsProps): ReactNode {
  const of = { type, month };
  const title = (what: string) => `${capital(familyWords(type))}s ${what}${month === null ? '' : `, ${month} UTC`}`;
  return (
    <>
      <td className="right figures">
        <Figure
          of={{ figure: 'held', ...of, zone: null }}
          title={title('held')}
          text={formatCount(held)}
          isNothing={held === 0}
        />
      </td>
      <td className="right figures">
        <Figure
          of={{ figure: 'listed', ...of }}
          title={title('listed')}
          text={listed === null ? '—' : formatCount(listed)}
          isNothing={listed === null || listed === 0}
        />
      </td>
      <td className={`right figures ${missing > 0 ? 'bad' : 'quiet'}`}>
        <Figure
          of={{ figure: 'missing', ...of }}
          title={title('missing')}
          text={formatCount(missing)}
          isNothing={missing === 0}
        />
      </td>
      <td className={`right figures ${refused > 0 ? 'bad' : 'quiet'}`}>
        <Figure
          of={{ figure: 'refused', ...of }}
          title={title('refused')}
          text={formatCount(refused)}
          isNothing={refused === 0}
        />
      </td>
    </>
  );
}

const MONTHS_NAMED = 3;

/** The months that are not complete by name, a few of them; the reason where there is only one. */
function whyOf({ why, months, state }: CompletenessType): string {
  if (state === 'complete') return '';
  const troubled = months.filter((month) => month.state !== 'complete');
  if (troubled.length <= 1) return why ?? '';
  const named = troubled.slice(0, MONTHS_NAMED).map(({ month }) => month);
  const more = troubled.length - named.length;
  return `${why ?? ''}; ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
