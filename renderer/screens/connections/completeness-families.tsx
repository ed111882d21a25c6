import { useState } from 'react';
import type { ReactNode } from 'react';
import type { CompletenessMonth, CompletenessType } from '../../../shared/contract/completeness.ts';
import { capital } from '../../ui/capital.ts';
import { formatCount, formatMoneyWithCurrency } from '../../ui/money.ts';
import { Tag } from '../../ui/tag.tsx';
import { COMPLETENESS_WORDS, familyWords } from './completeness-words.ts';

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
        Held in the ledger, and listed when Stripe last listed the whole; months are those of creation, in UTC
      </caption>
      <thead>
        <tr>
          <th scope="col">Family</th>
          <th scope="col" className="right">
            Held
          </th>
          <th scope="col" className="right">
            Listed
          </th>
          <th scope="col" className="right">
            Missing
          </th>
          <th scope="col" className="right">
            Refused
          </th>
          <th scope="col">State</th>
        </tr>
      </thead>
      {types.map((type) => (
        <tbody key={type.type}>
          <Family family={type} isOpen={open.has(type.type)} toggle={() => toggle(type.type)} />
          {open.has(type.type) && type.months.map((month) => <Month key={month.month} month={month} />)}
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
      <Counts held={held} listed={listed} missing={missing + unknown} refused={refused} />
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

function Month({ month }: { readonly month: CompletenessMonth }): ReactNode {
  const { held, listed, missing, unknown, refused, state, why, sums } = month;
  return (
    <tr className="month">
      <th scope="row" className="figures">
        {month.month}
      </th>
      <Counts held={held} listed={listed} missing={missing + unknown} refused={refused} />
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
  );
}

interface CountsProps {
  readonly held: number;
  readonly listed: number | null;
  readonly missing: number;
  readonly refused: number;
}

function Counts({ held, listed, missing, refused }: CountsProps): ReactNode {
  return (
    <>
      <td className="right figures">{formatCount(held)}</td>
      <td className="right figures">{listed === null ? '—' : formatCount(listed)}</td>
      <td className={`right figures ${missing > 0 ? 'bad' : 'quiet'}`}>{formatCount(missing)}</td>
      <td className={`right figures ${refused > 0 ? 'bad' : 'quiet'}`}>{formatCount(refused)}</td>
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
